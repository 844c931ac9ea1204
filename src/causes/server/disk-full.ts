import { closedEarly } from '../remote-findings'
import { directoryCommands } from '../../knowledge/directory-commands'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import type { ServerCause } from '../server-cause'

export const diskFull: ServerCause = {
  id: 'server/disk-full',
  title: 'A disk of the server is full',
  page: {
    means:
      'On a full disk, or one without free inodes, services cannot start, logins cannot be recorded and files cannot be written.',
    detection: 'The table of disks shows 100 %.',
    firstMove: 'Run `df -h` and `df -i`.',
  },
  dependsOn: [],
  looksLike: [
    ...closedEarly,
    'banner/silent',
    'auth/closed',
    'auth/stalled',
    'session/channel-refused',
    'session/stalled',
    'deploy/disk-full',
    'deploy/target-not-writable',
  ],
  ruledOutBy: { area: 'disks', mark: 'ok' },
  candidate(server) {
    if (server.system === 'windows') {
      return {
        command: 'Get-PSDrive -PSProvider FileSystem',
        prints: say`a drive with no space in ${'Free (GB)'}`,
        fix: onServer(say`Free some space on that drive.`),
      }
    }
    return {
      command: 'df -h; df -i',
      prints: say`${'100%'} next to ${'/'}, ${'/var'}, ${'/tmp'} or ${'/home'}`,
      fix: onServer(
        say`Free some space. This shows what uses the most.`,
        commands(server.system, directoryCommands[server.system].showSpace('/')),
      ),
    }
  },
}
