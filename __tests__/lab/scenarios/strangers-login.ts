import { password } from '../keys'
import type { Lab } from '../prepare'
import { type Scenario, dropbearWith, madeServer, openssh, openssh10 } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

const fingerprintOf = (lab: Lab, type: string) =>
  lab.hostKeys['9.2'].find((key) => key.type === type)?.fingerprint ?? ''

/** Logins that nobody here has seen. */
export const strangeLogins: readonly Scenario[] = [
  {
    name: 'the fingerprint is of the last of three host keys',
    cause: 'hostkey/pinned-other-type',
    result: 'warn',
    connections: 3,
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.eachKeyType,
    inputs: (lab) => ({ fingerprint: fingerprintOf(lab, 'ssh-rsa') }),
  },
  {
    name: 'a line of ssh-keygen -l for the RSA key, which names its type',
    cause: 'pass',
    inputs: (lab) => ({ fingerprint: `3072 ${fingerprintOf(lab, 'ssh-rsa')} root@server (RSA)` }),
  },
  {
    name: 'certificates are all that the server takes (AuthorizedKeysFile none)',
    cause: 'auth/key-rejected',
    server: openssh('TrustedUserCAKeys /etc/ssh/ca.pub', 'AuthorizedKeysFile none'),
    inServer: "ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ca",
  },
  {
    name: 'DenyUsers names the user',
    cause: 'auth/key-rejected',
    candidates: ['server/user-not-allowed'],
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
    server: openssh('DenyUsers deploy'),
  },
  {
    name: 'RSA keys with SHA-1 signatures are all that the server takes (10.0)',
    cause: 'auth/key-type-refused',
    result: 'warn',
    failedLogins: 0,
    server: openssh10('PubkeyAcceptedAlgorithms ssh-rsa'),
    inputs: (lab) => ({ key: lab.keys.rsa.private }),
  },
  {
    name: 'RSA keys must be longer (RequiredRSASize, 10.0)',
    cause: 'auth/key-rejected',
    server: openssh10('RequiredRSASize 4096'),
    inputs: (lab) => ({ key: lab.keys.rsa.private }),
  },
  ...['gssapi-with-mic', 'hostbased'].map((method): Scenario => ({
    name: `the server accepts ${method} only`,
    cause: 'auth/publickey-disabled',
    certainty: 'proved',
    server: openssh(
      'GSSAPIAuthentication yes',
      'HostbasedAuthentication yes',
      `AuthenticationMethods ${method}`,
    ),
  })),
  {
    name: 'keyboard-interactive before the key',
    cause: 'auth/publickey-disabled',
    server: openssh(
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods keyboard-interactive,publickey',
    ),
  },
  {
    name: 'an empty AuthenticationMethods choice: a key or a password',
    cause: 'pass',
    server: openssh('AuthenticationMethods publickey password'),
  },
  {
    name: 'the login without a key or password succeeds (none)',
    cause: 'pass',
    server: openssh('PermitEmptyPasswords yes'),
    inServer: 'passwd -d deploy',
  },
  ...[
    ['a code of an app', 'Verification code: ', false],
    ['Duo', 'Duo two-factor login\n\n 1. Duo Push\n\nPasscode or option (1-1): ', true],
    ['terms of use', 'Do you accept the terms? (yes/no) ', true],
  ].map(([what, prompt, echo]): Scenario => ({
    name: `the server asks for ${String(what)}`,
    cause: 'auth/second-factor',
    server: madeServer({ methods: ['keyboard-interactive'], prompts: [{ prompt, echo }] }),
    inputs: () => ({ key: '', password }),
  })),
  {
    name: 'a password, and then a code of an app',
    cause: 'auth/second-factor',
    server: madeServer({
      methods: ['keyboard-interactive'],
      prompts: [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Verification code: ', echo: false },
      ],
    }),
    inputs: () => ({ key: '', password }),
  },
  {
    name: 'the password is asked for in German',
    cause: 'pass',
    server: madeServer({
      methods: ['keyboard-interactive'],
      prompts: [{ prompt: 'Passwort: ', echo: false }],
    }),
    inputs: () => ({ key: '', password, sftp: 'off' }),
  },
  {
    name: 'the password must be changed, by keyboard-interactive',
    cause: 'auth/password-expired',
    server: openssh('PasswordAuthentication no', 'KbdInteractiveAuthentication yes'),
    inServer: 'chage --lastday 0 deploy',
    inputs: () => ({ key: '', password }),
  },
  {
    name: 'the user name ends in a colon',
    cause: 'input/username-malformed',
    connections: 0,
    inputs: () => ({ username: 'deploy:' }),
  },
  {
    name: 'a legal notice longer than the library of this check reads',
    cause: 'auth/closed',
    result: 'warn',
    certainty: 'possible',
    says: ['could not read what the server sent'],
    server: openssh('Banner /etc/notice'),
    inServer: "head -c 60000 /dev/zero | tr '\\0' x | fold > /etc/notice",
  },
  {
    name: 'Dropbear keeps root out (-w)',
    cause: 'auth/key-rejected',
    ...dropbearWith('-w'),
    inputs: () => ({ username: 'root' }),
  },
  {
    name: 'Dropbear accepts no passwords (-s)',
    cause: 'auth/password-disabled',
    ...dropbearWith('-s'),
    inputs: () => ({ key: '', password }),
  },
  {
    name: 'Dropbear: the home folder is open to all',
    cause: 'auth/key-rejected',
    server: { kind: 'dropbear' },
    inServer: 'chmod 777 /home/deploy',
  },
  {
    name: 'the shell of a jump account refuses sessions (MaxSessions 0), and forwards',
    cause: 'pass',
    behind: {},
    server: openssh('MaxSessions 0'),
  },
  {
    name: 'the jump host wants a second factor',
    cause: 'auth/second-factor',
    behind: {},
    server: openssh('AuthenticationMethods publickey,password'),
    says: ['On the jump host'],
  },
  {
    name: 'a web server is the target behind the jump host',
    cause: 'banner/not-ssh',
    behind: { server: { kind: 'fake', behavior: 'http', port: 22 } },
    failedLogins: 0,
  },
  {
    name: 'Tailscale refuses the login in a banner',
    cause: 'auth/closed',
    server: madeServer({
      ident: 'Tailscale',
      banner: 'tailnet policy does not permit you to SSH to this node',
      closes: 'auth',
    }),
    says: ['tailnet policy does not permit you to SSH to this node', '"action": "accept"'],
  },
  {
    name: 'Tailscale waits for a person (check mode)',
    cause: 'auth/second-factor',
    certainty: 'likely',
    server: madeServer({
      ident: 'Tailscale',
      banner:
        '# Tailscale SSH requires an additional check.\n# To authenticate, visit: https://login.tailscale.com/a/l1',
      hangs: 'auth',
    }),
    says: ['https://login.tailscale.com/a/l1'],
  },
  {
    name: 'a device login: the prompt has an address, and the password is not sent to it',
    cause: 'auth/second-factor',
    server: madeServer({
      methods: ['keyboard-interactive'],
      accept: false,
      prompts: [
        { prompt: 'Sign in at https://login.example.com/device, then press Enter: ', echo: false },
      ],
    }),
    inputs: () => ({ key: '', password: 'secret enough' }),
    says: ['https://login.example.com/device'],
  },
  {
    name: 'strict key exchange is announced and not kept',
    cause: 'kex/malformed',
    certainty: 'likely',
    server: madeServer({ breaksStrictKex: true }),
  },
]
