/** The script on the server: SSH worked, and a command of the deploy failed. */
import type { Message } from './message'

export const remoteCommand: readonly Message[] = [
  {
    id: 'sudo-password',
    strength: 'fault',
    shown: [
      'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper',
      'sudo: a password is required',
      'sudo: no tty present and no askpass program specified',
      'Sorry, user deploy is not allowed to execute …',
      'deploy is not in the sudoers file.',
      'Missing sudo password',
      'Timeout (12s) waiting for privilege escalation prompt',
      'sudo: sorry, you must have a tty to run sudo',
    ],
    patterns: [
      /terminal is required to read the password|no tty present|must have a tty|sudo: .{0,40}(?:terminal is required|password is required|no tty|must have a tty|incorrect password|timed out)|not in the sudoers|is not allowed to (?:execute|run sudo)|missing (?:sudo|become) password|privilege escalation|become password|sorry, (?:user|you must have a tty)|\[sudo\] password|sudo: |incorrect sudo password|su: (?:must be run|authentication failure)|doas: /i,
    ],
    says: 'SSH worked. `sudo` on the server asks for a password, or does not allow this command.',
    causes: ['deploy/sudo-password'],
  },
  {
    id: 'shell-syntax',
    strength: 'fault',
    shown: [
      '[[: not found',
      'source: not found',
      'Syntax error: "(" unexpected',
      'export: Command not found.',
      'Ambiguous output redirect.',
      'Illegal variable name.',
      'Missing end to balance this if statement',
      'Unsupported use of ’…’',
      'env: No match.',
      'syntax error near unexpected token',
    ],
    patterns: [
      /\[\[: (?:command )?not found|(?:source|set|shopt|export|function|local|declare|pipefail): (?:command )?not found|illegal option -o pipefail|ambiguous output redirect|illegal variable name|missing end to balance|unsupported use of|^(?:\w+: )?\w+: no match|syntax error|unexpected (?:token|EOF|end of file)|bad substitution|illegal option -|then: then\/endif|Badly placed|unexpected operator|bad interpreter|\$'\\r'/i,
    ],
    says: 'SSH worked. The login shell on the server does not understand a line of the script.',
    causes: ['deploy/shell-syntax', 'deploy/command-missing'],
  },
  {
    id: 'command-not-found',
    strength: 'fault',
    shown: [
      'bash: line 1: rsync: command not found',
      'sh: 1: composer: not found',
      'zsh:1: command not found: npm',
      'bash: wp: command not found',
      '/bin/sh: 1: /usr/bin/python3: not found',
      'fish: Unknown command: npm',
      'rsync: command not found',
    ],
    patterns: [
      /(?<!remote )command not found|(?:^|: )(?:\d+: )?(?!\S*sftp-server)[\w./+-]+: not found\b|unknown command[: ]|is not recognized as (?:an internal|the name)|No such command|not found in \$?PATH|CommandNotFound|could not find (?:command|executable)|env: .{1,60}no such file|befehl nicht gefunden|kommando nicht gefunden|commande introuvable|orden no encontrada|comando não encontrado|comando non trovato|未找到命令|command was not found/i,
    ],
    says: 'The login worked. A program is not installed, or is not on the PATH of a shell that is not interactive.',
    causes: ['deploy/command-missing', 'deploy/client-missing', 'session/forced-command'],
  },
  {
    id: 'clock-skew',
    strength: 'fault',
    shown: [
      'certificate is not yet valid',
      'Release file is not valid yet (invalid for another 2h 3min 4s)',
      'make: warning:  Clock skew detected.  Your build may be incomplete.',
      'RequestTimeTooSkewed',
    ],
    patterns: [
      /not yet valid|not valid yet|clock skew|RequestTimeTooSkewed|timestamp .{0,60}in the future|has modification time .{0,40}in the future/i,
    ],
    says: 'SSH worked. The clock of the server or of the runner is wrong.',
    causes: ['deploy/clock-skew'],
  },
  {
    id: 'out-of-memory',
    strength: 'fault',
    shown: [
      'Killed',
      'Out of memory',
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted',
      'JavaScript heap out of memory',
      'Cannot allocate memory',
    ],
    patterns: [
      /^(?:(?:\w+: )?line \d+: +\d+ )?killed\W*$|\bkilled\b\s+(?:npm|node|composer|php|yarn|\w+ )|out of memory|allowed memory size|heap out of memory|cannot allocate memory|ENOMEM|OOMKilled|oom-?kill|proc_open\(\): fork failed|fork: (?:retry|cannot)|resource temporarily unavailable|heap limit/i,
    ],
    says: 'SSH worked. A program on the server, or on the runner, had too little memory.',
    causes: [],
    move: 'Build on the runner in place of the server, add swap on the server, or raise the limit of the program.',
  },
  {
    id: 'database',
    strength: 'fault',
    shown: [
      'connect ECONNREFUSED 127.0.0.1:3306',
      'FATAL:  password authentication failed for user "site"',
      'SQLSTATE[HY000] [2002] Connection refused',
      "ERROR 1045 (28000): Access denied for user 'site'@'localhost'",
      'Error: Error establishing a database connection.',
    ],
    patterns: [
      /:(?:3306|5432|6379|27017|11211)\b.{0,60}(?:refused|timeout|timed out)|(?:ECONNREFUSED|ETIMEDOUT).{0,60}:(?:3306|5432|6379|27017|11211)\b|authentication failed for user "|SQLSTATE\[|access denied for user '|connect to (?:local )?(?:MySQL|PostgreSQL|Redis|MongoDB)|database connection|database .{0,60}does not exist|role .{0,60}does not exist/i,
    ],
    says: 'SSH worked. A program could not reach or log in to its database.',
    causes: [],
    move: 'Compare host, port, user and password of the database in `wp-config.php` or `.env` on that machine.',
  },
  {
    id: 'local-service',
    strength: 'fault',
    shown: [
      'curl: (7) Failed to connect to localhost port 8080: Connection refused',
      'connect ECONNREFUSED 127.0.0.1:3000',
    ],
    patterns: [
      /(?:ECONNREFUSED|failed to connect to|connecting to) (?:127\.0\.0\.1|::1|localhost)(?: port |:)(?:80|443|3000|5000|8000|8080|9000)\b/i,
    ],
    says: 'SSH worked. A web program does not answer on this machine: it has not started yet, or it failed.',
    causes: [],
    move: 'Look at the log of the web program, and let the script wait until its port opens.',
  },
  {
    id: 'https-request',
    strength: 'fault',
    shown: [
      'request to https://packages.example.com/x failed, reason: connect ETIMEDOUT 104.16.1.35:443',
      'curl: (22) The requested URL returned error: 404',
    ],
    patterns: [
      /https?:\/\/(?!\S*git).{1,300}(?:ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|timed out|refused|could not resolve)|requested URL returned error|npm (?:ERR!|error) network|SSL certificate problem(?!.*not yet)|Certificate verification/i,
    ],
    says: 'This is a request over HTTPS to another server, not SSH.',
    causes: [],
    move: 'Run the job again. If it stays, open the address of the line from the same machine with `curl -v`.',
  },
  {
    id: 'wordpress',
    strength: 'fault',
    shown: [
      'Error: This does not seem to be a WordPress installation.',
      'Error: YIKES! It looks like you’re running this as root.',
      'Fatal error: Uncaught Error …',
    ],
    patterns: [
      /not seem to be a wordpress|YIKES!|PHP (?:Fatal|Parse) error|Uncaught (?:Error|Exception)|Could not open input file: artisan/i,
    ],
    says: 'SSH worked. PHP or WP-CLI on the server failed: a wrong `--path`, a PHP error, or WP-CLI as root.',
    causes: [],
    move: 'Run the same command on the server. For WP-CLI, give `--path=`, and `--allow-root` only when you mean it.',
  },
  {
    id: 'docker-daemon',
    strength: 'fault',
    shown: [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    ],
    patterns: [/to the Docker daemon/i],
    says: 'SSH worked. The user of the login cannot use Docker on the server, or Docker does not run there.',
    causes: ['deploy/command-fails'],
  },
  {
    id: 'build-tools',
    strength: 'fault',
    shown: [
      'npm ERR! code ELIFECYCLE',
      'E: Unable to locate package rsync',
      'Your requirements could not be resolved to an installable set of packages.',
      'Error: Cannot find module',
      'Job for nginx.service failed because the control process exited with error code.',
    ],
    patterns: [
      /: file exists$|already exists and is not an empty/i,
      /unable to locate package|GLIBC_|tar: exiting with failure/i,
      /npm ERR!|npm error|yarn error|ELIFECYCLE|ERR_PNPM|could not be resolved to an installable|cannot find module|ModuleNotFoundError|pull access denied|Job for \S+ failed|Failed to (?:start|restart|reload) (?!ssh|sshd|OpenSSH)\S+|Traceback \(most recent|UnexpectedExit|error TS\d+|make: \*\*\* no rule|ERESOLVE|port is already allocated|address already in use|EADDRINUSE/i,
    ],
    says: 'SSH worked. A program of your script failed, with the reason that it prints.',
    causes: [],
    move: 'Read what that program printed, and run the same command on the server.',
  },
  {
    id: 'ftp',
    strength: 'fault',
    shown: [
      '530 Login incorrect',
      'The server rejected SFTP connection, but it listens for FTP connections.',
      'FTP error: Login authentication failed',
      '421 Too many connections',
      'AUTH TLS',
    ],
    patterns: [
      /(?:^|[:<] *)(?:530|421|550|425|426)[ -](?:login|not|user|permission|access|too|create|can|could|failed|home|service|invalid|file|no |rename|delete|requested|data|sorry|authentication|timeout|idle)/i,
      /listens for FTP|FTP error|FTPError|AUTH (?:TLS|SSL)\b|\bPASV\b|\bport 21\b|\d\.\d+:21\b/i,
    ],
    says: 'This is FTP, not SSH: another server, usually on port 21, with its own password.',
    causes: [],
    move: 'Check the FTP password in the panel of the host. For SFTP, use the SSH port and a client for SFTP.',
  },
]
