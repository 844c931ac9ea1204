import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { inWorkflow, sh } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const keyTypeRefused: ServerCause = {
  id: 'server/key-type-refused',
  title: 'sshd refuses keys of this type or length',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'The key is in authorized_keys, and the settings of sshd refuse all keys like it: an RSA key is shorter than `RequiredRSASize` (on Red Hat `RSAMinSize`, or the crypto policy), or `PubkeyAcceptedAlgorithms` does not name its type. sshd does not even look for such a key.',
    detection:
      'To the remote check it looks the same as a wrong key, unless the server announces its list of types (auth/key-type-refused). It never announces a length.',
    firstMove: 'Look at `PubkeyAcceptedAlgorithms` in the output of `sudo sshd -T`.',
  },
  dependsOn: ['user', 'keyFingerprint'],
  looksLike: [...keyFails, 'auth/key-type-refused'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^sshd accepts keys of this type/ },
  fixableElsewhere: true,
  candidate(server) {
    return {
      command: userOptions(server, '(requiredrsasize|rsaminsize|pubkeyaccepted)'),
      prints: say`a length greater than that of the key (${'ssh-keygen -lf KEY'} prints it first), or a list without the type of the key`,
      fix: inWorkflow(
        say`Make a new Ed25519 key for the deploy. Add its public key to ${'authorized_keys'}, and put the private key into the secret.`,
        sh(`ssh-keygen -t ed25519 -N '' -C deploy -f ./deploy_key`),
      ),
    }
  },
}
