/** The rungs of a connection, in the order in which they are climbed. The ids name the folders of the catalog. */
export const stages = [
  'input',
  'key',
  'dns',
  'tcp',
  'banner',
  'kex',
  'hostkey',
  'auth',
  'session',
  'deploy',
] as const

export type Stage = (typeof stages)[number]

/** What people read for each rung; as short as a table head. */
export const stageLabel: Readonly<Record<Stage, string>> = {
  input: 'Inputs',
  key: 'Key',
  dns: 'Name',
  tcp: 'Port',
  banner: 'Greeting',
  kex: 'Algorithms',
  hostkey: 'Host key',
  auth: 'Login',
  session: 'Session',
  deploy: 'Deploy',
}

/** Negative when `a` comes before `b` on the ladder. */
export function compareStages(a: Stage, b: Stage): number {
  return stages.indexOf(a) - stages.indexOf(b)
}
