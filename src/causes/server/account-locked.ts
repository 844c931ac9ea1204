import { admin, lines, sh } from '../fixes/build'
import { say } from '../../text/words'
import { accountCommands } from '../../knowledge/account-commands'
import type { Fix } from '../cause'
import type { ServerCause, ServerView } from '../server-cause'
import { quoted, userWord } from '../fixes/quoted'

export const accountLocked: ServerCause = {
  id: 'server/account-locked',
  title: 'The account is locked or expired',
  page: {
    means:
      'The account has been locked (passwd -l, or made without a password where sshd does not use PAM) or its end date has passed.',
    detection:
      'sshd without PAM answers a locked account as it answers a wrong key. With PAM a locked password does not stop a key, but an expired account does, and says so after the key was accepted (auth/account-expired).',
    alsoSeenAs: [
      'User … not allowed because account is locked',
      'Permission denied (publickey).',
      'pam_unix(sshd:account): account … has expired (account expired)',
    ],
  },
  dependsOn: ['user'],
  looksLike: [
    'auth/key-rejected',
    'auth/too-many-failures',
    'auth/login-refused',
    'auth/password-rejected',
    'auth/closed',
    'auth/account-expired',
    'auth/maintenance',
    'auth/password-expired',
  ],
  ruledOutBy: { area: 'account', mark: 'ok' },
  candidate(server) {
    const user = userWord(server)
    if (server.system === 'freebsd') {
      return {
        command: `pw usershow -n ${user}`,
        prints: say`${'*LOCKED*'} in the second field, or a date that has passed in the seventh`,
        fix: admin(
          say`Ask the admin why the account was locked. Then unlock it; its password stays. If its end date has passed, ask why, then ${accountCommands('freebsd').removeEndDate(user)}.`,
          sh(`sudo pw unlock ${user}`),
        ),
      }
    }
    if (server.system === 'windows') {
      return {
        command: `Get-LocalUser ${user} | Format-List Enabled, AccountExpires`,
        prints: say`${'Enabled : False'}, or a date that has passed`,
        fix: admin(
          say`Ask the admin why the account was disabled. Then enable it; its password stays.`,
          lines(`Enable-LocalUser ${user}`),
        ),
      }
    }
    return {
      command: `sudo passwd -S ${user}; sudo chage -l ${user}; sudo sshd -T | grep '^usepam'`,
      prints: say`${'Account expires'} with a date that has passed, or ${'L'} or ${'LK'} behind the name together with ${'usepam no'}`,
      fix: { who: 'server admin', ...fixOnLinux(user, server) },
    }
  },
}

/** By what server-check.sh saw; from outside an end date and a lock look the same, and nothing that is not known is taken away. */
function fixOnLinux(user: string, server: ServerView): Pick<Fix, 'what' | 'paste'> {
  const { found = '' } = server
  const { removeEndDate, endGrace } = accountCommands('unknown')
  if (found.startsWith('The end date of the account '))
    return {
      what: say`Ask the admin why the account was set to expire. Then take its end date away; its password stays.`,
      paste: { language: 'sh', text: removeEndDate(user) },
    }
  if (endGrace && /^The password of .* is too old, and the days of grace are over/.test(found))
    return {
      what: say`Ask the admin whether the days of grace are meant for this account. If they are not, switch them off.`,
      paste: { language: 'sh', text: endGrace(user) },
    }
  if (found.includes('/nologin is there: '))
    return {
      what: say`Read why logins are off, and remove that file when the work is done.`,
      paste: { language: 'sh', text: 'cat /etc/nologin /run/nologin' },
    }
  if (/^The account .* never had a password \(/.test(found)) return neverHadPassword(user, server)
  // `!` and nothing behind it is a password that was never set: some `passwd -u` (BusyBox) would open the account to everybody.
  const name = (server.user ?? 'USERNAME').replace(/[\\^$.*[\]]/g, '\\$&')
  const locked = quoted(`^${name}:!!*[^!:]`)
  return {
    what: say`Ask the admin why the account was locked. Then unlock it: this runs only where it has a password, which stays. If its end date has passed, ask why it was set to expire, then ${removeEndDate(user)}. For an account that never had a password, ${'server-check.sh'} prints the way.`,
    paste: { language: 'sh', text: `sudo grep -q ${locked} /etc/shadow && sudo passwd -u ${user}` },
  }
}

/** `passwd -u` of shadow refuses here, since no password would be left. Only where the check on the server saw the field. */
function neverHadPassword(user: string, server: ServerView): Pick<Fix, 'what' | 'paste'> {
  if (server.user === null || server.user === 'root')
    return { what: say`Let the deploy log in as a user other than root.` }
  return {
    what: say`Only if the account never had a password: give it a password field that fits no password and is no lock.`,
    paste: { language: 'sh', text: `sudo usermod -p '*' ${user}` },
  }
}
