import { addresses } from '../addresses'
import { password } from '../keys'
import {
  asMaria,
  asRoot,
  keyFile,
  maria,
  mayDoAll,
  on,
  refused,
  root,
  stranger,
} from '../other-accounts'
import { openssh, type Scenario } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

/** Who may ask the server, and who may not: accounts, shells, refusals, and what is never done. */
export const serverCheckLoginScenarios: readonly Scenario[] = [
  refused({
    name: 'root’s login is off, and an account with passwordless sudo says so',
    remote: 'auth/login-refused',
    server: openssh('PermitRootLogin no'),
    inServer: `${maria()}\n${mayDoAll}`,
    inputs: asMaria(() => ({ username: 'root' })),
    serverCheck: { check: ['server/root-login-off'], ...root },
    failedLogins: 4,
    failedLoginsWhy: failedLoginReasons.root,
  }),
  refused({
    name: 'an account with passwordless sudo behind its own terminal (use_pty) says that the home is open',
    inServer: `${maria()}\n${mayDoAll}\necho 'Defaults use_pty' >> /etc/sudoers.d/maria
      chmod 777 /home/deploy`,
    inputs: asMaria(),
    serverCheck: { check: ['server/home-permissions'], ...root },
  }),
  refused({
    name: 'an ordinary account says that there is no such user',
    inServer: maria(),
    inputs: asMaria(() => ({ username: 'deployer' })),
    serverCheck: { check: ['server/user-missing'], login: 'second accepted', root: false },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  refused({
    name: 'an ordinary account cannot see the key file, and says so',
    inServer: maria(),
    inputs: asMaria(stranger),
    serverCheck: { check: [], login: 'second accepted', root: false },
  }),
  refused({
    name: 'an account that must type its password for sudo is no root',
    inServer: `${maria()}\necho 'maria ALL=(ALL) ALL' > /etc/sudoers.d/maria`,
    inputs: asMaria(() => ({ username: 'deployer' })),
    serverCheck: { check: ['server/user-missing'], login: 'second accepted', root: false },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  ...[
    {
      name: 'never used sudo, which would leave a mark in the home',
      before: 'true',
      isRoot: false,
    },
    {
      name: 'used sudo before',
      before: 'touch /home/maria/.sudo_as_admin_successful',
      isRoot: true,
    },
  ].map(({ name, before, isRoot }) =>
    refused({
      name: `an account with passwordless sudo in the group of that name ${name}`,
      inServer: `${maria()}\n${mayDoAll}\nusermod --append --groups sudo maria\n${before}`,
      inputs: asMaria(() => ({ username: 'deployer' })),
      serverCheck: { check: ['server/user-missing'], login: 'second accepted', root: isRoot },
      failedLogins: 2,
      failedLoginsWhy: failedLoginReasons.invalidUser,
    }),
  ),
  ...['/usr/bin/fish', '/usr/bin/tcsh', '/bin/dash', '/bin/zsh'].map((shell) =>
    refused({
      name: `the other account has the shell ${shell}`,
      inServer: `${maria(shell)}\n${mayDoAll}\nrm ${keyFile}`,
      inputs: asMaria(),
      serverCheck: { check: ['server/authorized-keys-missing'], ...root },
    }),
  ),
  refused({
    name: 'the start-up files of the other account print a lot',
    inServer: `${maria()}\n${mayDoAll}\nrm ${keyFile}
      echo 'echo Welcome; date; seq 1 2000; echo "{\\"serverCheck\\":1" >&2' > /home/maria/.bashrc`,
    inputs: asMaria(),
    serverCheck: { check: ['server/authorized-keys-missing'], ...root },
  }),
  refused({
    name: 'the other account by its password',
    inServer: `${maria()}\n${mayDoAll}\necho 'maria:${password}' | chpasswd\nrm ${keyFile}`,
    inputs: asMaria(({ hostKeys }) => ({
      admin_key: '',
      admin_password: password,
      fingerprint: hostKeys['9.2'].find(({ type }) => type === 'ssh-ed25519')?.fingerprint ?? '',
    })),
    serverCheck: { check: ['server/authorized-keys-missing'], ...root },
  }),
  {
    name: 'the password of the same account opened the connection, and says where the key is missing',
    cause: 'server/authorized-keys-missing',
    also: ['auth/key-rejected'],
    result: 'warn',
    inServer: `rm ${keyFile}`,
    inputs: () => ({ ...on, password }),
    serverCheck: {
      check: ['server/authorized-keys-missing'],
      login: 'first accepted',
      root: false,
    },
    failedLogins: 0,
  },
  {
    name: 'the same on a server that grants one session at a time (MaxSessions 1)',
    cause: 'server/key-not-listed',
    also: ['auth/key-rejected'],
    result: 'warn',
    server: openssh('MaxSessions 1'),
    inputs: (lab) => ({ ...on, ...stranger(lab), password }),
    serverCheck: { check: ['server/key-not-listed'], login: 'first accepted', root: false },
    failedLogins: 0,
  },
  refused({
    name: 'the password of the same account on a server that grants one try (MaxAuthTries 1)',
    remote: 'auth/too-many-failures',
    server: openssh('MaxAuthTries 1'),
    inputs: (lab) => ({ ...on, ...stranger(lab), password }),
    serverCheck: { check: ['server/key-not-listed'], login: 'second accepted', root: false },
  }),
  {
    name: 'the password of the same account is refused too: it is not tried again',
    cause: 'auth/key-rejected',
    inputs: (lab) => ({ ...on, ...stranger(lab), password: 'not the password' }),
    serverCheck: { check: 'unavailable', login: null },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.keyAndPassword,
  },
  refused({
    name: 'the other login is refused as well: tried once',
    inputs: asRoot((lab) => ({ ...stranger(lab), admin_key: lab.keys.stranger.private })),
    serverCheck: { check: 'unavailable', login: 'second refused' },
    failedLogins: 3,
    failedLoginsWhy: failedLoginReasons.bothLogins,
  }),
  refused({
    name: 'the other account gets SFTP and no shell',
    server: openssh('Match User maria', 'ForceCommand internal-sftp'),
    inServer: maria(),
    inputs: asMaria(stranger),
    serverCheck: { check: 'unavailable', login: 'second accepted' },
  }),
  refused({
    name: 'the other account cannot log in (nologin)',
    inServer: maria('/usr/sbin/nologin'),
    inputs: asMaria(stranger),
    serverCheck: { check: 'unavailable', login: 'second accepted' },
  }),
  {
    name: 'the host key changes between the two logins',
    cause: 'auth/key-rejected',
    server: openssh('Port 2200', 'ListenAddress 127.0.0.1'),
    inServer: `ssh-keygen -q -t ed25519 -N '' -f /tmp/other
      /usr/sbin/sshd -p 2201 -o ListenAddress=127.0.0.1 -h /tmp/other -E /var/log/other.log`,
    otherPrograms: [{ behavior: 'two-servers', port: 22 }],
    inputs: asRoot(stranger),
    serverCheck: { check: 'unavailable', login: 'second host-key-changed' },
    connections: 0,
  },
  refused({
    name: 'sshd has another port than the one that is forwarded to it, and the check is about its own',
    server: openssh('Port 2200'),
    otherPrograms: [{ behavior: 'late-banner', port: 22, argument: '10' }],
    inServer: 'chmod 777 /home/deploy',
    inputs: asRoot(),
    serverCheck: {
      check: ['server/home-permissions'],
      login: 'second accepted',
      from: '127.0.0.1',
    },
    connections: 0,
  }),
  refused({
    name: 'a Dropbear, which does not know the user',
    server: { kind: 'dropbear' },
    inServer: 'rm /usr/sbin/sshd',
    inputs: asRoot(() => ({ username: 'deployer' })),
    serverCheck: { check: ['server/user-missing'], login: 'second accepted', root: true },
  }),
  {
    name: 'nothing listens: no login can ask',
    cause: 'tcp/not-listening',
    server: { kind: 'stopped' },
    inputs: asRoot(),
    serverCheck: { check: 'unavailable', login: null },
    connections: 0,
  },
  {
    name: 'the time is over before the server could be asked',
    cause: 'auth/stalled',
    inServer: "echo 'account required pam_exec.so /bin/sleep 60' >> /etc/pam.d/sshd",
    inputs: asRoot(() => ({ timeout: '6s' })),
    serverCheck: { check: 'out-of-time', login: null },
  },
  {
    name: 'through a jump host, root of the target says that the key is not listed',
    cause: 'server/key-not-listed',
    also: ['auth/key-rejected'],
    behind: { connections: 2 },
    inputs: asRoot(stranger),
    serverCheck: {
      ...{ check: ['server/key-not-listed'], login: 'second accepted', root: true },
      from: addresses.jump4,
    },
    failedLogins: 1,
  },
]
