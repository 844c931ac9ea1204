import { say } from '../../words'
import type { ServerCause } from './candidate'
import { userWord } from './shell-words'

export const accountLocked: ServerCause = {
  id: 'server/account-locked',
  title: 'The account is locked or expired',
  page: {
    means:
      'The account has been locked (passwd -l, or made without a password where sshd does not use PAM) or its end date has passed.',
    told: 'sshd without PAM answers a locked account as it answers a wrong key. With PAM a locked password does not stop a key, but an expired account does, and says so after the key was accepted (auth/account-expired).',
    alsoSeenAs: [
      'User … not allowed because account is locked',
      'Permission denied (publickey).',
      'pam_unix(sshd:account): account … has expired (account expired)',
    ],
  },
  candidate(view) {
    const user = userWord(view)
    if (view.system === 'freebsd') {
      return {
        command: `pw usershow -n ${user}`,
        look: say`${'*LOCKED*'} in the second field, or a date that has passed in the seventh`,
        fix: {
          who: 'server admin',
          what: say`Unlock the account.`,
          paste: { language: 'sh', text: `sudo pw unlock ${user}` },
        },
      }
    }
    if (view.system === 'windows') {
      return {
        command: `Get-LocalUser ${user} | Format-List Enabled, AccountExpires`,
        look: say`${'Enabled : False'}, or a date that has passed`,
        fix: {
          who: 'server admin',
          what: say`Enable the account.`,
          paste: { language: 'text', text: `Enable-LocalUser ${user}` },
        },
      }
    }
    return {
      command: `sudo passwd -S ${user}; sudo chage -l ${user}; sudo sshd -T | grep '^usepam'`,
      look: say`${'Account expires'} with a date that has passed, or ${'L'} or ${'LK'} behind the name together with ${'usepam no'}`,
      fix: {
        who: 'server admin',
        what: say`Give the account a password field that no password fits but that does not lock it, and take its end date away.`,
        paste: { language: 'sh', text: `sudo usermod -p '*' -e '' ${user}` },
      },
    }
  },
}
