/** Accounts and servers that accept no login for now: what the server says itself. */
import type { Message } from './message'

export const accountState: readonly Message[] = [
  {
    id: 'password-expired',
    strength: 'fault',
    shown: [
      'You are required to change your password immediately (administrator enforced).',
      'WARNING: Your password has expired.',
      'Password change required but no TTY available.',
      'UserAuthException: Password change request received; unsupported operation',
    ],
    patterns: [
      /(?:required to|must|need to) change your password|password (?:has )?expired|password change (?:required|request)|PASSWD_CHANGEREQ|expired password/i,
    ],
    says: 'The password of the account has expired, and the server wants a new one before it runs anything.',
    causes: ['auth/password-expired', 'auth/account-expired'],
  },
  {
    id: 'account-expired',
    strength: 'fault',
    shown: [
      'Your account has expired; please contact your system administrator.',
      'pam_unix(sshd:account): account … has expired (account expired)',
      'Your account has been locked. Please contact your administrator',
    ],
    patterns: [/account (?:\S+ )?(?:has |is )?(?:been )?(?:expired|suspended|locked|disabled)/i],
    says: 'The account is expired, locked or suspended on the server.',
    causes: ['auth/account-expired', 'server/account-locked', 'auth/login-refused'],
    rarer: ['server/pam-broken'],
  },
  {
    id: 'logins-disabled',
    strength: 'fault',
    shown: [
      'System is booting up. Unprivileged users are not permitted to log in yet.',
      'System is going down. Unprivileged users are not permitted to log in anymore.',
    ],
    patterns: [
      /unprivileged users are not permitted|system is (?:booting up|going down)|pam_nologin|logins (?:are )?(?:currently )?disabled|maintenance mode.{0,40}log ?in/i,
    ],
    says: 'The server does not accept logins right now, because it starts, stops or is in maintenance.',
    causes: ['auth/maintenance', 'auth/closed'],
  },
]
