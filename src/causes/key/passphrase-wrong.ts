import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, onComputer } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { secretName, setSecret } from '../fixes/set-secret'

export const passphraseWrong = defineCause({
  id: 'key/passphrase-wrong',
  title: 'Wrong passphrase for the private key',
  severity: 'error',
  pointsAt: 'passphrase',
  page: {
    means:
      'The private key is encrypted, and the given passphrase does not decrypt it. Often the secret belongs to another key, or has a space or a newline at its end. Or it is the password of the account on the server.',
    detection:
      'The key was decrypted with the passphrase, and the result is not a key. A corrupt character in the encrypted part would look the same, so this is likely and not proved.',
    firstMove: 'Test the passphrase on your computer: `ssh-keygen -y -f KEY`.',
  },
  needs: ['key'],
  judge({ key: { passphrase, from, type } }) {
    return passphrase === 'wrong' ? { certainty: 'likely', evidence: { from, type } } : null
  },
  explain({ type }, view) {
    const name = secretName(view, 'passphrase')
    const file = quotedPath(view.key.path ?? '~/.ssh/deploy_key')
    return {
      verdict: literal('The passphrase does not decrypt the private key'),
      why: literal(
        'the key was decrypted with it, and the result is not a key. A corrupt character in the encrypted part would look the same, but is rare.',
      ),
      observed: [
        type === null
          ? literal('The private key is encrypted, and the passphrase does not decrypt it.')
          : say`The private key (${type}) is encrypted, and the passphrase does not decrypt it.`,
      ],
      fixes: [
        onComputer(
          say`Try the passphrase where the key file is. When this prints a public key, the passphrase is right. Then set the secret again, without a space or newline at its end.`,
          sh(
            [
              `ssh-keygen -y -f ${file}`,
              ...(view.runner.platform === 'github' ? [setSecret(view, name)] : []),
            ].join('\n'),
          ),
        ),
        inWorkflow(
          literal(
            'Check that the key and the passphrase belong together: several servers may each have both secrets.',
          ),
        ),
      ],
    }
  },
})
