import { addresses } from '../addresses'
import { password } from '../keys'
import type { Lab } from '../prepare'
import { openssh, openssh10, type Scenario } from '../scenario'

type Inputs = Readonly<Record<string, string>>

const on = { server_check: 'on', timeout: '15s' }

/** Root is the other account, by key. */
const asRoot =
  (more: (lab: Lab) => Inputs = () => ({})): NonNullable<Scenario['inputs']> =>
  (lab) => ({
    ...on,
    admin_username: 'root',
    admin_key: lab.keys.ecdsa.private,
    ...more(lab),
  })

/** Maria is: an ordinary account, by key, which the scenario makes. */
const asMaria =
  (more: (lab: Lab) => Inputs = () => ({})): NonNullable<Scenario['inputs']> =>
  (lab) => ({ ...asRoot()(lab), admin_username: 'maria', ...more(lab) })

const maria = (shell = '/bin/bash') => `
  useradd --create-home --shell ${shell} maria
  cp -r /root/.ssh /home/maria/; chown -R maria: /home/maria/.ssh`

const mayDoAll = "echo 'maria ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/maria"

const stranger = (lab: Lab) => ({ key: lab.keys.stranger.private })

const file = '/home/deploy/.ssh/authorized_keys'

/** One more connection as root, which sees everything. */
const root = { login: 'second accepted', root: true, from: addresses.client4 } as const

const refused = (
  rest: Omit<Scenario, 'cause'> & { readonly cause?: Scenario['cause'] },
): Scenario => ({ cause: 'auth/key-rejected', connections: 2, ...rest })

/** Logins that fail, and another login through which the server itself says why. */
export const insideScenarios: readonly Scenario[] = [
  {
    name: 'another account may ask, and nothing is wrong',
    cause: 'pass',
    inputs: asRoot(),
    inside: { check: 'not-needed', login: null },
  },
  refused({
    name: 'root says that the key is not listed',
    inputs: asRoot(stranger),
    inside: { check: ['server/key-not-listed'], ...root },
  }),
  refused({
    name: 'root says that the key is not listed (10.0)',
    server: openssh10(),
    // DSA is gone from 10.0, so its line is a broken one there.
    inServer: `sed -i '/ssh-dss/d' ${file}`,
    inputs: asRoot(stranger),
    inside: { check: ['server/key-not-listed'], ...root },
  }),
  refused({
    name: 'root says that the home is open to others',
    inServer: 'chmod 777 /home/deploy',
    inputs: asRoot(),
    inside: { check: ['server/home-permissions'], ...root },
  }),
  refused({
    name: 'root says that authorized_keys is missing',
    inServer: `rm ${file}`,
    inputs: asRoot(),
    inside: { check: ['server/authorized-keys-missing'], ...root },
  }),
  refused({
    name: 'root says that two keys are glued together',
    inServer: `printf %s "$(tr '\\n' ' ' < ${file})" > ${file}`,
    inputs: asRoot(stranger),
    inside: { check: ['server/authorized-keys-malformed'], ...root },
  }),
  refused({
    name: 'root says that there is no such user',
    inputs: asRoot(() => ({ username: 'deployer' })),
    inside: { check: ['server/user-missing'], ...root },
    strikes: 2,
  }),
  refused({
    name: 'root says that AllowUsers leaves the user out',
    server: openssh('AllowUsers root'),
    inputs: asRoot(),
    inside: { check: ['server/user-not-allowed'], ...root },
    strikes: 2,
  }),
  refused({
    name: 'root says that the login shell is missing',
    inServer: 'usermod --shell /bin/no-such-shell deploy',
    inputs: asRoot(),
    inside: { check: ['server/shell-missing'], ...root },
    strikes: 2,
  }),
  refused({
    name: 'root says that the account is locked, without PAM',
    server: openssh('UsePAM no'),
    inServer: 'usermod --lock deploy',
    inputs: asRoot(),
    inside: { check: ['server/account-locked'], ...root },
    strikes: 2,
  }),
  refused({
    name: 'root says that the account has expired',
    cause: 'auth/account-expired',
    inServer: 'chage --expiredate 2020-01-01 deploy',
    inputs: asRoot(),
    inside: { check: ['server/account-locked'], ...root },
    strikes: 2,
  }),
  {
    name: 'the server says itself that it is in maintenance: nobody else asks it',
    cause: 'auth/maintenance',
    inServer: "echo 'Back at six' > /etc/nologin",
    inputs: asRoot(),
    inside: { check: 'not-needed', login: null },
    strikes: 2,
  },
  refused({
    name: 'root says that the key is not listed, and that a disk is full',
    inServer: `mount -t tmpfs -o size=64k tmpfs /tmp
      head -c 100000 /dev/zero > /tmp/fill 2>/dev/null || true`,
    inputs: asRoot(stranger),
    inside: { check: ['server/key-not-listed', 'server/disk-full'], ...root },
  }),
  refused({
    name: 'root says that from= of the line leaves this very address out',
    inServer: `sed -i 's/^/from="198.51.100.0\\/24" /' ${file}`,
    inputs: asRoot(),
    inside: { check: ['server/key-not-listed'], ...root },
    says: [addresses.client4],
  }),
  refused({
    name: 'root says that a Match block for this very address lets root in alone',
    server: openssh(`Match Address ${addresses.client4}`, 'AllowUsers root'),
    inputs: asRoot(),
    inside: { check: ['server/user-not-allowed'], ...root },
    strikes: 2,
  }),
  refused({
    name: 'root’s login is off, and an account with passwordless sudo says so',
    cause: 'auth/login-refused',
    server: openssh('PermitRootLogin no'),
    inServer: `${maria()}\n${mayDoAll}`,
    inputs: asMaria(() => ({ username: 'root' })),
    inside: { check: ['server/root-login-off'], ...root },
    strikes: 4,
  }),
  refused({
    name: 'an account with passwordless sudo behind a terminal of its own (use_pty) says that the home is open',
    inServer: `${maria()}\n${mayDoAll}\necho 'Defaults use_pty' >> /etc/sudoers.d/maria
      chmod 777 /home/deploy`,
    inputs: asMaria(),
    inside: { check: ['server/home-permissions'], ...root },
  }),
  refused({
    name: 'an ordinary account says that there is no such user',
    inServer: maria(),
    inputs: asMaria(() => ({ username: 'deployer' })),
    inside: { check: ['server/user-missing'], login: 'second accepted', root: false },
    strikes: 2,
  }),
  refused({
    name: 'an ordinary account cannot see the key file, and says so',
    inServer: maria(),
    inputs: asMaria(stranger),
    inside: { check: [], login: 'second accepted', root: false },
  }),
  refused({
    name: 'an account that must type its password for sudo is no root',
    inServer: `${maria()}\necho 'maria ALL=(ALL) ALL' > /etc/sudoers.d/maria`,
    inputs: asMaria(() => ({ username: 'deployer' })),
    inside: { check: ['server/user-missing'], login: 'second accepted', root: false },
    strikes: 2,
  }),
  ...['/usr/bin/fish', '/usr/bin/tcsh', '/bin/dash', '/bin/zsh'].map((shell) =>
    refused({
      name: `the other account has the shell ${shell}`,
      inServer: `${maria(shell)}\n${mayDoAll}\nrm ${file}`,
      inputs: asMaria(),
      inside: { check: ['server/authorized-keys-missing'], ...root },
    }),
  ),
  refused({
    name: 'the start-up files of the other account print a lot',
    inServer: `${maria()}\n${mayDoAll}\nrm ${file}
      echo 'echo Welcome; date; seq 1 2000; echo "{\\"serverCheck\\":1" >&2' > /home/maria/.bashrc`,
    inputs: asMaria(),
    inside: { check: ['server/authorized-keys-missing'], ...root },
  }),
  refused({
    name: 'the other account by its password',
    inServer: `${maria()}\n${mayDoAll}\necho 'maria:${password}' | chpasswd\nrm ${file}`,
    inputs: asMaria(() => ({ admin_key: '', admin_password: password })),
    inside: { check: ['server/authorized-keys-missing'], ...root },
  }),
  {
    name: 'the password of the same account opened the connection, and says where the key is missing',
    cause: 'auth/key-rejected',
    result: 'warn',
    inServer: `rm ${file}`,
    inputs: () => ({ ...on, password }),
    inside: { check: ['server/authorized-keys-missing'], login: 'first accepted', root: false },
    strikes: 0,
  },
  {
    name: 'the same on a server that grants one session at a time (MaxSessions 1)',
    cause: 'auth/key-rejected',
    result: 'warn',
    server: openssh('MaxSessions 1'),
    inputs: (lab) => ({ ...on, ...stranger(lab), password }),
    inside: { check: ['server/key-not-listed'], login: 'first accepted', root: false },
    strikes: 0,
  },
  refused({
    name: 'the password of the same account on a server that grants one try (MaxAuthTries 1)',
    cause: 'auth/too-many-failures',
    server: openssh('MaxAuthTries 1'),
    inputs: (lab) => ({ ...on, ...stranger(lab), password }),
    inside: { check: ['server/key-not-listed'], login: 'second accepted', root: false },
    strikes: 2,
  }),
  {
    name: 'the password of the same account is refused too: it is not tried again',
    cause: 'auth/key-rejected',
    inputs: (lab) => ({ ...on, ...stranger(lab), password: 'not the password' }),
    inside: { check: 'no-way', login: null },
    strikes: 2,
  },
  refused({
    name: 'the other login is refused as well: tried once',
    inputs: asRoot((lab) => ({ ...stranger(lab), admin_key: lab.keys.stranger.private })),
    inside: { check: 'no-way', login: 'second refused' },
    strikes: 3,
  }),
  refused({
    name: 'the other account gets SFTP and no shell',
    server: openssh('Match User maria', 'ForceCommand internal-sftp'),
    inServer: maria(),
    inputs: asMaria(stranger),
    inside: { check: 'no-way', login: 'second accepted' },
  }),
  refused({
    name: 'the other account may not log in (nologin)',
    inServer: maria('/usr/sbin/nologin'),
    inputs: asMaria(stranger),
    inside: { check: 'no-way', login: 'second accepted' },
  }),
  {
    name: 'the host key changes between the two logins',
    cause: 'auth/key-rejected',
    server: openssh('Port 2200', 'ListenAddress 127.0.0.1'),
    inServer: `ssh-keygen -q -t ed25519 -N '' -f /tmp/other
      /usr/sbin/sshd -p 2201 -o ListenAddress=127.0.0.1 -h /tmp/other -E /var/log/other.log`,
    beside: [{ behaviour: 'two-servers', port: 22 }],
    inputs: asRoot(stranger),
    inside: { check: 'no-way', login: 'second host-key-changed' },
    connections: 0,
  },
  refused({
    name: 'sshd has another port than the one that is forwarded to it, and the check is about its own',
    server: openssh('Port 2200', 'ListenAddress 127.0.0.1'),
    beside: [{ behaviour: 'late-greeting', port: 22, argument: '10' }],
    inServer: 'chmod 777 /home/deploy',
    inputs: asRoot(),
    inside: { check: ['server/home-permissions'], login: 'second accepted', from: '127.0.0.1' },
    connections: 0,
  }),
  refused({
    name: 'a Dropbear, which does not know the user',
    server: { kind: 'dropbear' },
    inputs: asRoot(() => ({ username: 'deployer' })),
    inside: { check: ['server/user-missing'], login: 'second accepted', root: true },
  }),
  {
    name: 'nothing listens: no login can ask',
    cause: 'tcp/not-listening',
    server: { kind: 'stopped' },
    inputs: asRoot(),
    inside: { check: 'no-way', login: null },
    connections: 0,
  },
  {
    name: 'the time is over before the server could be asked',
    cause: 'auth/stalled',
    inServer: "echo 'account required pam_exec.so /bin/sleep 60' >> /etc/pam.d/sshd",
    inputs: asRoot(() => ({ timeout: '6s' })),
    inside: { check: 'out-of-time', login: null },
  },
  {
    name: 'through a jump host, root of the target says that the key is not listed',
    cause: 'auth/key-rejected',
    behind: { connections: 2 },
    inputs: asRoot(stranger),
    inside: {
      ...{ check: ['server/key-not-listed'], login: 'second accepted', root: true },
      from: addresses.jump4,
    },
    strikes: 1,
  },
]
