import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, lines } from '../fixes/build'
import { inHome } from '../fixes/quoted'
import { topOfConfig } from '../fixes/sshd-config'
import type { ServerCause } from '../server-cause'

export const homeUnavailable: ServerCause = {
  id: 'server/home-unavailable',
  title: 'The home of the user is not available',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'sshd looks for authorized_keys in the home of the user, and that home is not there before a login. Some homes are encrypted (eCryptfs, fscrypt, systemd-homed), and a password unlocks them. Some are on a disk or a network file system (NFS, autofs) that is not mounted. Some were never created. The key works while somebody is logged in, and fails after a restart.',
    detection:
      'To the remote check it looks the same as a wrong key. The list of mounts and the home itself show it.',
    firstMove: 'See whether the home directory exists and is mounted.',
  },
  dependsOn: ['user'],
  looksLike: [...keyFails, 'auth/stalled', 'session/stalled', 'session/forced-command'],
  ruledOutBy: { area: 'permissions', mark: 'ok' },
  candidate(server) {
    const home = inHome(server, '')
    return {
      command: `sudo ls -A ${home}; findmnt -T ${home}; grep -vE '^ *#' /etc/fstab`,
      prints: say`${'No such file or directory'}, ${'Access-Your-Private-Data.desktop'}, ${'.fscrypt'}, or a line of ${'/etc/fstab'} for the home that ${'findmnt'} does not show; a network disk that is away prints nothing`,
      fix: onServer(
        say`Mount the home at boot, or create it. If a password unlocks it, keep the keys outside of it. To do so, put this line ${topOfConfig(server)}. Then write the key into that file (owner root, mode 644), and reload sshd.`,
        lines('AuthorizedKeysFile /etc/ssh/authorized_keys/%u .ssh/authorized_keys'),
      ),
    }
  },
}
