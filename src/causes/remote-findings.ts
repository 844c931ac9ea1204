/** Groups of findings that several faults of a server look like from the runner. */

/** The machine answers, and nothing listens. */
export const portRefused = ['tcp/not-listening', 'banner/not-ssh'] as const

/** No answer, or none that arrives. */
export const portSilent = [
  'tcp/silent',
  'tcp/filtered',
  'tcp/partial',
  'tcp/host-unreachable',
] as const

/** sshd accepts the connection and closes it. */
export const closedEarly = ['banner/closed', 'kex/closed'] as const

/** The key is not accepted. */
export const keyFails = ['auth/key-rejected', 'auth/too-many-failures'] as const

/** The account is refused, whatever it logs in with. */
export const loginFails = [
  ...keyFails,
  'auth/login-refused',
  'auth/password-rejected',
  'auth/closed',
] as const
