import { loginFails } from '../remote-findings'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { onServer, lines } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import { topOfConfig } from '../fixes/sshd-config'
import type { ServerCause } from '../server-cause'

export const rootLoginOff: ServerCause = {
  id: 'server/root-login-off',
  title: 'Logins of root are switched off',
  page: {
    means:
      'PermitRootLogin is `no`, or `prohibit-password` while a password is used, or `forced-commands-only` while the key has no command. Many admins choose this, and many images have it from the start.',
    detection:
      'With the right key, OpenSSH first accepts the key and then refuses the login, which the remote check sees (auth/login-refused). With a wrong key it answers as usual, so this is also a candidate of auth/key-rejected.',
    firstMove: 'Look at `PermitRootLogin` in the output of `sudo sshd -T`.',
  },
  dependsOn: ['user', 'from'],
  looksLike: loginFails,
  ruledOutBy: { area: 'settings', mark: 'info', text: /^sshd -T/ },
  fixableElsewhere: true,
  candidate(server) {
    if (server.system === 'dropbear') {
      return {
        command:
          'uci show dropbear | grep -E "RootLogin|RootPasswordAuth"; ps w | grep "[d]ropbear"',
        prints: say`${"RootLogin='0'"}, or dropbear started with ${'-w'} or ${'-g'}`,
        fix: onServer(
          say`Have the deploy log in as a separate user, or start dropbear without ${'-w'}.`,
        ),
      }
    }
    return {
      command:
        server.system === 'windows'
          ? `Select-String -Path ${serverSystems.windows.configFile} -Pattern '^ *PermitRootLogin'`
          : userOptions({ ...server, user: 'root' }, 'permitrootlogin'),
      prints: say`${'permitrootlogin no'} or ${'forced-commands-only'} (${'prohibit-password'} and ${'without-password'} refuse only passwords)`,
      fix: onServer(
        say`Best: have the deploy log in as another user. To allow root by key anyway, put this line ${topOfConfig(server)}. A line further down then counts only in a ${'Match'} block. Then reload sshd.`,
        lines('PermitRootLogin prohibit-password'),
      ),
    }
  },
}
