import { addresses } from '../addresses'
import { passphrase, password } from '../keys'
import type { AppliedFix } from './applied-fix'

/** The fixes for the workflow: the lines that are printed, in the place of those that were there. */
export const workflowFixes: readonly AppliedFix[] = [
  {
    name: 'a URL for a host',
    cause: 'input/host-malformed',
    fix: 'Write only the name or address',
    inputs: () => ({ host: `https://${addresses.server4}/wp-admin/` }),
  },
  {
    name: 'a port with a word',
    cause: 'input/port-invalid',
    fix: 'Write only the number',
    inputs: () => ({ port: 'port 22' }),
    values: { port: '22' },
  },
  {
    name: 'no user',
    cause: 'input/username-missing',
    fix: 'Name the account',
    inputs: () => ({ username: '' }),
  },
  {
    name: 'no key',
    cause: 'input/credentials-missing',
    fix: 'Pass the private key',
    inputs: () => ({ key: '' }),
  },
  {
    name: 'a key with a passphrase that was not given',
    cause: 'key/passphrase-missing',
    fix: 'Store the passphrase',
    fault: ({ keys }) => `echo '${keys.encrypted.public}' >> /home/deploy/.ssh/authorized_keys`,
    inputs: ({ keys }) => ({ key: keys.encrypted.private }),
    values: { passphrase },
  },
  {
    name: 'SSH on port 2222',
    cause: 'tcp/wrong-port',
    fix: 'Use port 2222',
    config: ['Port 2222'],
  },
  {
    name: 'SSH on a port that is not probed',
    cause: 'server/port-differs',
    fix: 'Write that port into the workflow',
    config: ['Port 4022'],
    values: { port: '4022' },
  },
  {
    name: 'SSH on a port that is not probed, in the words of the finding',
    cause: 'tcp/not-listening',
    fix: 'If SSH listens on another port',
    config: ['Port 4022'],
    values: { port: '4022' },
  },
  {
    name: 'the account has another name',
    cause: 'server/user-missing',
    fix: 'Write the name of an account',
    inputs: () => ({ username: 'deployer' }),
    values: { username: 'deploy' },
  },
  {
    name: 'another user than root',
    cause: 'auth/login-refused',
    fix: 'Log in as another user',
    inputs: () => ({ username: 'root' }),
    config: ['PermitRootLogin no'],
  },
  {
    name: 'the pinned host key is another one',
    cause: 'hostkey/mismatch',
    fix: 'Only when the two are equal',
    inputs: () => ({ fingerprint: `SHA256:${'A'.repeat(42)}E` }),
  },
  {
    name: 'known_hosts has no line for the host',
    cause: 'hostkey/unknown',
    fix: 'Only when the two are equal',
    inputs: ({ keys }) => ({ known_hosts: `other.example.net ${keys.ed25519.public}` }),
  },
  {
    name: 'the RSA key is pinned',
    cause: 'hostkey/pinned-other-type',
    fix: 'Only when the two are equal',
    inputs: ({ hostKeys }) => ({
      fingerprint: hostKeys['9.2'].find(({ type }) => type === 'ssh-rsa')?.fingerprint ?? '',
    }),
  },
  {
    name: 'no pin',
    cause: 'hostkey/not-pinned',
    fix: 'Compare first',
  },
  {
    name: 'no pin, by known_hosts',
    cause: 'hostkey/not-pinned',
    fix: 'Or pin all of its keys',
  },
  {
    name: 'passwords are off',
    cause: 'auth/password-disabled',
    fix: 'Log in with a key',
    inputs: () => ({ key: '', password }),
    config: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
  },
  {
    name: 'the password is wrong',
    cause: 'auth/password-rejected',
    fix: 'Better: log in with a key',
    inputs: () => ({ key: '', password: 'not the password' }),
  },
  {
    name: 'keys are off',
    cause: 'auth/publickey-disabled',
    fix: 'If keys cannot be enabled',
    fault: `echo 'deploy:${password}' | chpasswd`,
    config: ['PubkeyAuthentication no'],
    values: { password, key: '' },
  },
  {
    name: 'too many keys and passwords',
    cause: 'auth/too-many-failures',
    fix: 'Use only the key or password',
    inputs: ({ keys }) => ({ key: keys.stranger.private, password: 'wrong' }),
    config: ['MaxAuthTries 1'],
    values: { username: 'deploy', password: '' },
  },
  {
    name: 'the deploy needs only SFTP',
    cause: 'session/sftp-only',
    fix: 'If the deploy copies files by SFTP only',
    config: ['ForceCommand internal-sftp'],
  },
  {
    name: 'the deploy needs no SFTP',
    cause: 'session/sftp-missing',
    fix: 'If the deploy uses neither',
    fault: "sed -i 's|^Subsystem.*|Subsystem sftp /usr/lib/gone|' /etc/ssh/sshd_config",
  },
  {
    name: 'another directory than the target',
    cause: 'deploy/target-missing',
    fix: 'Check whether the path is right',
    inputs: () => ({ target: '/srv/site' }),
    values: { target: '/home/deploy' },
  },
]
