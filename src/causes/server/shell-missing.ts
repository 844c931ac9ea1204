import { loginFails } from '../remote-findings'
import { accountCommands } from '../../knowledge/account-commands'
import { say } from '../../text/words'
import { onServer, commands, lines } from '../fixes/build'
import { quoted } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const shellMissing: ServerCause = {
  id: 'server/shell-missing',
  title: 'The login shell does not exist',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'windows', 'dropbear', 'unknown'],
  page: {
    means:
      'The account names a shell that is not on the server (bash on Alpine, zsh that was removed). Or that shell cannot be started, or is not an allowed one. OpenSSH then treats the user as unknown. On Windows one setting, DefaultShell, names the shell of all users.',
    detection: 'To the remote check it looks the same as a wrong key.',
    firstMove: 'Look up the shell of the user: `getent passwd USER`.',
  },
  dependsOn: ['user'],
  looksLike: [...loginFails, 'session/no-shell', 'session/exec-refused'],
  ruledOutBy: { area: 'account', mark: 'ok' },
  candidate(server) {
    if (server.system === 'windows') {
      return {
        command: 'Get-ItemProperty HKLM:\\SOFTWARE\\OpenSSH | Select-Object DefaultShell',
        prints: say`a path that does not exist (no path is fine: the shell is then ${'cmd.exe'})`,
        fix: onServer(
          say`Set a shell that exists.`,
          lines(accountCommands('windows').setShell('')),
        ),
      }
    }
    const user = quoted(server.user ?? 'USERNAME')
    return {
      command: `ls -lL -- "$(getent passwd -- ${user} | cut -d: -f7)"`,
      prints: say`${'No such file or directory'}, or a file without ${'x'}`,
      fix: onServer(
        say`Give the user a shell that exists (and, for Dropbear, that ${'/etc/shells'} lists).`,
        commands(server.system, accountCommands(server.system).setShell(user)),
      ),
    }
  },
}
