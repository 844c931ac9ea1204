import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'
import { addKey } from '../fixes/add-key'
import { effectiveConfig, inHome } from '../fixes/quoted'

export const authorizedKeysMissing: ServerCause = {
  id: 'server/authorized-keys-missing',
  title: 'No authorized_keys where sshd looks',
  page: {
    means:
      'The file with the allowed keys is not where sshd looks for it: it was never made, it lies in the home of another user, or AuthorizedKeysFile names another place.',
    detection: 'It looks the same as a wrong key from outside.',
    alsoSeenAs: ['Could not open authorized keys', 'Permission denied (publickey).'],
  },
  dependsOn: ['user', 'from'],
  looksLike: ['auth/key-rejected', 'auth/too-many-failures'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^sshd reads/ },
  candidate(server) {
    if (server.system === 'windows') {
      return {
        command: `Get-Item ${inHome(server, '/.ssh/authorized_keys')}, C:\\ProgramData\\ssh\\administrators_authorized_keys`,
        prints: say`${'Cannot find path'} for the second file when the user is a member of Administrators, else for the first`,
        fix: addKey(server),
      }
    }
    if (server.system === 'dropbear') {
      return {
        command: `ls -l /etc/dropbear/authorized_keys ${inHome(server, '/.ssh/authorized_keys')}`,
        prints: say`${'No such file or directory'}: the first file for root, the second for everyone else`,
        fix: addKey(server),
      }
    }
    return {
      command: `sudo ls -l ${inHome(server, '/.ssh/authorized_keys')}; ${effectiveConfig(server)} | grep '^authorizedkeys'`,
      prints: say`${'No such file or directory'}, or ${'authorizedkeysfile'} with another place than ${'.ssh/authorized_keys'}`,
      fix: addKey(server),
    }
  },
}
