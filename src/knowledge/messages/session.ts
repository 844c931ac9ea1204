/** After the login: shells, channels, and connections that were cut. */
import type { Message } from './message'

/** The first four letters of a text, read as a number of 32 bits (draft-ietf-secsh-filexfer-02 section 3: a length comes first). */
function lettersOf(number: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(Number(number) % 2 ** 32)
  const text = bytes.toString('latin1')
  return /^[\x20-\x7e]{4}$/.test(text) ? `The text begins with "${text}".` : ''
}

export const session: readonly Message[] = [
  {
    id: 'message-too-long',
    strength: 'fault',
    shown: [
      'Received message too long 1416128883',
      'Expected SSH_FXP_VERSION',
      'Error skipping startup message. Your shell is probably incompatible with the application (BASH is recommended).',
      'Packet length 1466264675 exceeds max length of 262144',
      'Received too large (1416128883 B) SFTP packet. Max supported packet size is 1024000 B',
      'Ensure the remote shell produces no output for non-interactive sessions.',
      'Cannot initialize SFTP protocol. Is the host running an SFTP server?',
      'protocol error: bad line length character: Welc',
    ],
    patterns: [
      /SSH_FXP_|unexpected packet before version|skipping startup message|shell is probably incompatible/i,
      /(?:received message too long|packet length|received too large \(|too large (?:sftp )?packet:?|packet too big:?)\s*(\d{9,10})\b/i,
      /bad line length character: ?([^\s].{0,3})/i,
      /received message too long|packet length \d+ exceeds|too large .{0,20}SFTP packet|produces no output for non-interactive|cannot initialize sftp protocol|SFTP protocol.{0,40}(?:garbage|violation|error)|unexpected (?:data|output).{0,40}(?:shell|startup)|bad message length|Got bad packet length/i,
    ],
    says: 'The server sent text where the client expects SFTP data: a startup file of the account prints something.',
    causes: ['session/noisy-shell', 'session/no-shell', 'session/forced-command'],
    rarer: ['session/sftp-missing', 'session/sftp-only'],
    adds: (found) => (/^\d+$/.test(found) ? lettersOf(found) : `The text begins with "${found}".`),
  },
  {
    id: 'is-your-shell-clean',
    strength: 'fault',
    shown: [
      'protocol version mismatch -- is your shell clean?',
      'rsync error: protocol incompatibility (code 2)',
      'scp: protocol error: expected control record',
    ],
    patterns: [
      /is your shell clean|protocol incompatibility|protocol version mismatch|protocol error: (?:expected control|unexpected|bad|lost|mtime|size)|unexpected tag \d+|invalid (?:multiplexed|file list)|over-long vstring/i,
    ],
    says: 'The server sent text before the data of rsync or scp: a startup file of the account prints something.',
    causes: ['session/noisy-shell', 'session/sftp-only', 'session/no-shell'],
  },
  {
    id: 'account-cannot-run-commands',
    strength: 'fault',
    shown: [
      'This account is currently not available.',
      'Shell access is not enabled on your account! If you need shell access please contact support.',
      'Please login as the user "ubuntu" rather than the user "root".',
      'This account is restricted by rssh.',
      "You've successfully authenticated, but GitHub does not provide shell access.",
      'Server refused to start a shell/command',
    ],
    patterns: [
      /account is (?:currently )?not available|shell access is (?:not enabled|disabled)|please login as the user|restricted by rssh|does not provide shell access|refused to start a shell|interactive (?:git )?shell is not enabled|shell (?:access|request) (?:is )?(?:denied|disabled|not allowed|failed)|no shell access|Shell not (?:permitted|allowed)|jailshell|shell request (?:failed|refused)|Welcome to GitLab/i,
    ],
    says: 'The login worked, but this account cannot run commands.',
    causes: ['session/no-shell', 'session/forced-command', 'session/sftp-only'],
    rarer: ['server/shell-missing'],
  },
  {
    id: 'sftp-connections-only',
    strength: 'fault',
    shown: ['This service allows sftp connections only.'],
    patterns: [/allows sftp connections only|sftp[- ]only|only sftp (?:is )?allowed/i],
    says: 'The login worked, and the account can do SFTP but run no commands.',
    causes: ['session/sftp-only', 'session/no-shell', 'session/forced-command'],
  },
  {
    id: 'sftp-does-not-start',
    strength: 'fault',
    shown: [
      'subsystem request failed on channel 0',
      'Unable to start subsystem: sftp',
      'Received exit code 127 while establishing SFTP session',
      'ash: /usr/libexec/sftp-server: not found',
      'Server sent command exit status 127',
      'sftp: subsystem request failed',
    ],
    patterns: [
      /sftp transfer mechanism failed/i,
      /subsystem request failed|unable to start (?:sftp )?subsystem|exit code \d+ while establishing sftp|sftp-server['"]?: (?:command )?(?:not found|no such file|permission denied)|server sent command exit status (?!0)\d|(?:could not|cannot|unable to|failed to|couldn't) (?:start|open|init\w*|create|request|establish) (?:an? |the )?sftp|sftp (?:subsystem|server) .{0,40}(?:not|fail|refused|unavailable|disabled)|subsystem .{0,20}(?:refused|denied|failed|not found)|ssh2_sftp\(\)|Startup of SFTP/i,
    ],
    says: 'The login worked, but the server does not start SFTP.',
    causes: ['session/sftp-missing', 'session/no-shell', 'session/noisy-shell'],
    rarer: ['session/forced-command'],
  },
  {
    id: 'exec-refused',
    strength: 'fault',
    shown: ['exec request failed on channel 0', 'Unable to exec', 'ssh: command … failed'],
    patterns: [
      /exec request (?:failed|refused|denied)|unable to (?:exec|start (?:a )?(?:shell|command))|ssh: command .{0,200} failed$|(?:command|exec) execution (?:is )?(?:not permitted|disabled|denied)|failed to (?:exec|request exec)/i,
    ],
    says: 'The login worked, but the server refuses to run commands.',
    causes: ['session/exec-refused', 'session/no-shell', 'session/sftp-only'],
  },
  {
    id: 'pty-refused',
    strength: 'ending',
    shown: ['PTY allocation request failed on channel 0', 'the input device is not a TTY'],
    patterns: [
      /pty allocation request failed|not a TTY|failed to (?:request|allocate) pty|unable to request a pseudo-terminal|request for pseudo terminal failed/i,
    ],
    says: 'The server gives this account no terminal. A deploy needs none, so another program may run in place of yours.',
    causes: ['session/forced-command', 'session/no-shell'],
    move: 'Remove `-t`, `-tt` or `request_pty` from the command.',
  },
  {
    id: 'chroot',
    strength: 'fault',
    shown: [
      'fatal: bad ownership or modes for chroot directory',
      'bad ownership or modes for chroot directory component "/home"',
    ],
    patterns: [/chroot\b.{0,60}(?:director|component|fail)|(?:safely_)?chroot\(/i],
    says: 'sshd locks the account in a directory. That directory does not belong to root, or others can write to it.',
    causes: ['session/chroot-broken', 'session/sftp-missing'],
  },
  {
    id: 'command-timeout',
    strength: 'effect',
    shown: [
      'Run Command Timeout',
      'error: command timeout',
      'Timeout has been exceeded',
      'context deadline exceeded',
    ],
    patterns: [
      /exec timed out/i,
      /run command timeout|command (?:has )?(?:timed ?out|timeout)|timeout has been exceeded|context deadline exceeded|(?:process|command|script|task).{0,40}(?:timed out|exceeded the timeout|timeout (?:of|after|exceeded))|ProcessTimedOut|CommandTimedOut|(?<!connection |connect )timed? ?out after \d+|exceeded the timeout|has timed out|cmd_timeout|no output (?:has been|was) received/i,
    ],
    says: 'SSH worked, and a command ran longer than the client allows.',
    causes: ['session/stalled', 'session/slow-login', 'deploy/sudo-password'],
    move: 'Run the last command of the script by hand: it may wait for an answer. If it only is slow, raise `command_timeout`.',
  },
  {
    id: 'operation-canceled',
    strength: 'ending',
    shown: [
      'Error: The operation was canceled.',
      'The job running on runner … has exceeded the maximum execution time of 360 minutes.',
    ],
    patterns: [
      /operation was cancell?ed|run (?:was|has been) cancell?ed|exceeded the maximum execution time of \d+ minutes|canceling since a higher priority|received a shutdown signal|lost communication with the server/i,
    ],
    says: 'GitHub stopped the job: `timeout-minutes`, somebody who canceled it, or a newer run of the same `concurrency` group.',
    causes: ['session/stalled', 'tcp/silent', 'session/slow-login'],
  },
  {
    id: 'cut-in-session',
    strength: 'effect',
    shown: [
      'client_loop: send disconnect: Broken pipe',
      'packet_write_wait: Connection to 203.0.113.7 port 22: Broken pipe',
      'Connection to 203.0.113.7 closed by remote host.',
      'Timeout, server 203.0.113.7 not responding.',
      'Keepalive timeout',
      'ConnectionLost: Connection lost',
      'wait: remote command exited without exit status or exit signal',
      'No response from server',
      'Write failed: Broken pipe',
    ],
    patterns: [
      /server exited unexpectedly|ssh_packet_read|session not responding/i,
      /inputstream is closed|pipe closed|instance unusable|->end: connection closed|data could not be read from remote/i,
      /client_loop|broken pipe|packet_write|closed by remote host|server .{1,120}not responding|keepalive (?:timed? ?out|timeout|failed)|connection ?lost|without exit status|no response from server|lost connection to|EPIPE/i,
      /remote host (?:closed|terminated)|session (?:was )?(?:terminated|disconnected|closed) (?:unexpectedly|by)|(?:connection|session) (?:has been |was )?(?:lost|dropped|terminated|interrupted)|use of closed network connection|Server connection lost|io: read\/write on closed pipe|SSH session not active|disconnected by (?:the )?server|ssh: disconnect, reason|mux_client_request_session: read from master failed|ExitMissing|channel (?:closed|is closed)|socket is closed/i,
    ],
    says: 'The connection was open and then was cut: nothing was sent for too long, or the server restarted or ran out of memory.',
    causes: ['session/stalled', 'session/chroot-broken', 'auth/closed'],
    move: 'If it comes after minutes, add `ServerAliveInterval 30` to the ssh options. Look for a restart or for "Out of memory" in the log of the server.',
  },
  {
    id: 'startup-file-noise',
    strength: 'noise',
    shown: [
      'stdin: is not a tty',
      'mesg: ttyname failed: Inappropriate ioctl for device',
      'TERM environment variable not set.',
      'tput: No value for $TERM and no -T specified',
      'bash: warning: setlocale: LC_ALL: cannot change locale (en_US.UTF-8)',
      'stty: standard input: Inappropriate ioctl for device',
      'Pseudo-terminal will not be allocated because stdin is not a terminal.',
      'Could not chdir to home directory /home/deploy: No such file or directory',
    ],
    patterns: [
      /stdin: is not a tty|(?:^|: )mesg: |TERM environment variable not set|no value for \$TERM|cannot (?:change|set) locale|setlocale|inappropriate ioctl|pseudo-terminal will not be allocated|could not chdir to home|cannot set terminal process group|no job control/i,
    ],
    says: 'A startup file of the account prints this. It is harmless for ssh, but it breaks rsync, scp and SFTP.',
    causes: ['session/noisy-shell', 'deploy/stderr-output', 'server/home-unavailable'],
  },
  {
    id: 'harmless',
    strength: 'noise',
    shown: [
      "Warning: Permanently added 'example.com' (ED25519) to the list of known hosts.",
      'Received disconnect from 203.0.113.7 port 22:11: Bye Bye',
      'Control socket connect(…): No such file or directory',
      'Disconnected from user deploy 203.0.113.7 port 22',
      '** WARNING: connection is not using a post-quantum key exchange algorithm.',
      'Killed by signal 15.',
      'load pubkey "…": invalid format',
    ],
    patterns: [
      /^permanently added .{0,200}$|^load pubkey|key_load_public|: ?11: |bye bye|disconnected by (?:user|application)|control socket connect|^disconnected from user \S+(?: \S+ port \d+)?$|post-quantum|killed by signal (?:1|15)\b|store now, decrypt later|server may need to be upgraded/i,
    ],
    says: 'This line is normal and is not the fault. Look for another line above or below it.',
    causes: [],
    move: 'Give `explain` the whole log: the line that matters is another one.',
  },
]
