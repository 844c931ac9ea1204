import { portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const notInstalled: ServerCause = {
  id: 'server/not-installed',
  title: 'SSH server not installed',
  page: {
    means:
      'The machine has no SSH server. That is usual on a fresh desktop, a container image or a minimal cloud image, and rare at a hosting provider.',
    detection:
      'To the remote check it looks the same as a stopped service: the port refuses connections. The missing program shows it.',
    firstMove: 'Install the package `openssh-server`.',
  },
  dependsOn: [],
  looksLike: portRefused,
  ruledOutBy: { area: 'program', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.installed,
      prints: system.notInstalled,
      fix: onServer(
        say`Install the SSH server, then start it.`,
        commands(server.system, system.install),
      ),
    }
  },
}
