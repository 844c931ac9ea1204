import { loginFails } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, commands } from '../fixes/build'
import { userOptions, userWord } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const userNotAllowed: ServerCause = {
  id: 'server/user-not-allowed',
  title: 'sshd does not allow this user',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'windows', 'unknown'],
  page: {
    means:
      'AllowUsers, AllowGroups, DenyUsers or DenyGroups of sshd_config do not allow this account. The account exists, its key may be right, and sshd still answers as if the key were wrong. PAM can block a user, too (pam_access and /etc/security/access.conf), after the key was accepted. On a Mac, Remote Login has its own list of users: the group com.apple.access_ssh.',
    detection: 'sshd prints the lists that apply to this user.',
    firstMove: 'Look at AllowUsers and AllowGroups in the output of `sudo sshd -T`.',
  },
  dependsOn: ['user', 'from'],
  looksLike: loginFails,
  ruledOutBy: { area: 'settings', mark: 'info', text: /^sshd -T/ },
  candidate(server) {
    const config = serverSystems[server.system].configFile
    return {
      command:
        server.system === 'windows'
          ? `Select-String -Path ${config} -Pattern '^ *(Allow|Deny)(Users|Groups)'`
          : userOptions(server, '(allow|deny)(users|groups)'),
      prints: say`an ${'allow'} list without the user (or a group of the user), or a ${'deny'} list with it; nothing when there is no such list`,
      fix: onServer(
        say`Add the user to the list in ${config} (or in a file next to it, in ${'sshd_config.d'}), and keep all other names. Then reload sshd.${
          server.system === 'unknown'
            ? say` On a Mac: ${`sudo dseditgroup -o edit -a ${userWord(server)} -t user com.apple.access_ssh`}.`
            : say``
        }`,
        commands(server.system, serverSystems[server.system].reload),
      ),
    }
  },
}
