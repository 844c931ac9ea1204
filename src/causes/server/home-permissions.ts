import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { asUser } from '../fixes/as-user'
import { administratorsKeys, authorizedKeys } from '../fixes/authorized-keys'
import { onServer, lines, sh } from '../fixes/build'
import { inHome, userWord } from '../fixes/quoted'
import type { ServerCause, ServerView } from '../server-cause'

export const homePermissions: ServerCause = {
  id: 'server/home-permissions',
  title: 'Home or .ssh has the wrong owner or permissions',
  page: {
    means:
      'sshd checks the owner and mode of authorized_keys, of the .ssh folder and of the home (StrictModes, on by default). It ignores the keys when one of them belongs to another user, or when the group or others can write to it. (The sshd of Debian and Ubuntu accepts a group that has only the user as a member.) sshd reads the file with the rights of the user. So it cannot read it either when the user cannot enter a directory above the home.',
    detection:
      'To the remote check it looks the same as a wrong key. The list of owners and modes along the path shows it.',
    firstMove: 'Run `ls -ld ~ ~/.ssh ~/.ssh/authorized_keys`: only the owner may write.',
  },
  dependsOn: ['user'],
  looksLike: keyFails,
  ruledOutBy: { area: 'permissions', mark: 'ok' },
  candidate(server) {
    const user = userWord(server)
    if (server.system === 'windows') {
      return {
        command: `icacls ${administratorsKeys}`,
        prints: say`anyone other than ${'SYSTEM'} and ${'Administrators'} with rights on the file of the members of Administrators`,
        fix: onServer(
          say`Give only those two rights on the file (${'S-1-5-32-544'} is Administrators in every language).`,
          lines(
            `icacls ${administratorsKeys} /inheritance:r /grant "*S-1-5-32-544:F" /grant "SYSTEM:F"`,
          ),
        ),
      }
    }
    const sudo = server.system === 'dropbear' ? '' : 'sudo '
    const home = inHome(server, '')
    const folder = inHome(server, '/.ssh')
    const file = authorizedKeys(server)
    return {
      command:
        server.system === 'freebsd' || server.system === 'dropbear'
          ? `ls -ld ${home} ${folder} ${file}`
          : `sudo namei -l ${file}`,
      prints: say`a ${'w'} for group or others (as in ${'drwxrwxr-x'}), an owner who is neither the user nor ${'root'}, or a directory without ${'x'} for the user`,
      fix: onServer(
        say`Make the user the owner of the folder and the file, and remove those rights. The last command opens the directories above the home that the user cannot enter, for this user. A directory above the home that shows the ${'w'} needs ${'chmod go-w'}, too. This does not change a home that belongs to another user: ask that user first.`,
        sh(
          [
            // Neither -R nor a link is followed: a user can put a link to anything there.
            `${sudo}find ${folder} -maxdepth 1 '(' -name .ssh -o -name authorized_keys ')' ! -type l -exec chown -h ${user}: {} +`,
            asUser(server, 'chmod go-w ~; chmod 700 ~/.ssh; chmod 600 ~/.ssh/authorized_keys'),
            openParents(server),
          ].join('\n'),
        ),
      ),
    }
  },
}

/**
 * Lets the user pass through each directory above the home that is closed to it, from the root downwards: sshd reads the file with
 * the rights of the user. An access control list gives the right to nobody else; without one, others may pass as well.
 */
function openParents(server: ServerView): string {
  const user = userWord(server)
  const open =
    server.system === 'dropbear'
      ? 'chmod o+x "$1"'
      : `sudo setfacl -m u:${user}:x "$1" 2>/dev/null || sudo chmod o+x "$1"`
  const test = server.system === 'dropbear' ? 'test -x "$1"' : `sudo -u ${user} test -x "$1"`
  const pass = `let_pass() { case $1 in (/?*) let_pass "$(dirname "$1")"; ${test} || { ${open}; } ;; esac; }`
  return `${pass}; let_pass "$(dirname ${inHome(server, '')})"`
}
