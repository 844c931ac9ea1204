import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { addKey } from '../fixes/add-key'
import { administratorsKeys, authorizedKeys, dropbearRootKeys } from '../fixes/authorized-keys'
import { userOptions } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const authorizedKeysMissing: ServerCause = {
  id: 'server/authorized-keys-missing',
  title: 'No authorized_keys where sshd looks',
  page: {
    means:
      'The file with the allowed keys is not where sshd looks for it: it was never created, it is in the home of another user, or AuthorizedKeysFile names another place.',
    detection: 'To the remote check it looks the same as a wrong key.',
    firstMove: 'Look for `~/.ssh/authorized_keys` of this user.',
  },
  dependsOn: ['user', 'from'],
  looksLike: keyFails,
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^sshd reads/ },
  candidate(server) {
    const file = authorizedKeys(server)
    if (server.system === 'windows') {
      return {
        command: `Get-Item ${file}, ${administratorsKeys}`,
        prints: say`${'Cannot find path'} for the second file when the user is a member of Administrators, otherwise for the first`,
        fix: addKey(server),
      }
    }
    if (server.system === 'dropbear') {
      return {
        command: `ls -l ${dropbearRootKeys} ${file}`,
        prints: say`${'No such file or directory'}: the first file for root, the second for other users`,
        fix: addKey(server),
      }
    }
    return {
      command: `sudo ls -l ${file}; ${userOptions(server, 'authorizedkeys')}`,
      prints: say`${'No such file or directory'}, or ${'authorizedkeysfile'} with a place other than ${'.ssh/authorized_keys'}`,
      fix: addKey(server),
    }
  },
}
