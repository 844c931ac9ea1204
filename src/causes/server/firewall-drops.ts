import { portSilent } from '../remote-findings'
import { noWindowsRule, showRules } from '../../knowledge/firewalls'
import { say } from '../../text/words'
import { allowInFirewall } from '../fixes/allow-port'
import type { ServerCause } from '../server-cause'

export const firewallDrops: ServerCause = {
  id: 'server/firewall-drops',
  title: 'A firewall drops the connection',
  page: {
    means:
      'A firewall silently drops the connection, so every client waits until it gives up. It is on the server, or in front of it, as the security group of a provider.',
    detection:
      'The SSH port gives no answer on a machine whose other ports answer. The rules on the server show whether the server itself drops the connection. If not, the filter is in front of it.',
    firstMove: 'Look at the rules of the firewall, on the server and in the panel of the host.',
  },
  dependsOn: ['port', 'from'],
  looksLike: portSilent,
  ruledOutBy: { area: 'firewall', mark: 'ok' },
  fixableElsewhere: true,
  candidate(server) {
    return {
      command: showRules(server.system),
      prints:
        server.system === 'windows'
          ? noWindowsRule
          : say`a rule that drops port ${server.port}, or ${'policy drop'} and no rule that accepts the port`,
      fix: allowInFirewall(
        server,
        say`Allow port ${server.port}, if possible only from the addresses that need it. If the server has no such rule, check the firewall or security group of the provider.`,
      ),
    }
  },
}
