import { type Scenario, dropbearWith, madeServer, openssh } from '../scenario'
import { firstInBashrc } from './session'

/** A login shell that is this script. */
const shell = (script: string) => `cat > /usr/bin/odd-shell <<'END'
#!/bin/sh
${script}
END
    chmod 755 /usr/bin/odd-shell; echo /usr/bin/odd-shell >> /etc/shells
    usermod --shell /usr/bin/odd-shell deploy`

const keyCommand = (command: string) =>
  `sed -i 's#^#command="${command}" #' /home/deploy/.ssh/authorized_keys`

/** Fails in the session, or warns; the login spares the failed login. */
const after = (scenario: Omit<Scenario, 'failedLogins'>): Scenario => ({
  failedLogins: 0,
  ...scenario,
})

const noSftp = () => ({ sftp: 'off' })

/** Shells, and what stands in for one, that nobody here has seen. */
export const strangeSessions: readonly Scenario[] = [
  after({
    name: 'the shell is rbash, which starts no SFTP program',
    cause: 'session/sftp-missing',
    result: 'warn',
    inServer: 'usermod --shell /bin/rbash deploy',
  }),
  after({
    name: 'the shell is rssh',
    cause: 'session/no-shell',
    certainty: 'proved',
    says: ['restricted shell'],
    inServer: shell('echo; echo "This account is restricted by rssh."; exit 1'),
  }),
  after({
    name: 'a shell that starts SFTP and nothing else',
    cause: 'session/no-shell',
    result: 'warn',
    inServer: shell('case "$2" in */sftp-server) exec "$2" ;; esac; exit 1'),
  }),
  after({
    name: 'the login shell waits forever',
    cause: 'session/stalled',
    inServer: shell('sleep 100'),
    inputs: () => ({ timeout: '5s' }),
  }),
  after({
    name: 'the interpreter of the login shell does not exist',
    cause: 'session/no-shell',
    inServer: `${shell('')}; printf '#!/no/such/thing\\n' > /usr/bin/odd-shell`,
  }),
  {
    name: 'a network device answers (MikroTik)',
    cause: 'session/no-shell',
    certainty: 'proved',
    says: ['network device'],
    server: madeServer({
      ident: 'ROSSSH',
      exec: { stdout: 'bad command name echo (line 1 column 1)\n', code: 1 },
    }),
  },
  {
    name: 'a network device refuses commands (Cisco)',
    cause: 'session/exec-refused',
    certainty: 'proved',
    server: madeServer({ ident: 'Cisco-1.25', exec: 'refuse' }),
  },
  {
    name: 'GitHub answers to a command',
    cause: 'session/no-shell',
    result: 'warn',
    says: ['Git service'],
    server: madeServer({
      ident: 'babeld-1a2b',
      exec: {
        stderr: "Invalid command: 'echo'\n  You appear to be using ssh to clone a git:// URL.\n",
        code: 1,
      },
    }),
  },
  {
    name: 'a separate program says hello to whoever logs in',
    cause: 'session/forced-command',
    result: 'warn',
    server: madeServer({ ident: 'Go', exec: { stdout: 'Hello deploy\n', code: 0 } }),
  },
  {
    name: 'OpenSSH for Windows',
    cause: 'pass',
    server: madeServer({ ident: 'OpenSSH_for_Windows_9.5' }),
    inputs: noSftp,
  },
  after({
    name: 'the key may only run rrsync',
    cause: 'session/forced-command',
    result: 'warn',
    certainty: 'proved',
    inServer: keyCommand(
      'echo rrsync error: SSH_ORIGINAL_COMMAND does not run rsync. >\\&2; exit 1',
    ),
  }),
  after({
    name: 'the key may only run internal-sftp',
    cause: 'session/sftp-only',
    result: 'warn',
    inServer: keyCommand('internal-sftp'),
  }),
  after({
    name: 'the key may only run a command that fails',
    cause: 'session/forced-command',
    result: 'warn',
    certainty: 'proved',
    inServer: keyCommand('exit 1'),
  }),
  {
    name: 'ForceCommand hands on what was asked for',
    cause: 'pass',
    server: openssh('ForceCommand /bin/sh -c "$SSH_ORIGINAL_COMMAND"'),
    inputs: noSftp,
  },
  after({
    name: 'ForceCommand announces itself and hands on what was asked for',
    cause: 'session/noisy-shell',
    result: 'warn',
    server: openssh('ForceCommand echo logged; exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"'),
    inputs: noSftp,
  }),
  after({
    name: '.bashrc prints ten megabytes',
    cause: 'session/noisy-shell',
    result: 'warn',
    says: ['4096 bytes or more'],
    inServer: firstInBashrc("head -c 10000000 /dev/zero | tr '\\0' x"),
  }),
  after({
    name: '.bashrc prints without an end',
    cause: 'session/stalled',
    inServer: firstInBashrc('yes'),
    inputs: () => ({ timeout: '5s', ...noSftp() }),
  }),
  after({
    name: '.bashrc prints line by line without an end',
    cause: 'session/stalled',
    inServer: firstInBashrc('while :; do echo y; done'),
    inputs: () => ({ timeout: '5s', ...noSftp() }),
  }),
  after({
    name: '.bashrc clears the screen',
    cause: 'session/noisy-shell',
    result: 'warn',
    inServer: firstInBashrc("printf '\\033[H\\033[2J\\033[3J'"),
  }),
  after({
    name: '.bashrc starts another shell (exec bash)',
    cause: 'session/forced-command',
    result: 'warn',
    inServer: firstInBashrc('exec bash'),
    inputs: noSftp,
  }),
  after({
    name: '.bashrc asks for a key press, which blocks SFTP',
    cause: 'session/sftp-missing',
    result: 'warn',
    certainty: 'likely',
    says: ['reads its input'],
    inServer: firstInBashrc('read -p "Press enter" answer'),
    inputs: () => ({ timeout: '5s' }),
  }),
  after({
    name: 'a trap prints a line as the shell ends',
    cause: 'session/noisy-shell',
    result: 'warn',
    inServer: firstInBashrc("trap 'echo bye' EXIT"),
    inputs: noSftp,
  }),
  {
    name: '.bashrc has an error, sets a terminal, and leaves a program behind',
    cause: 'pass',
    inServer: firstInBashrc('stty -ixon; sleep 100 & if [ x = x'),
  },
  after({
    name: 'the sftp-server cannot be run',
    cause: 'session/sftp-missing',
    result: 'warn',
    inServer: 'chmod 000 /usr/lib/openssh/sftp-server',
  }),
  after({
    name: 'the folder of the chroot does not exist',
    cause: 'session/chroot-broken',
    server: openssh('Match User deploy', 'ChrootDirectory /srv/nowhere'),
  }),
  {
    name: 'Dropbear runs one command for all (-c)',
    cause: 'session/forced-command',
    result: 'warn',
    ...dropbearWith('-c "echo hi"'),
  },
]
