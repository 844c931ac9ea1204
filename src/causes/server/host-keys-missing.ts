import { closedEarly, portRefused } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const hostKeysMissing: ServerCause = {
  id: 'server/host-keys-missing',
  title: 'Host keys missing or unreadable',
  page: {
    means:
      'sshd has no host key that it can use: the files are missing (a cloned or reset image), or other users can read them, which sshd refuses. It then does not start, or closes each connection before it sends its banner.',
    detection:
      'The list of the key files shows it: there is none, or it has a mode other than -rw-------.',
    firstMove: 'Run `sudo ssh-keygen -A`, and start SSH again.',
  },
  dependsOn: [],
  looksLike: [...portRefused, ...closedEarly, 'banner/hosts-deny'],
  ruledOutBy: { area: 'host keys', mark: 'ok' },
  candidate(server) {
    const system = serverSystems[server.system]
    return {
      command: system.listHostKeys,
      prints: say`no file, or a file that other users can read (a mode other than ${'-rw-------'})`,
      fix: onServer(
        say`Make the host keys readable only for root, and create those that are missing. Existing keys stay the same.`,
        commands(server.system, system.makeHostKeys),
      ),
    }
  },
}
