import { admin, commands } from '../fixes/build'
import { allowPort, keptUntil, showRules } from '../../knowledge/firewalls'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const firewallRejects: ServerCause = {
  id: 'server/firewall-rejects',
  title: 'A firewall rejects the connection',
  page: {
    means:
      'A packet filter answers in the place of the server that the port is closed. To a client that looks as if nothing listened there.',
    detection:
      'Where the rejection comes as an ICMP message and the runner can see it, the finding is tcp/rejected. Where it comes as a TCP reset, or the runner receives no ICMP, only the rules tell it from a stopped service.',
    alsoSeenAs: ['Connection refused', 'No route to host', 'EHOSTUNREACH', 'ECONNREFUSED'],
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
          ? say`no ${'OpenSSH-Server-In-TCP'}, or one with ${'False'}, with ${'Block'}, or with ${'Private'} alone on a public network`
          : say`a rule with ${'reject'} or ${'REJECT'} for port ${server.port}, or for all that no rule before it accepts`,
      fix: admin(
        say`Let port ${server.port} in, above the rule that rejects.${keptUntil(server.system)}`,
        commands(server.system, allowPort(server.system, server.port)),
      ),
    }
  },
}
