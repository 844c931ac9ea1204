import { say } from '../../text/words'
import type { ServerCause } from '../server-cause'
import { addKey } from '../fixes/add-key'
import { inHome } from '../fixes/quoted'

export const keyNotListed: ServerCause = {
  id: 'server/key-not-listed',
  title: 'The key is not in authorized_keys',
  page: {
    means:
      'The public half of the key is not among those that this user may log in with. The key in the secret and the key on the server belong to different pairs, or it was added for another user.',
    detection:
      'It is the most frequent reason for a rejected key. The fingerprint settles it: it is the same for both halves of a pair.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    ],
  },
  dependsOn: ['user', 'keyFingerprint'],
  looksLike: ['auth/key-rejected', 'auth/too-many-failures'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  fixableElsewhere: true,
  candidate(server) {
    const file = inHome(server, '/.ssh/authorized_keys')
    const fingerprint = server.keyFingerprint ?? 'SHA256:…'
    if (server.system === 'windows') {
      return {
        command: `ssh-keygen -lf ${file}; ssh-keygen -lf C:\\ProgramData\\ssh\\administrators_authorized_keys`,
        prints: say`no line with ${fingerprint}; the second file is the one for members of Administrators`,
        fix: addKey(server),
      }
    }
    if (server.system === 'dropbear') {
      return {
        command: `cat /etc/dropbear/authorized_keys ${file}`,
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
