import { closedEarly, portSilent } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, sh } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const banned: ServerCause = {
  id: 'server/banned',
  title: 'The address of this runner is banned',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'A tool such as fail2ban, CrowdSec, sshguard or CSF blocks this runner after failed logins. Hosted runners share addresses, so the failures may be those of another run. Bans of fail2ban end after ten minutes, others last longer.',
    detection:
      'The login worked before, and works again later or from another machine. Only the list of bans proves it.',
    firstMove:
      'Run `sudo fail2ban-client status sshd`, or look at the list of blocked addresses in the panel.',
  },
  dependsOn: ['from'],
  looksLike: [
    ...portSilent,
    'tcp/rejected',
    'tcp/not-listening',
    ...closedEarly,
    'banner/throttled',
    'banner/penalized',
  ],
  ruledOutBy: { area: 'firewall', mark: 'ok' },
  fixableElsewhere: true,
  candidate() {
    return {
      command: 'sudo fail2ban-client status sshd',
      prints: say`the address of the runner in the ${'Banned IP list'}`,
      fix: onServer(
        say`Lift the ban. Other tools list theirs with ${'sudo cscli decisions list'} or ${'sudo csf -t'}.`,
        sh('sudo fail2ban-client set sshd unbanip ADDRESS'),
      ),
    }
  },
}
