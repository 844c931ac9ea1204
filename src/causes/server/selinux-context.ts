import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, sh } from '../fixes/build'
import { inHome } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const selinuxContext: ServerCause = {
  id: 'server/selinux-context',
  title: 'SELinux keeps sshd from authorized_keys',
  systems: ['unknown'],
  page: {
    means:
      'On Red Hat, Fedora, Rocky and Alma the files in .ssh need the label ssh_home_t. Files that were moved there, or a home outside /home, have another label, and sshd is not allowed to read them.',
    detection:
      'To the remote check it looks the same as a wrong key. A dry run of restorecon names the files whose label is wrong.',
    firstMove: 'Run `sudo restorecon -Rv ~/.ssh`.',
  },
  dependsOn: ['user'],
  looksLike: keyFails,
  ruledOutBy: { area: 'selinux', mark: 'info' },
  candidate(server) {
    const folder = inHome(server, '/.ssh')
    return {
      command: `sudo restorecon -nRv ${folder}`,
      prints: say`${'Would relabel'}, once for each file; nothing when the labels are right`,
      fix: onServer(say`Restore the labels.`, sh(`sudo restorecon -Rv ${folder}`)),
    }
  },
}
