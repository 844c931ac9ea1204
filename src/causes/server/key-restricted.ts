import { admin } from '../fixes/build'
import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'
import { printPublicKey, wholePublicKey } from '../fixes/public-key-word'
import { effectiveConfig, inHome } from '../fixes/quoted'

export const keyRestricted: ServerCause = {
  id: 'server/key-restricted',
  title: 'The key is listed, but shut out',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'The key is in authorized_keys, and its line or a list of revoked keys shuts it out all the same: from= names other addresses than the runner has (those of hosted runners change), expiry-time has passed, cert-authority makes it a key that signs certificates, or RevokedKeys of sshd_config names it. When the file of RevokedKeys cannot be read, sshd refuses every key.',
    detection:
      'sshd passes over such a line as if it were not there, so it looks the same as a wrong key from outside. The options in front of the key show it.',
    alsoSeenAs: [
      'Authentication tried for … with correct key but not from a permitted host',
      'Authentication tried with invalid from=',
      'key has expired',
      'Authentication key … revoked by file',
      'Error checking authentication key … in revoked keys file',
      'Permission denied (publickey).',
    ],
  },
  dependsOn: ['user', 'keyFingerprint', 'from'],
  looksLike: ['auth/key-rejected', 'auth/too-many-failures'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  fixableElsewhere: true,
  candidate(server) {
    const file = inHome(server, '/.ssh/authorized_keys')
    const publicKey = wholePublicKey(server)
    return {
      command: `sudo grep -nE '(from|expiry-time)=|cert-authority' ${file}; ${effectiveConfig(server)} | grep '^revokedkeys'`,
      prints: say`${'from='} without the address of the runner, a date in ${'expiry-time='} that has passed, or ${'cert-authority'}, in front of the offered key; or ${'revokedkeys'} with a file (${'none'} is usual)`,
      fix: admin(
        say`Change those options. ${'from='} suits a runner with a fixed address alone: a hosted one has another address each time, so that a key of its own with ${'restrict'} serves better there.`,
        publicKey === null
          ? // Prints the line, where the private key is: copied from here it would hold the runner's masks.
            { language: 'sh', text: `echo "restrict,pty $(${printPublicKey})"` }
          : { language: 'text', text: `restrict,pty ${publicKey}` },
      ),
    }
  },
}
