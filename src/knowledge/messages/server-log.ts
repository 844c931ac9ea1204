/** Lines of the server's own log, which people paste as well. They name the fault. */
import type { Message } from './message'

export const serverLog: readonly Message[] = [
  {
    id: 'log-user-not-allowed',
    strength: 'fault',
    shown: [
      'User … from … not allowed because not listed in AllowUsers',
      "User … from … not allowed because none of user's groups are listed in AllowGroups",
      'Access denied for user … by PAM account configuration',
    ],
    patterns: [
      /not allowed because (?:not listed|listed|none of user|a group|not in|user)|denied for user .{1,80}by PAM account/i,
    ],
    says: 'The configuration of sshd or PAM does not allow this user to log in.',
    causes: ['server/user-not-allowed', 'auth/account-expired', 'server/pam-broken'],
    rarer: ['auth/closed', 'auth/key-rejected'],
  },
  {
    id: 'log-account-locked',
    strength: 'fault',
    shown: ['User … not allowed because account is locked'],
    patterns: [/because account is locked|password is locked|account .{1,80}is locked/i],
    says: 'The account is locked on the server.',
    causes: ['server/account-locked', 'auth/key-rejected', 'auth/account-expired'],
  },
  {
    id: 'log-shell-missing',
    strength: 'fault',
    shown: [
      'User … not allowed because shell … does not exist',
      'User … not allowed because shell … is not executable',
    ],
    patterns: [/because shell .{1,120}(?:does not exist|is not executable)|invalid shell/i],
    says: 'The login shell of the account is missing on the server.',
    causes: ['server/shell-missing', 'session/no-shell', 'auth/key-rejected'],
  },
  {
    id: 'log-bad-ownership',
    strength: 'fault',
    shown: [
      'Authentication refused: bad ownership or modes for directory …',
      'Authentication refused: bad ownership or modes for file …/authorized_keys',
    ],
    patterns: [/bad ownership or modes for (?:directory|file)|authentication refused: /i],
    says: 'sshd ignores authorized_keys. Other users can write to the file or to a directory above it.',
    causes: ['server/home-permissions', 'auth/key-rejected', 'server/authorized-keys-missing'],
  },
  {
    id: 'log-authorized-keys',
    strength: 'fault',
    shown: [
      'Could not open authorized keys ’…/authorized_keys’: No such file or directory',
      'Could not open user … authorized keys ’…’: Permission denied',
      'cat: /root/.ssh/authorized_keys: Permission denied',
      'is not a public key file.',
    ],
    patterns: [
      /could not open (?:user .{1,80})?authorized keys|authorized_keys\W{0,3}(?:: )?(?:no such file|permission denied|is not a public key)|not a public key file|authorized_keys:? line \d+.{0,60}(?:bad|invalid)|Missing argument.{0,20}authorized/i,
    ],
    says: 'The file authorized_keys is missing, not readable for this user, or not a list of public keys.',
    causes: [
      'server/authorized-keys-missing',
      'server/authorized-keys-malformed',
      'server/home-unavailable',
    ],
    rarer: ['server/home-permissions', 'auth/key-rejected'],
  },
  {
    id: 'log-key-restricted',
    strength: 'fault',
    shown: [
      'Authentication tried for … with correct key but not from a permitted host',
      'Authentication tried with invalid from=',
      'Authentication key … revoked by file …',
      'Error checking authentication key … in revoked keys file',
    ],
    patterns: [
      /not from a permitted host|invalid from=|revoked by file|in revoked keys file|(?:ssh )?key (?:has )?expired|bad options in .{0,60}authorized/i,
    ],
    says: 'authorized_keys has the key, but with a restriction: other addresses only, expired, or revoked.',
    causes: ['server/key-restricted', 'auth/key-rejected', 'server/key-command-fails'],
  },
  {
    id: 'log-root-refused',
    strength: 'fault',
    shown: [
      'ROOT LOGIN REFUSED FROM …',
      'Server refused public-key signature despite accepting key!',
    ],
    patterns: [
      /root login (?:refused|is (?:disabled|not))|despite accepting key|root account is disabled/i,
    ],
    says: 'The server accepts the key, but does not allow this user, usually root, to log in.',
    causes: ['auth/login-refused', 'server/root-login-off', 'auth/second-factor'],
  },
  {
    id: 'log-invalid-user',
    strength: 'fault',
    shown: [
      'Invalid user … from … port …',
      'Disconnected from invalid user … [preauth]',
      'Connection closed by invalid user …',
    ],
    patterns: [
      /invalid user \S+.{0,40}(?:from|port|\[preauth\]|$)|input_userauth_request: invalid user|illegal user|no such user|unknown user \D/i,
    ],
    says: 'The server has no user with this name.',
    causes: ['server/user-missing', 'auth/key-rejected', 'input/whitespace'],
    rarer: ['input/username-malformed', 'input/username-missing'],
  },
  {
    id: 'log-selinux',
    strength: 'fault',
    shown: ['avc:  denied  { read } for comm="sshd" name="authorized_keys"'],
    patterns: [/avc:\s+denied|SELinux is preventing/i],
    says: 'SELinux does not let sshd read a file, usually authorized_keys.',
    causes: ['server/selinux-context', 'auth/key-rejected', 'deploy/target-not-writable'],
  },
  {
    id: 'log-key-command',
    strength: 'fault',
    shown: [
      'AuthorizedKeysCommand … failed, status 1',
      'Unsafe AuthorizedKeysCommand',
      'Could not stat AuthorizedKeysCommand',
    ],
    patterns: [
      /Authorized(?:Keys|Principals)Command .{0,200}(?:fail|status|unsafe)|(?:unsafe|could not stat) Authorized/i,
    ],
    says: 'The program that gives sshd the keys of a user fails.',
    causes: ['server/key-command-fails', 'auth/key-rejected'],
  },
  {
    id: 'log-pam',
    strength: 'fault',
    shown: [
      'PAM unable to dlopen(pam_….so)',
      'PAM adding faulty module',
      'PAM: pam_open_session(): Cannot make/remove an entry for the specified session',
      'linux_audit_write_entry failed: Operation not permitted',
      'pam_systemd(sshd:session): Failed to create session: Connection timed out',
    ],
    patterns: [
      /PAM unable to|PAM adding faulty|pam_open_session|linux_audit_write_entry|pam_systemd|PAM: .{0,80}(?:error|fail|cannot)/i,
    ],
    says: 'PAM on the server fails during the login.',
    causes: ['server/pam-broken', 'session/slow-login', 'auth/closed'],
  },
  {
    id: 'log-sshd-config',
    strength: 'fault',
    shown: [
      '/etc/ssh/sshd_config: terminating, 1 bad configuration options',
      '/etc/ssh/sshd_config line 12: Bad configuration option',
      'Failed to start OpenSSH server daemon.',
      'sshd.service: Active: activating (auto-restart) (Result: exit-code)',
    ],
    patterns: [
      /sshd_config.{0,80}(?:bad|terminating|unsupported|deprecated|missing|illegal|error)|failed to start (?:ssh|sshd|openssh).{0,40}(?<!not found\.)$|sshd?\.service: .{0,80}(?:fail|exit-code|auto-restart)|OpenSSL version mismatch.{0,10}sshd/i,
    ],
    says: 'sshd does not start, because its configuration has an error.',
    causes: ['server/config-invalid', 'server/service-stopped', 'server/host-keys-missing'],
    rarer: ['server/upgrade-incomplete'],
  },
  {
    id: 'log-host-keys',
    strength: 'fault',
    shown: [
      'sshd: no hostkeys available -- exiting.',
      'Could not load host key: /etc/ssh/ssh_host_ed25519_key',
      'Unable to load host key',
      'Missing privilege separation directory: /run/sshd',
      'Permissions 0644 for ’/etc/ssh/ssh_host_rsa_key’ are too open.',
    ],
    patterns: [
      /no hostkeys available|(?:could not|unable to) load host key|privilege separation directory|ssh_host_\w+_key.{0,60}too open|sshd: .{0,60}hostkey/i,
    ],
    says: 'sshd has no host key that it can use, so it does not start or closes each connection.',
    causes: ['server/host-keys-missing', 'server/service-stopped', 'server/upgrade-incomplete'],
  },
  {
    id: 'log-socket',
    strength: 'fault',
    shown: [
      'ssh.socket: Failed to listen on sockets: Address already in use',
      'Port in sshd_config is ignored',
      'ssh.socket: Socket unit configuration has changed while unit has been running',
    ],
    patterns: [
      /sshd?\.socket|Port in sshd_config is|error: Bind to port \d+|Cannot bind any address/i,
    ],
    says: 'systemd opens the SSH port (ssh.socket), so the port in sshd_config has no effect.',
    causes: ['server/socket-activated', 'server/port-differs', 'tcp/wrong-port'],
  },
  {
    id: 'log-not-installed',
    strength: 'fault',
    shown: [
      'Unit ssh.service could not be found.',
      'Failed to start sshd.service: Unit not found.',
    ],
    patterns: [
      /(?:unit )?sshd?(?:\.service)?[: ]{1,2}(?:could not be found|unit (?:\S+ )?not found|unrecognized service|not-found)|sshd?\.service not found/i,
    ],
    says: 'The server has no SSH service.',
    causes: ['server/not-installed', 'server/service-stopped', 'tcp/not-listening'],
  },
  {
    id: 'log-upgrade',
    strength: 'fault',
    shown: [
      'error while loading shared libraries: libcrypto.so',
      'OpenSSL version mismatch. Built against …',
      'sshd-session does not exist or is not executable',
    ],
    patterns: [
      /loading shared libraries: lib(?:crypto|ssl)|OpenSSL version mismatch|sshd-(?:session|auth) does not exist/i,
    ],
    says: 'An upgrade of SSH on the server is not complete: its programs and libraries do not belong together.',
    causes: ['server/upgrade-incomplete', 'banner/closed', 'server/service-stopped'],
  },
]
