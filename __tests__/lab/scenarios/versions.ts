import { addresses, serverName } from '../addresses'
import { type KeyName, password } from '../keys'
import type { OpenSshVersion } from '../prepare'
import { type Scenario, opensshOf } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

const withKey =
  (name: KeyName): NonNullable<Scenario['inputs']> =>
  (lab) => ({
    key: lab.keys[name].private,
  })

const withPassword = (text: string) => () => ({ key: '', password: text })

/** A scenario of one version, which its name says. */
const of = (
  version: OpenSshVersion,
  name: string,
  cause: Scenario['cause'],
  {
    config = [],
    ...rest
  }: Omit<Scenario, 'name' | 'cause' | 'server'> & { config?: string[] } = {},
): Scenario => ({
  name: `${name} (${version})`,
  cause,
  server: opensshOf(version, ...config),
  ...rest,
})

/** The option's name before OpenSSH 8.7. */
const kbdInteractive = (version: OpenSshVersion) =>
  version === '8.4' ? 'ChallengeResponseAuthentication' : 'KbdInteractiveAuthentication'

/** One login with a key that the server does not know. */
const failedLogin = `
  folder=$(mktemp -d)
  ssh-keygen -q -t ed25519 -N '' -f $folder/key
  ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \\
    -i $folder/key deploy@${addresses.server4} && exit 1
  rm -r $folder`

/** What every version has in common, on the two that the other scenarios do not use. */
const onEach = (['8.4', 'newest'] as const).flatMap((version): Scenario[] => {
  const pass = (name: string, rest: Parameters<typeof of>[3] = {}) =>
    of(version, name, 'pass', rest)
  const fault = (name: string, cause: Scenario['cause'], rest: Parameters<typeof of>[3] = {}) =>
    of(version, name, cause, rest)
  return [
    pass('an Ed25519 key'),
    pass('an ECDSA key', { inputs: withKey('ecdsa') }),
    pass('an RSA key', { inputs: withKey('rsa') }),
    pass('a password', { inputs: withPassword(password) }),
    pass('a password by keyboard-interactive', {
      config: ['PasswordAuthentication no', `${kbdInteractive(version)} yes`],
      inputs: withPassword(password),
    }),
    pass('a key and a password, where the server wants both', {
      config: ['AuthenticationMethods publickey,password'],
      inputs: () => ({ password }),
    }),
    pass('an account for SFTP only, with sftp: required', {
      config: ['Match User deploy', 'ForceCommand internal-sftp'],
      inputs: () => ({ sftp: 'required' }),
    }),
    pass('old ciphers only', {
      config: [
        'Ciphers aes256-cbc,3des-cbc',
        'MACs hmac-sha1',
        'KexAlgorithms diffie-hellman-group14-sha1',
      ],
    }),
    pass('compression, and a new key each megabyte', {
      config: ['Compression yes', 'RekeyLimit 1M'],
    }),
    pass('a path of 300 ms, with both address families', {
      path: { delayMs: 150 },
      dns: { [serverName]: [addresses.server4, addresses.server6] },
      inputs: () => ({ timeout: '20s' }),
    }),
    pass('root with a key', { inputs: () => ({ username: 'root' }) }),
    pass('the fingerprint matches', {
      inputs: (lab) => ({
        fingerprint:
          lab.hostKeys[version].find(({ type }) => type === 'ssh-ed25519')?.fingerprint ?? '',
      }),
    }),
    { ...pass('a target behind a jump host'), behind: { server: opensshOf(version) } },
    fault('the key is not in authorized_keys', 'auth/key-rejected', {
      inputs: withKey('stranger'),
      firstCandidate: 'server/key-not-listed',
    }),
    fault('the user does not exist', 'auth/key-rejected', {
      inputs: () => ({ username: 'deployer' }),
      candidates: ['server/user-missing'],
      failedLogins: 2,
      failedLoginsWhy: failedLoginReasons.invalidUser,
    }),
    fault('the home folder is open to all (StrictModes)', 'auth/key-rejected', {
      inServer: 'chmod 777 /home/deploy',
      candidates: ['server/home-permissions'],
    }),
    fault('PermitRootLogin no, with the right key', 'auth/login-refused', {
      config: ['PermitRootLogin no'],
      inputs: () => ({ username: 'root' }),
      firstCandidate: 'server/root-login-off',
      failedLogins: 4,
      failedLoginsWhy: failedLoginReasons.root,
    }),
    fault('the password is wrong', 'auth/password-rejected', {
      inputs: withPassword('not the password'),
      failedLogins: 2,
      failedLoginsWhy: failedLoginReasons.password,
    }),
    fault('PubkeyAuthentication no', 'auth/publickey-disabled', {
      certainty: 'proved',
      config: ['PubkeyAuthentication no'],
    }),
    fault('PasswordAuthentication no, and only a password is given', 'auth/password-disabled', {
      certainty: 'proved',
      config: ['PasswordAuthentication no'],
      inputs: withPassword(password),
    }),
    fault('the server wants a password after the key', 'auth/second-factor', {
      certainty: 'proved',
      config: ['AuthenticationMethods publickey,password'],
    }),
    fault('the server is in maintenance (/etc/nologin)', 'auth/maintenance', {
      inServer: "echo 'Down for maintenance, back at six' > /etc/nologin",
      says: ['back at six'],
    }),
    fault('the account has expired', 'auth/account-expired', {
      inServer: 'chage --expiredate 2020-01-01 deploy',
    }),
    fault('sshd is on port 2222', 'tcp/wrong-port', { config: ['Port 2222'], says: ['2222'] }),
    fault('hosts.deny: closed after five seconds', 'banner/hosts-deny', {
      inServer: "echo 'sshd: ALL' >> /etc/hosts.deny",
      inputs: () => ({ timeout: '15s' }),
      candidates: ['server/hosts-deny'],
    }),
    fault('the login shell is nologin', 'session/no-shell', {
      failedLogins: 0,
      inServer: 'usermod --shell /usr/sbin/nologin deploy',
    }),
    fault('.bashrc prints a line in sessions without a terminal', 'session/noisy-shell', {
      result: 'warn',
      failedLogins: 0,
      inServer: "sed -i '1i echo Welcome back' /home/deploy/.bashrc",
    }),
    fault('the server has no SFTP subsystem', 'session/sftp-missing', {
      result: 'warn',
      failedLogins: 0,
      inServer: "sed -i '/^Subsystem/d' /etc/ssh/sshd_config",
    }),
    fault('the server opens no session (MaxSessions 0)', 'session/channel-refused', {
      failedLogins: 0,
      config: ['MaxSessions 0'],
    }),
    {
      ...fault('the jump host forwards nothing', 'proxy/forwarding-refused', {
        config: ['AllowTcpForwarding no'],
        failedLogins: 0,
      }),
      behind: { connections: 0 },
    },
  ]
})

/** What is true of one version alone. */
export const versionScenarios: readonly Scenario[] = [
  ...onEach,
  of('8.4', 'sshd is at MaxStartups', 'banner/throttled', {
    certainty: 'proved',
    config: ['MaxStartups 3'],
    otherPrograms: [{ behavior: 'holds-connections', port: 22, argument: '3' }],
  }),
  of('newest', 'sshd is at MaxStartups', 'banner/penalized', {
    config: ['MaxStartups 3'],
    otherPrograms: [{ behavior: 'holds-connections', port: 22, argument: '3' }],
  }),
  of('newest', 'sshd penalizes this source', 'banner/penalized', {
    config: ['PerSourcePenalties authfail:40 min:1'],
    inClient: failedLogin,
  }),
  of('newest', 'one failed login, as the penalties of the package are', 'pass', {
    inClient: failedLogin,
  }),
  of('8.4', 'the wrong key is the one try that the server grants', 'auth/too-many-failures', {
    config: ['MaxAuthTries 1'],
    inputs: withKey('stranger'),
  }),
  // It counts the offer of a key no more, and waits for another.
  of('newest', 'the wrong key is the one try that the server grants', 'auth/key-rejected', {
    config: ['MaxAuthTries 1'],
    inputs: withKey('stranger'),
  }),
  of('8.4', 'sshd lost its host keys and closes at once', 'banner/closed', {
    onceUp: 'rm /etc/ssh/ssh_host_*',
    candidates: ['server/host-keys-missing'],
  }),
  // Its listener has read them, and hands them to the process of each connection.
  of('newest', 'the files of the host keys are gone, and sshd has them still', 'pass', {
    onceUp: 'rm /etc/ssh/ssh_host_*',
  }),
  // What 8.4 announces (server-sig-algs) is not what its configuration accepts.
  of('8.4', 'PubkeyAcceptedKeyTypes leaves out the kind of the key', 'auth/key-rejected', {
    config: ['PubkeyAcceptedKeyTypes rsa-sha2-512,rsa-sha2-256'],
  }),
  of('8.4', 'PubkeyAcceptedKeyTypes allows RSA with SHA-1 only', 'auth/key-rejected', {
    config: ['PubkeyAcceptedKeyTypes ssh-rsa'],
    inputs: withKey('rsa'),
  }),
  of('8.4', 'PubkeyAcceptedKeyTypes allows RSA with SHA-2 only', 'pass', {
    config: ['PubkeyAcceptedKeyTypes rsa-sha2-512,rsa-sha2-256'],
    inputs: withKey('rsa'),
  }),
  of('8.4', 'a DSA key', 'key/unsupported-type', {
    connections: 0,
    inputs: withKey('dsa'),
  }),
  of('8.4', 'an RSA host key with SHA-1 only', 'pass', {
    config: ['HostKey /etc/ssh/ssh_host_rsa_key', 'HostKeyAlgorithms ssh-rsa'],
  }),
  of('newest', 'the server takes no Ed25519 keys', 'auth/key-type-refused', {
    certainty: 'proved',
    config: ['PubkeyAcceptedAlgorithms rsa-sha2-512,ecdsa-sha2-nistp256'],
  }),
  of('newest', 'only RSA keys of 4096 bits (RequiredRSASize)', 'auth/key-rejected', {
    config: ['RequiredRSASize 4096'],
    inputs: withKey('rsa'),
  }),
  of('newest', 'RefuseConnection closes at the first request', 'auth/closed', {
    config: ['Match User deploy', 'RefuseConnection yes'],
  }),
  of('newest', 'sshd offers post-quantum key exchange only', 'kex/client-too-old', {
    result: 'warn',
    certainty: 'proved',
    config: ['KexAlgorithms mlkem768x25519-sha256,sntrup761x25519-sha512'],
  }),
  of('newest', 'the host key is post-quantum only', 'kex/client-too-old', {
    result: 'warn',
    certainty: 'proved',
    config: ['HostKey /etc/ssh/ssh_host_mldsa44_ed25519_key'],
  }),
  of('10.0', 'sshd is on port 2222', 'tcp/wrong-port', { config: ['Port 2222'], says: ['2222'] }),
  of('10.0', 'a password', 'pass', { inputs: withPassword(password) }),
  of('10.0', 'an ECDSA key', 'pass', { inputs: withKey('ecdsa') }),
  of('10.0', 'hosts.deny: closed after five seconds', 'banner/hosts-deny', {
    inServer: "echo 'sshd: ALL' >> /etc/hosts.deny",
    inputs: () => ({ timeout: '15s' }),
    candidates: ['server/hosts-deny'],
  }),
  of('10.0', 'the login shell is nologin', 'session/no-shell', {
    failedLogins: 0,
    inServer: 'usermod --shell /usr/sbin/nologin deploy',
  }),
  of('10.0', 'the server wants a password after the key', 'auth/second-factor', {
    certainty: 'proved',
    config: ['AuthenticationMethods publickey,password'],
  }),
]
