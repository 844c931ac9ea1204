import { noWindowsRule, showRules } from '../../knowledge/firewalls'
import { say } from '../../text/words'
import { allowInFirewall } from '../fixes/allow-port'
import type { ServerCause } from '../server-cause'

export const firewallRejects: ServerCause = {
  id: 'server/firewall-rejects',
  title: 'A firewall rejects the connection',
  page: {
    means:
      'A packet filter answers in place of the server that the port is closed. To a client this looks as if nothing listens there.',
    detection:
      'If the rejection is an ICMP message that the runner can see, the finding is tcp/rejected. If it is a TCP reset, or the runner receives no ICMP, only the rules show whether a firewall rejects or the service is stopped.',
    firstMove: 'Look at the rules: `sudo ufw status verbose` or `sudo nft list ruleset`.',
  },
  dependsOn: ['port', 'from'],
  looksLike: [
    'tcp/rejected',
    'tcp/not-listening',
    'tcp/filtered',
    'tcp/partial',
    'tcp/host-unreachable',
    'tcp/no-route',
  ],
  ruledOutBy: { area: 'firewall', mark: 'ok' },
  fixableElsewhere: true,
  candidate(server) {
    return {
      command: showRules(server.system),
      prints:
        server.system === 'windows'
          ? noWindowsRule
          : say`a rule with ${'reject'} or ${'REJECT'} for port ${server.port}, or for everything that no earlier rule accepts`,
      fix: allowInFirewall(server, say`Allow port ${server.port}, above the rule that rejects.`),
    }
  },
}
