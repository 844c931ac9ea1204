import { closedEarly } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, lines } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const hostsDeny: ServerCause = {
  id: 'server/hosts-deny',
  title: 'hosts.deny blocks the runner',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'TCP wrappers (/etc/hosts.deny, written by hand or by DenyHosts) deny SSH to this address. sshd then accepts the connection and closes it after a few seconds without a message.',
    detection:
      'The server closes the connection about 5.0 seconds after it opened. Only an sshd that is linked with libwrap (Debian and Ubuntu, FreeBSD) reads these files.',
    firstMove: 'Look at `/etc/hosts.deny`.',
  },
  dependsOn: ['from'],
  looksLike: ['banner/hosts-deny', 'banner/silent', ...closedEarly],
  ruledOutBy: { area: 'wrappers', mark: 'ok' },
  candidate() {
    return {
      command: "grep -nvE '^[[:space:]]*(#|$)' /etc/hosts.allow /etc/hosts.deny",
      prints: say`a line of ${'/etc/hosts.deny'} with ${'sshd'} or ${'ALL'} that covers the runner, and no line of ${'/etc/hosts.allow'} that allows it`,
      fix: onServer(
        say`Remove that line, or allow the runner's address in ${'/etc/hosts.allow'}, which is read first.`,
        lines('sshd: ADDRESS'),
      ),
    }
  },
}
