import { portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const loopbackOnly: ServerCause = {
  id: 'server/loopback-only',
  title: 'SSH listens only on the machine itself',
  page: {
    means:
      'sshd runs, but ListenAddress (or the socket) binds it to 127.0.0.1, ::1 or a private address, so it cannot be reached from another network.',
    detection: 'The list of listeners shows the address before the port.',
    firstMove: 'Look at `ListenAddress` in sshd_config.',
  },
  dependsOn: ['port'],
  looksLike: [...portRefused, 'tcp/partial'],
  ruledOutBy: { area: 'listeners', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.listenersOn(server.port),
      prints: say`only ${'127.0.0.1'}, ${'[::1]'} or a private address before the port; ${'0.0.0.0'}, ${'*'} or ${'[::]'} would be right`,
      fix: onServer(
        say`Remove ${server.system === 'dropbear' ? 'Interface' : 'ListenAddress'} from ${system.configFile}, or name a public ${literal(server.system === 'dropbear' ? 'interface' : 'address')} there. Then restart the SSH service. This shows what is set.`,
        commands(
          server.system,
          server.system === 'windows'
            ? `Select-String -Path ${system.configFile} -Pattern '^ *ListenAddress'`
            : server.system === 'dropbear'
              ? "uci show dropbear | grep -E 'Interface|Port'"
              : `sudo grep -rniE '^ *ListenAddress' ${system.configFile}*`,
        ),
      ),
    }
  },
}
