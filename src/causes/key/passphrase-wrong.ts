import { author, sh } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { secretName, setSecret } from '../fixes/set-secret'
import { pathWord } from '../fixes/replace-key'
export const passphraseWrong = defineCause({
  id: 'key/passphrase-wrong',
  title: 'The passphrase does not fit the private key',
  severity: 'error',
  pointsAt: 'passphrase',
  page: {
    means:
      'The private key is encrypted, and the passphrase that was given does not open it. Often the secret belongs to another key, has a blank or a line break at its end, or holds the password of the account on the server instead.',
    detection:
      'The key was decrypted with the passphrase, and what came out is no key. A damaged character in the encrypted part would look the same, so this is likely and not proved.',
    alsoSeenAs: [
      'x509: decryption password incorrect',
      'Cannot parse privateKey: OpenSSH key integrity check failed -- bad passphrase?',
      'Malformed OpenSSH private key. Bad passphrase?',
      'Load key "…": incorrect passphrase supplied to decrypt private key',
      'bad decrypt',
      'Wrong passphrase',
    ],
  },
  needs: [],
  judge(view) {
    const key = view.key
    if (key?.passphrase !== 'wrong') return null
    const { from, type } = key
    return { certainty: 'likely', evidence: { from, type } }
  },
  explain({ type }, view) {
    const name = secretName(view, 'passphrase', 'SSH_PASSPHRASE')
    const path = view.key?.path ?? '~/.ssh/deploy_key'
    return {
      verdict: literal('The passphrase does not open the private key'),
      why: literal(
        'decrypting the key with it gives nothing that is a key. A damaged character in the encrypted part would look the same, but is rare.',
      ),
      observed: [
        type === null
          ? literal('The private key is encrypted, and the passphrase does not open it.')
          : say`The private key (${type}) is encrypted, and the passphrase does not open it.`,
      ],
      fixes: [
        author(
          say`Try the passphrase where the key file is; when it prints a public key, it is the right one. Then set the secret again, without a blank or line break at its end.`,
          sh(
            [
              `ssh-keygen -y -f ${pathWord(path)}`,
              ...(view.runner.platform === 'github' ? [setSecret(view, name)] : []),
            ].join('\n'),
          ),
        ),
        author(
          literal(
            'Check that key and passphrase belong together: both secrets may exist for several servers.',
          ),
        ),
      ],
    }
  },
})
