import { admin } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'

export const serviceStopped: ServerCause = {
  id: 'server/service-stopped',
  title: 'SSH service stopped',
  page: {
    means:
      'The SSH server is installed, but no process of it runs, so the machine itself refuses every connection to the port. It was stopped, it crashed, it was never switched on for the next boot, or it does not accept its own configuration or host keys.',
    detection:
      'A refusal by a machine whose other ports answer speaks for it. Only the service manager on the server says it for certain.',
    alsoSeenAs: ['Connection refused', 'ECONNREFUSED'],
  },
  dependsOn: [],
  looksLike: ['tcp/not-listening', 'banner/not-ssh', 'banner/closed'],
  ruledOutBy: { area: 'process', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.running,
      prints: system.notRunning,
      fix: admin(
        say`Start the SSH service, now and at every boot. If it stops again, its log says why: ${system.log}`,
        { language: system.language, text: system.start },
      ),
    }
  },
}
