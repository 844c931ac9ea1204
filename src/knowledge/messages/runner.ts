/** Inputs, secrets and programs of the runner: faults before anything is sent. */
import type { Message } from './message'

export const runner: readonly Message[] = [
  {
    id: 'secret-empty',
    strength: 'fault',
    shown: [
      'Error: missing server host',
      'The ssh-private-key argument is empty. Maybe the secret has not been configured',
      'Input required and not supplied: host',
      '❌ [INPUTS] REMOTE_HOST is mandatory',
      'SSH > No private key provided.',
    ],
    patterns: [
      /missing (?:server )?host|argument is empty|secret has not been configured|input required and not supplied|\[INPUTS\]|no (?:ssh )?(?:private )?key (?:was )?(?:provided|given|supplied|specified)|(?<!sudo: a )(?:\b(?:host|key|username|user|server|password|remote_host|ssh_private_key))\b.{0,20} (?:is|are|must be) (?:required(?! to read)|mandatory|missing|not set|not specified)|missing (?:required )?(?:input|parameter|argument|source or target)|invalid username\b.{0,20}$|Required (?:input|parameter)/i,
    ],
    says: 'A value that the step needs is empty: the secret has another name, or the run gets no secrets.',
    causes: ['input/secret-empty', 'input/secret-withheld', 'input/wrong-name'],
    rarer: ['input/username-missing', 'input/credentials-missing'],
  },
  {
    id: 'no-credentials',
    strength: 'fault',
    shown: [
      "Error: can't connect without a private SSH key or password",
      'set password or key',
      'No authentication methods available',
      'No identities found',
    ],
    patterns: [
      /without a private ssh key or password|set password or key|no authentication methods? (?:available|provided|configured)|no (?:identities|identity|credentials) (?:found|available|given|provided)|the agent has no identities|either (?:a )?(?:password|private ?key)|no (?:password or key|key or password)|no auth method (?:provided|given|set)/i,
    ],
    says: 'No key or password reached the client.',
    causes: ['input/credentials-missing', 'input/secret-empty', 'input/secret-withheld'],
    rarer: ['input/wrong-name'],
  },
  {
    id: 'unexpected-input',
    strength: 'fault',
    shown: [
      "Unexpected input(s) 'cipher'",
      "Warning: Unexpected input(s) 'ssh_key', valid inputs are …",
    ],
    patterns: [/unexpected input\(?s?\)?|valid inputs are/i],
    says: 'The action does not know an input of this name, so it ignores the value.',
    causes: ['input/wrong-name', 'deploy/dead-input', 'input/secret-empty'],
  },
  {
    id: 'option-invalid',
    strength: 'fault',
    shown: [
      'time: invalid duration "30"',
      'time: missing unit in duration "30"',
      'flag provided but not defined',
      'command-line: line 0: Bad configuration option',
    ],
    patterns: [
      /(?:invalid|missing unit in) duration|flag provided but not defined|command-line: line 0|unknown option -- |illegal option -- |(?:ssh|scp|sftp|rsync): (?:unknown|unrecognized|invalid|illegal) option|extra argument|unsupported option/i,
    ],
    says: 'The client does not accept the value or the name of an option.',
    causes: ['input/option-invalid', 'deploy/value-refused', 'deploy/dead-input'],
  },
  {
    id: 'client-missing',
    strength: 'fault',
    shown: [
      'ssh: command not found',
      'sshpass: command not found',
      'exec: "ssh": executable file not found in $PATH',
      'rsync: [sender] Failed to exec ssh: No such file or directory (2)',
      'error: cannot run ssh: No such file or directory',
      'you must install the sshpass program',
      'drone-ssh: command not found',
      "'ssh' is not recognized as an internal or external command",
      'spawn rsync ENOENT',
      "Rsync doesn't exists",
    ],
    patterns: [
      /\b(?:ssh|sshpass|ssh-keyscan|ssh-add|ssh-agent|ssh-keygen|scp|sftp|lftp|drone-ssh|drone-scp|easyssh|plink|pscp|putty)(?:\.exe)?['"’]?: (?:command )?(?:not found|no such file)|command not found: (?:ssh|sshpass|scp|sftp|lftp)\b/i,
      /exec: "(?:ssh|rsync|scp|sshpass|sftp)"|failed to exec (?:ssh|remote shell)|cannot run ssh|install the sshpass|(?:spawn|execvp|posix_spawn\w*) \S*(?:ssh|rsync|scp|sftp|sshpass)\S* ENOENT|['"](?:ssh|rsync|scp|sftp|sshpass|lftp)['"] is not recognized|The term ['"]\S+['"] is not recognized|rsync doesn't exist|unable to find ssh|(?:ssh|rsync) (?:is|was) not (?:installed|found)/i,
      /Container action is only supported on Linux|docker: command not found/i,
    ],
    says: 'The runner, or the container of the job, does not have this program. Nothing was sent to the server.',
    causes: ['deploy/client-missing', 'deploy/command-missing'],
  },
  {
    id: 'agent',
    strength: 'fault',
    shown: [
      'Could not open a connection to your authentication agent.',
      'Error connecting to agent: No such file or directory',
      'sign_and_send_pubkey: signing failed for … agent refused operation',
      'unable to start ssh-agent',
    ],
    patterns: [
      /agent: failed to list keys/i,
      /communication with agent|could not add identity/i,
      /authentication agent|error connecting to agent|agent refused operation|(?:unable|failed|cannot|can't|could not) (?:to )?(?:start|connect to|contact|find) (?:the )?(?:ssh-?)?agent|SSH_AUTH_SOCK.{0,40}(?:not set|unset|empty|missing)|agent (?:admitted|failure|socket|is not running)/i,
    ],
    says: 'No SSH agent runs in this step, or the agent could not use the key.',
    causes: ['key/passphrase-missing', 'deploy/key-file', 'key/line-breaks-lost'],
    rarer: ['deploy/client-missing'],
    move: 'Start the agent in the same step: `eval "$(ssh-agent -s)"`, and then `ssh-add`.',
  },
  {
    id: 'no-account',
    strength: 'fault',
    shown: [
      'No user exists for uid 1001',
      "getpwuid: couldn't get password entry",
      'unknown user 1001',
      'you don’t exist, go away!',
    ],
    patterns: [
      /no user exists for uid|getpwuid|unknown user (?:id )?\d+|don.t exist, go away|cannot find name for user id|no passwd entry/i,
    ],
    says: 'ssh runs as a user ID that has no account in this container.',
    causes: ['deploy/no-account', 'deploy/client-missing'],
  },
  {
    id: 'ssh-config',
    strength: 'fault',
    shown: [
      'Bad owner or permissions on /root/.ssh/config',
      '/root/.ssh/config: terminating, 1 bad configuration options',
      'unix_listener: path "…" too long for Unix domain socket',
      'muxserver_listen: link mux listener …: File exists',
    ],
    patterns: [
      /ConfigParseError|percent_expand/i,
      /bad owner or permissions on|\.ssh\/config.{0,60}(?:bad|terminating|line \d+)|unix_listener|muxserver_listen|ControlPath.{0,60}too long|ControlSocket .{0,80}(?:already exists|disabling)|mux_client_(?:forward|hello)/i,
    ],
    says: 'ssh on the runner does not accept its own configuration file or the path of its control socket.',
    causes: ['deploy/ssh-config', 'deploy/key-file', 'deploy/host-unverified'],
    move: 'Run `chmod 600 ~/.ssh/config`, and use a short `ControlPath` such as `~/.ssh/%C`, a different one for each parallel step.',
  },
  {
    id: 'closed-by-unknown-port',
    strength: 'fault',
    shown: [
      'Connection closed by UNKNOWN port 65535',
      'stdio forwarding failed',
      'channel 0: open failed: connect failed: Connection refused',
      'ssh: rejected: connect failed (Connection refused)',
      '(SSH) Channel open failure: Connection refused',
      'channel 0: open failed: connect failed: No route to host',
    ],
    patterns: [
      /Proxy::ConnectError|proxy.{0,40}(?:connect|dial).{0,40}(?:failed|refused|error)/i,
      /UNKNOWN port 65535|stdio forwarding failed|open failed: connect failed|rejected: connect failed|channel open failure: (?:connect|no route|connection|name or)/i,
    ],
    says: 'The jump host was reached, and it could not connect to the target.',
    causes: ['proxy/target-unreachable', 'proxy/forwarding-refused', 'auth/key-rejected'],
    rarer: ['key/missing-newline'],
  },
  {
    id: 'forwarding-refused',
    strength: 'fault',
    shown: [
      'channel 0: open failed: administratively prohibited: open failed',
      'ssh: rejected: administratively prohibited (open failed)',
      '(SSH) Channel open failure: open failed',
      'mux_client_request_session: session request failed: Session open refused by peer',
      'Unable to request a channel',
    ],
    patterns: [
      /unknown channel type|rejected: resource shortage|timeout opening channel/i,
      /administratively prohibited|channel open failure|session open refused|unable to (?:request|open) (?:a )?(?:channel|session)|(?:channel|session) (?:open|request) (?:was )?(?:failed|refused|denied)|open failed|ChannelOpen(?:Failed|Error|Failure)|failed to open (?:a )?(?:new )?(?:channel|session)|channel is not opened|could not (?:open|create) (?:a )?(?:channel|session)/i,
    ],
    says: 'The server accepted the login. It refuses to open a session or to forward a connection.',
    causes: ['session/channel-refused', 'proxy/forwarding-refused', 'session/chroot-broken'],
  },
]
