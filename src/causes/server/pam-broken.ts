import { say } from '../../text/words'
import { onServer, lines } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const pamBroken: ServerCause = {
  id: 'server/pam-broken',
  title: 'PAM or the audit system refuses every login',
  systems: ['ubuntu', 'debian', 'raspbian', 'unknown'],
  page: {
    means:
      'sshd asks PAM about each login. It refuses every user, also with the right key, when a module cannot be loaded or a file in `/etc/pam.d` is missing. Some modules need a right that a container does not have (pam_loginuid, the audit system).',
    detection:
      'To the remote check it looks like a rule about this account. The log of sshd names the module.',
    firstMove: 'Look at the lines of PAM in the log of sshd.',
  },
  dependsOn: [],
  looksLike: [
    'auth/closed',
    'auth/login-refused',
    'auth/password-rejected',
    'auth/maintenance',
    'auth/account-expired',
    'session/no-shell',
    'session/channel-refused',
    'session/chroot-broken',
  ],
  ruledOutBy: { area: 'pam', mark: 'ok' },
  candidate() {
    return {
      command: `sudo journalctl -n 200 --no-pager | grep -iE 'PAM.*(dlopen|faulty)|pam_open_session|audit_.*failed'`,
      prints: say`a line with ${'unable to dlopen'}, ${'faulty module'}, ${'pam_open_session'} or ${'audit_write_entry failed'}; nothing when PAM works`,
      fix: onServer(
        say`Install the package of the module that the log names. Or correct its line in ${'/etc/pam.d/sshd'} or a file that it includes. In a container, make ${'pam_loginuid'} optional with this line, and give the container the capability ${'AUDIT_WRITE'}.`,
        lines('session optional pam_loginuid.so'),
      ),
    }
  },
}
