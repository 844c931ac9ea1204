import { admin } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const notInstalled: ServerCause = {
  id: 'server/not-installed',
  title: 'SSH server not installed',
  page: {
    means:
      'No SSH server is on the machine. That is usual on a fresh desktop, a container image or a minimal cloud image, and seldom at a hosting provider.',
    detection:
      'From outside it looks the same as a stopped service: the port refuses. The missing program settles it.',
    alsoSeenAs: [
      'Connection refused',
      'Unit ssh.service could not be found.',
      'Failed to start sshd.service: Unit not found.',
    ],
  },
  dependsOn: [],
  looksLike: ['tcp/not-listening', 'banner/not-ssh'],
  ruledOutBy: { area: 'program', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.installed,
      prints: system.notInstalled,
      fix: admin(say`Install the SSH server, then start it.`, {
        language: system.language,
        text: system.install,
      }),
    }
  },
}
