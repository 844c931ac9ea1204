import { admin, lines } from '../fixes/build'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'
import { addKey } from '../fixes/add-key'
import { inHome } from '../fixes/quoted'

export const authorizedKeysMalformed: ServerCause = {
  id: 'server/authorized-keys-malformed',
  title: 'A line of authorized_keys is broken',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'windows', 'unknown'],
  page: {
    means:
      'sshd passes over every line of authorized_keys that it cannot read: a key that was wrapped over two lines, two keys glued together because the file had no last line end, a private key, or an option with a typing error.',
    detection:
      'Two counts that differ: the places where a key begins, and the keys that ssh-keygen can read.',
    alsoSeenAs: ['Permission denied (publickey).', 'is not a public key file.'],
  },
  dependsOn: ['user', 'keyFingerprint'],
  looksLike: ['auth/key-rejected', 'auth/too-many-failures'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  candidate(server) {
    const file = inHome(server, '/.ssh/authorized_keys')
    if (server.system === 'windows') {
      const copy = inHome(server, '/.ssh/authorized_keys.old')
      return {
        command: `ssh-keygen -lf ${file}; ssh-keygen -lf C:\\ProgramData\\ssh\\administrators_authorized_keys`,
        prints: say`${'is not a public key file'}: ${'>'} and ${'Out-File'} of Windows PowerShell write UTF-16, which sshd cannot read`,
        fix: admin(
          say`Write the file again as ASCII, with each key on one line (members of Administrators: ${'administrators_authorized_keys'}). A copy of the file stays next to it.`,
          lines(
            `Copy-Item ${file} ${copy} -ErrorAction Stop; Set-Content -Encoding ascii -Path ${file} -Value (Get-Content ${copy})`,
          ),
        ),
      }
    }
    return {
      command: `sudo grep -v '^ *#' ${file} | grep -oE '[a-z0-9@.-]+ +AAAA' | wc -l; sudo ssh-keygen -lf ${file} | wc -l`,
      prints: say`two numbers that differ: the first counts where keys begin, the second the keys that can be read`,
      fix: admin(
        say`Put every key on one line of its own, and end the file with a line end. A key that was glued or wrapped is easiest added again.`,
        addKey(server).paste,
      ),
    }
  },
}
