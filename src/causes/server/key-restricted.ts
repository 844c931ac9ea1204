import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { searchKeys } from '../fixes/authorized-keys'
import { onServer, lines, sh } from '../fixes/build'
import { printPublicKey, wholePublicKey } from '../fixes/public-key-word'
import { userOptions } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const keyRestricted: ServerCause = {
  id: 'server/key-restricted',
  title: 'The key is listed, but blocked',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'The key is in authorized_keys, but its line or a list of revoked keys blocks it. `from=` can name other addresses than the runner has; those of hosted runners change. `expiry-time` can be in the past. `cert-authority` makes it a key that only signs certificates. RevokedKeys of sshd_config can name it. When sshd cannot read the file of RevokedKeys, it refuses every key.',
    detection:
      'sshd skips such a line, so to the remote check it looks the same as a wrong key. The options before the key show it.',
    firstMove: 'Look at the options before the key in authorized_keys.',
  },
  dependsOn: ['user', 'keyFingerprint', 'from'],
  looksLike: keyFails,
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  fixableElsewhere: true,
  candidate(server) {
    const publicKey = wholePublicKey(server)
    return {
      command: `${searchKeys(server, '(from|expiry-time)=|cert-authority')}; ${userOptions(server, 'revokedkeys')}`,
      prints: say`${'from='} without the address of the runner, a past date in ${'expiry-time='}, or ${'cert-authority'}, before the offered key; or ${'revokedkeys'} with a file (${'none'} is usual)`,
      fix: onServer(
        say`Change those options. ${'from='} suits only a runner with a fixed address. A hosted runner has another address each time, so use a separate key with ${'restrict'} there.`,
        publicKey === null
          ? // Prints the line where the private key is: a copy from here would have the runner's masks in it.
            sh(`echo "restrict,pty $(${printPublicKey})"`)
          : lines(`restrict,pty ${publicKey}`),
      ),
    }
  },
}
