import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { addKey } from '../fixes/add-key'
import { administratorsKeys, authorizedKeys } from '../fixes/authorized-keys'
import { onServer, lines } from '../fixes/build'
import { inHome } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const authorizedKeysMalformed: ServerCause = {
  id: 'server/authorized-keys-malformed',
  title: 'A line of authorized_keys is broken',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'windows', 'unknown'],
  page: {
    means:
      'sshd skips every line of authorized_keys that it cannot read. Often a key was wrapped over two lines. Or two keys are on one line, because the file had no final newline. A private key and an option with a typing error are skipped, too.',
    detection:
      'Two counts differ: the places where a key begins, and the keys that ssh-keygen can read.',
    firstMove:
      'Look at the file with `ssh-keygen -lf ~/.ssh/authorized_keys`: each key is one line.',
  },
  dependsOn: ['user', 'keyFingerprint'],
  looksLike: keyFails,
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  candidate(server) {
    const file = authorizedKeys(server)
    if (server.system === 'windows') {
      const copy = inHome(server, '/.ssh/authorized_keys.old')
      return {
        command: `ssh-keygen -lf ${file}; ssh-keygen -lf ${administratorsKeys}`,
        prints: say`${'is not a public key file'}: ${'>'} and ${'Out-File'} of Windows PowerShell write UTF-16, which sshd cannot read`,
        fix: onServer(
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
      fix: onServer(
        say`Put every key on its own line, and end the file with a newline. If a key is wrapped or shares a line, it is easiest to add it again.`,
        addKey(server).paste,
      ),
    }
  },
}
