import { portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const serviceStopped: ServerCause = {
  id: 'server/service-stopped',
  title: 'SSH service stopped',
  page: {
    means:
      'The SSH server is installed, but it does not run, so the machine itself refuses every connection to the port. It was stopped, it crashed, it was never enabled at boot, or it does not accept its own configuration or host keys.',
    detection:
      'A machine whose other ports answer refuses the connection. Only the service manager on the server proves it.',
    firstMove: 'Run `sudo systemctl status ssh`.',
  },
  dependsOn: [],
  looksLike: [...portRefused, 'banner/closed'],
  ruledOutBy: { area: 'process', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.running,
      prints: system.notRunning,
      fix: onServer(
        say`Start the SSH service, now and at every boot. If it stops again, its log shows why: ${system.log}`,
        commands(server.system, system.start),
      ),
    }
  },
}
