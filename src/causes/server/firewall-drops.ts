import { admin, commands } from '../fixes/build'
import { allowPort, keptUntil, showRules } from '../../knowledge/firewalls'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const firewallDrops: ServerCause = {
  id: 'server/firewall-drops',
  title: 'A firewall drops the connection',
  page: {
    means:
      'A packet filter on the server, or one in front of it (the firewall or security group of the provider), throws the connection away without an answer, so that every client waits until it gives up.',
    detection:
      'Silence on the SSH port of a machine that answers elsewhere. The rules on the server show whether it is the server itself; if not, the filter stands in front of it.',
    alsoSeenAs: ['Operation timed out', 'i/o timeout', 'Connection timed out', 'ETIMEDOUT'],
  },
  dependsOn: ['port', 'from'],
  looksLike: ['tcp/silent', 'tcp/filtered', 'tcp/partial', 'tcp/host-unreachable'],
  ruledOutBy: { area: 'firewall', mark: 'ok' },
  fixableElsewhere: true,
  candidate(server) {
    return {
      command: showRules(server.system),
      prints:
        server.system === 'windows'
          ? say`no ${'OpenSSH-Server-In-TCP'}, or one with ${'False'}, with ${'Block'}, or with ${'Private'} alone on a public network`
          : say`a rule that drops port ${server.port}, or ${'policy drop'} and no rule that accepts the port`,
      fix: admin(
        say`Let port ${server.port} in, if you can only from the addresses that need it. Where the server has no such rule, look at the firewall or security group of the provider.${keptUntil(server.system)}`,
        commands(server.system, allowPort(server.system, server.port)),
      ),
    }
  },
}
