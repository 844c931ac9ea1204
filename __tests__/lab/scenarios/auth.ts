import { password } from '../keys'
import type { Lab } from '../prepare'
import { type Scenario, openssh, openssh10 } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

const withPassword = (text: string) => () => ({ key: '', password: text })
const asStranger = (lab: Lab) => ({ key: lab.keys.stranger.private })

/** Logins that the server refuses. */
export const authScenarios: readonly Scenario[] = [
  {
    name: 'the key is not in authorized_keys',
    cause: 'auth/key-rejected',
    inputs: asStranger,
    firstCandidate: 'server/key-not-listed',
    candidates: [
      'server/user-missing',
      'server/home-permissions',
      'server/authorized-keys-missing',
    ],
    says: ['SHA256:'],
  },
  {
    name: 'the key is not in authorized_keys (10.0)',
    cause: 'auth/key-rejected',
    server: openssh10(),
    inputs: asStranger,
    candidates: ['server/key-not-listed'],
  },
  {
    name: 'the key is not in authorized_keys (Dropbear)',
    cause: 'auth/key-rejected',
    server: { kind: 'dropbear' },
    inputs: asStranger,
  },
  {
    name: 'the key is not in authorized_keys (TinySSH, which sends PK_OK for every key)',
    cause: 'auth/key-rejected',
    server: { kind: 'tinyssh' },
    inputs: asStranger,
  },
  {
    name: 'the user does not exist',
    cause: 'auth/key-rejected',
    inputs: () => ({ username: 'deployer' }),
    candidates: ['server/user-missing'],
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  },
  {
    name: 'AllowUsers names others',
    cause: 'auth/key-rejected',
    server: openssh('AllowUsers maria'),
    candidates: ['server/user-not-allowed'],
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  },
  {
    name: 'the home folder is open to all (StrictModes)',
    cause: 'auth/key-rejected',
    inServer: 'chmod 777 /home/deploy',
    candidates: ['server/home-permissions'],
  },
  {
    name: 'authorized_keys is open to all (StrictModes)',
    cause: 'auth/key-rejected',
    inServer: 'chmod 666 /home/deploy/.ssh/authorized_keys',
    candidates: ['server/home-permissions'],
  },
  {
    name: 'authorized_keys is missing',
    cause: 'auth/key-rejected',
    inServer: 'rm /home/deploy/.ssh/authorized_keys',
    candidates: ['server/authorized-keys-missing'],
  },
  {
    name: 'the account is locked, without PAM',
    cause: 'auth/key-rejected',
    server: openssh('UsePAM no'),
    inServer: 'usermod --lock deploy',
    candidates: ['server/account-locked'],
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  },
  {
    name: 'the login shell does not exist',
    cause: 'auth/key-rejected',
    inServer: 'usermod --shell /bin/no-such-shell deploy',
    candidates: ['server/shell-missing'],
  },
  {
    name: 'the key is wrong and the user is root',
    cause: 'auth/key-rejected',
    inputs: (lab) => ({ username: 'root', ...asStranger(lab) }),
  },
  {
    name: 'PermitRootLogin no, with the right key',
    cause: 'auth/login-refused',
    server: openssh('PermitRootLogin no'),
    inputs: () => ({ username: 'root' }),
    candidates: ['server/root-login-off'],
    firstCandidate: 'server/root-login-off',
    failedLogins: 4,
    failedLoginsWhy: failedLoginReasons.root,
  },
  {
    name: 'PermitRootLogin no, with the right key (10.0)',
    cause: 'auth/login-refused',
    server: openssh10('PermitRootLogin no'),
    inputs: () => ({ username: 'root' }),
    candidates: ['server/root-login-off'],
    failedLogins: 4,
    failedLoginsWhy: failedLoginReasons.root,
  },
  {
    name: 'RefuseConnection closes at the first request (10.0)',
    cause: 'auth/closed',
    server: openssh10('Match User deploy', 'RefuseConnection yes'),
  },
  {
    name: 'the login never ends: a PAM module hangs',
    cause: 'auth/stalled',
    inServer: "echo 'account required pam_exec.so /bin/sleep 60' >> /etc/pam.d/sshd",
  },
  {
    name: 'the account has expired',
    cause: 'auth/account-expired',
    inServer: 'chage --expiredate 2020-01-01 deploy',
  },
  {
    name: 'the server is in maintenance (/etc/nologin)',
    cause: 'auth/maintenance',
    inServer: "echo 'Down for maintenance, back at six' > /etc/nologin",
    says: ['back at six'],
  },
  {
    name: 'the server is in maintenance, and says so in its own words (/etc/nologin)',
    cause: 'auth/maintenance',
    certainty: 'likely',
    inServer: "echo 'Come to the office, please' > /etc/nologin",
    says: ['Come to the office'],
  },
  {
    name: 'the server is in maintenance, without PAM',
    cause: 'auth/maintenance',
    server: openssh('UsePAM no'),
    inServer: "echo 'Back at six' > /etc/nologin",
    says: ['Back at six'],
  },
  {
    name: 'the password must be changed',
    cause: 'auth/password-expired',
    inServer: 'chage --lastday 0 deploy',
  },
  {
    name: 'the server takes no Ed25519 keys (10.0)',
    cause: 'auth/key-type-refused',
    server: openssh10('PubkeyAcceptedAlgorithms rsa-sha2-512,ecdsa-sha2-nistp256'),
  },
  {
    name: 'the wrong key is the one try that the server grants',
    cause: 'auth/too-many-failures',
    server: openssh('MaxAuthTries 1'),
    inputs: asStranger,
  },
  {
    name: 'PubkeyAuthentication no',
    cause: 'auth/publickey-disabled',
    certainty: 'proved',
    server: openssh('PubkeyAuthentication no'),
  },
  {
    name: 'PasswordAuthentication no, and only a password is given',
    cause: 'auth/password-disabled',
    certainty: 'proved',
    server: openssh('PasswordAuthentication no'),
    inputs: withPassword(password),
  },
  {
    name: 'the password is wrong',
    cause: 'auth/password-rejected',
    inputs: withPassword('not the password'),
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.password,
  },
  {
    name: 'the password of keyboard-interactive is wrong',
    cause: 'auth/password-rejected',
    server: openssh('PasswordAuthentication no', 'KbdInteractiveAuthentication yes'),
    inputs: withPassword('not the password'),
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.password,
  },
  {
    name: 'root cannot use a password (prohibit-password)',
    cause: 'auth/password-rejected',
    inputs: () => ({ username: 'root', key: '', password }),
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.password,
  },
  {
    name: 'PAM refuses the account without a word (pam_access)',
    cause: 'auth/closed',
    inServer: `echo 'account required pam_access.so' >> /etc/pam.d/sshd
      echo '-:deploy:ALL' >> /etc/security/access.conf`,
  },
  {
    name: 'root’s key is for forced commands only, and has none',
    // Its child reports success before its parent refuses; under load the end of the connection comes first.
    cause: 'session/chroot-broken',
    orCause: 'auth/closed',
    server: openssh('PermitRootLogin forced-commands-only'),
    inputs: () => ({ username: 'root' }),
    firstCandidate: 'server/root-login-off',
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.rootCommand,
  },
  {
    name: 'the server wants a password after the key',
    cause: 'auth/second-factor',
    certainty: 'proved',
    server: openssh('AuthenticationMethods publickey,password'),
  },
  {
    name: 'the server wants keyboard-interactive after the key',
    cause: 'auth/second-factor',
    server: openssh(
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods publickey,keyboard-interactive',
    ),
  },
]
