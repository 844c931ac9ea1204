import { closedEarly, portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const configInvalid: ServerCause = {
  id: 'server/config-invalid',
  title: 'SSH configuration has an error',
  page: {
    means:
      'sshd does not start while its configuration has a line that it does not understand. A running sshd continues until the next restart, so the error may be much older than the failure.',
    detection:
      'A test of the configuration prints the file and the line, and nothing when there is no error.',
    firstMove: 'Run `sudo sshd -t`.',
  },
  dependsOn: [],
  looksLike: [...portRefused, ...closedEarly, 'banner/hosts-deny'],
  ruledOutBy: { area: 'config', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.testConfig,
      prints: say`a line with ${'Bad configuration option'}, ${'bad'} or ${'terminating'}; nothing when the file has no error`,
      fix: onServer(
        say`Correct the line that it names in ${system.configFile}, test again, then start the service.`,
        commands(server.system, system.start),
      ),
    }
  },
}
