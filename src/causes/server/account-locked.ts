import { loginFails } from '../remote-findings'
import { accountCommands } from '../../knowledge/account-commands'
import { say } from '../../text/words'
import { onServer, lines, sh, inWorkflow } from '../fixes/build'
import { quoted, userWord } from '../fixes/quoted'
import type { ServerCause, ServerView } from '../server-cause'
import type { Fix } from '../finding'

export const accountLocked: ServerCause = {
  id: 'server/account-locked',
  title: 'The account is locked or expired',
  page: {
    means:
      'The account is locked (by passwd -l, or because it was created without a password and sshd does not use PAM), or it has expired.',
    detection:
      'sshd without PAM answers a locked account as it answers a wrong key. With PAM a locked password does not block a key. An expired account does, and sshd says so after it accepted the key (auth/account-expired).',
    firstMove: 'Run `sudo passwd -S USER`.',
  },
  dependsOn: ['user'],
  looksLike: [...loginFails, 'auth/account-expired', 'auth/maintenance', 'auth/password-expired'],
  ruledOutBy: { area: 'account', mark: 'ok' },
  candidate(server) {
    const user = userWord(server)
    if (server.system === 'freebsd') {
      return {
        command: `pw usershow -n ${user}`,
        prints: say`${'*LOCKED*'} in the second field, or a past date in the seventh`,
        fix: onServer(
          say`Ask the admin why the account was locked. Then unlock it; its password stays. If it has expired, ask why, then ${accountCommands('freebsd').removeEndDate(user)}.`,
          sh(`sudo pw unlock ${user}`),
        ),
      }
    }
    if (server.system === 'windows') {
      return {
        command: `Get-LocalUser ${user} | Format-List Enabled, AccountExpires`,
        prints: say`${'Enabled : False'}, or a past date`,
        fix: onServer(
          say`Ask the admin why the account was disabled. Then enable it; its password stays.`,
          lines(`Enable-LocalUser ${user}`),
        ),
      }
    }
    return {
      command: `sudo passwd -S ${user}; sudo chage -l ${user}; sudo sshd -T | grep '^usepam'`,
      prints: say`${'Account expires'} with a past date, or ${'L'} or ${'LK'} after the name together with ${'usepam no'}`,
      fix: fixOnLinux(user, server),
    }
  },
}

/**
 * For what server-check.sh found. To the remote check an expired account and a locked one look the same, so its fix removes neither
 * without a look.
 */
function fixOnLinux(user: string, server: ServerView): Fix {
  const { found = '' } = server
  const { removeEndDate, endGrace } = accountCommands('unknown')
  if (found.startsWith('The end date of the account '))
    return onServer(
      say`Ask the admin why the account was set to expire. Then remove its end date; its password stays.`,
      sh(removeEndDate(user)),
    )
  if (endGrace && /^The password of .* is too old, and the days of grace are over/.test(found))
    return onServer(
      say`Ask the admin whether the days of grace are meant for this account. If they are not, turn them off.`,
      sh(endGrace(user)),
    )
  if (found.includes('/nologin is there: '))
    return onServer(
      say`Read why logins are off, and remove that file when the work is done.`,
      sh('cat /etc/nologin /run/nologin'),
    )
  if (/^The account .* never had a password \(/.test(found)) return neverHadPassword(user, server)
  // `!` with nothing after it is a password that was never set: some `passwd -u` (BusyBox) would open the account to everybody.
  const name = (server.user ?? 'USERNAME').replace(/[\\^$.*[\]]/g, '\\$&')
  const locked = quoted(`^${name}:!!*[^!:]`)
  return onServer(
    say`Ask the admin why the account was locked. Then unlock it: this runs only where it has a password, which stays. If it has expired, ask why it was set to expire, then ${removeEndDate(user)}. For an account that never had a password, ${'server-check.sh'} prints the fix.`,
    sh(
      server.system === 'dropbear'
        ? `grep -q ${locked} /etc/shadow && passwd -u ${user}`
        : `sudo grep -q ${locked} /etc/shadow && sudo passwd -u ${user}`,
    ),
  )
}

/** `passwd -u` of shadow refuses here, since no password would be left. Only where the check on the server saw the field. */
function neverHadPassword(user: string, server: ServerView): Fix {
  if (server.user === null || server.user === 'root')
    return inWorkflow(say`Have the deploy log in as a user other than root.`)
  return onServer(
    say`Only if the account never had a password: give it a password field that matches no password and is no lock.`,
    sh(`sudo usermod -p '*' ${user}`),
  )
}
