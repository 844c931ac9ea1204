import { admin, lines } from '../fixes/build'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const hostsDeny: ServerCause = {
  id: 'server/hosts-deny',
  title: 'hosts.deny shuts the runner out',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'TCP wrappers (/etc/hosts.deny, filled by hand or by DenyHosts) forbid SSH to this address. sshd then accepts the connection and closes it after a few seconds without a word.',
    detection:
      'A connection that closes about 5.0 seconds after it opened speaks for it. Only an sshd that is linked with libwrap (Debian and Ubuntu, FreeBSD) reads these files.',
    alsoSeenAs: [
      'kex_exchange_identification: read: Connection reset by peer',
      'ssh_exchange_identification: Connection closed by remote host',
      'refused connect from',
    ],
  },
  dependsOn: ['from'],
  looksLike: ['banner/hosts-deny', 'banner/silent', 'banner/closed', 'kex/closed'],
  ruledOutBy: { area: 'wrappers', mark: 'ok' },
  candidate() {
    return {
      command: "grep -nvE '^[[:space:]]*(#|$)' /etc/hosts.allow /etc/hosts.deny",
      prints: say`a line of ${'/etc/hosts.deny'} with ${'sshd'} or ${'ALL'} that covers the runner, and none of ${'/etc/hosts.allow'} that lets it in`,
      fix: admin(
        say`Remove that line, or allow the runner's address in ${'/etc/hosts.allow'}; it is read first.`,
        lines('sshd: ADDRESS'),
      ),
    }
  },
}
