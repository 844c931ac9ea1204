import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { addKey } from '../fixes/add-key'
import { administratorsKeys, authorizedKeys, dropbearRootKeys } from '../fixes/authorized-keys'
import type { ServerCause } from '../server-cause'

export const keyNotListed: ServerCause = {
  id: 'server/key-not-listed',
  title: 'The key is not in authorized_keys',
  page: {
    means:
      'The public key is not among those that this user can log in with. The key in the secret and the key on the server belong to different pairs, or the key was added for another user.',
    detection:
      'It is the most frequent reason for a rejected key. The fingerprint shows it: a private key and its public key have the same one.',
    firstMove: 'Look for the public key in `~/.ssh/authorized_keys`.',
  },
  dependsOn: ['user', 'keyFingerprint'],
  looksLike: keyFails,
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  fixableElsewhere: true,
  candidate(server) {
    const file = authorizedKeys(server)
    const fingerprint = server.keyFingerprint ?? 'SHA256:…'
    if (server.system === 'windows') {
      return {
        command: `ssh-keygen -lf ${file}; ssh-keygen -lf ${administratorsKeys}`,
        prints: say`no line with ${fingerprint}; the second file is the one for members of Administrators`,
        fix: addKey(server),
      }
    }
    if (server.system === 'dropbear') {
      return {
        command: `cat ${dropbearRootKeys} ${file}`,
        prints: say`no line with the public key (the first file is that of root)`,
        fix: addKey(server),
      }
    }
    return {
      command: `sudo ssh-keygen -lf ${file}`,
      prints: say`no line with ${fingerprint}`,
      fix: addKey(server),
    }
  },
}
