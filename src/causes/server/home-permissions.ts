import { admin, lines, sh } from '../fixes/build'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'
import { asUser } from '../fixes/as-user'
import { inHome, userWord } from '../fixes/quoted'

export const homePermissions: ServerCause = {
  id: 'server/home-permissions',
  title: 'Home or .ssh can be written by others',
  page: {
    means:
      'With StrictModes (which is on unless someone turned it off) sshd ignores authorized_keys when the file, the .ssh folder or the home folder belongs to somebody else or can be written by the group or by others. (The sshd of Debian and Ubuntu lets a group write that nobody but the user is in.)',
    detection:
      'It looks the same as a wrong key from outside. The list of owners and modes along the path shows it.',
    alsoSeenAs: [
      'Authentication refused: bad ownership or modes for directory',
      'Authentication refused: bad ownership or modes for file',
      'Permission denied (publickey).',
    ],
  },
  dependsOn: ['user'],
  looksLike: ['auth/key-rejected', 'auth/too-many-failures'],
  ruledOutBy: { area: 'permissions', mark: 'ok' },
  candidate(server) {
    const user = userWord(server)
    if (server.system === 'windows') {
      return {
        command: 'icacls C:\\ProgramData\\ssh\\administrators_authorized_keys',
        prints: say`anyone but ${'SYSTEM'} and ${'Administrators'} with rights on the file that members of Administrators log in with`,
        fix: admin(
          say`Leave those two alone on the file (${'S-1-5-32-544'} is Administrators in every language).`,
          lines(
            'icacls C:\\ProgramData\\ssh\\administrators_authorized_keys /inheritance:r /grant "*S-1-5-32-544:F" /grant "SYSTEM:F"',
          ),
        ),
      }
    }
    const home = inHome(server, '')
    const folder = inHome(server, '/.ssh')
    const file = inHome(server, '/.ssh/authorized_keys')
    return {
      command:
        server.system === 'freebsd' || server.system === 'dropbear'
          ? `ls -ld ${home} ${folder} ${file}`
          : `sudo namei -l ${file}`,
      prints: say`a ${'w'} for group or others (as in ${'drwxrwxr-x'}), or an owner who is neither the user nor ${'root'}`,
      fix: admin(
        say`Give the folder and the file to the user, and take those rights away. A directory above the home that shows the ${'w'} needs ${'chmod go-w'} too. A home of another user is not changed here: ask that user first.`,
        sh(
          [
            // Neither -R nor a link is followed: a user can put a link to anything there.
            `sudo find ${folder} -maxdepth 1 '(' -name .ssh -o -name authorized_keys ')' ! -type l -exec chown -h ${user}: {} +`,
            asUser(server, 'chmod go-w ~; chmod 700 ~/.ssh; chmod 600 ~/.ssh/authorized_keys'),
          ].join('\n'),
        ),
      ),
    }
  },
}
