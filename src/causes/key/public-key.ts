import { type KeyForm } from '../../facts'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { replaceKey } from '../fixes/replace-key'
import { withBlock } from '../fixes/with-block'
import type { Fix } from '../finding'

const forms: readonly KeyForm[] = [
  'public-openssh',
  'public-rfc4716',
  'public-pem',
  'openssh-certificate',
]

export const publicKey = defineCause({
  id: 'key/public-key',
  title: 'A public key was given instead of the private key',
  severity: 'error',
  page: {
    means:
      'The input is a public key, the content of a file that ends in `.pub`. The public key belongs on the server, in `authorized_keys`. To log in, the step needs the private key, the file of the same name without `.pub`.',
    detection: 'The text is a public key by its form. Nothing private is in it.',
    firstMove: 'Use the file without `.pub`.',
  },
  lookalikes: { 'A private key without its header': 'The text has the form of a public key.' },
  needs: ['key'],
  judge({ key: { from, form, type } }) {
    return forms.includes(form) ? { certainty: 'proved', evidence: { from, form, type } } : null
  },
  explain({ form, type }, view) {
    return {
      verdict: literal(
        form === 'openssh-certificate'
          ? 'The key is a certificate (a signed public key), not the private key'
          : 'The key is a public key; the private key is needed here',
      ),
      why: literal('the text has the form of a public key, and nothing private is in it.'),
      observed: [
        type === null
          ? literal('The text is a public key.')
          : say`The text is a public key of the type ${type}.`,
        say`The private key that belongs to it has the same fingerprint in ${'ssh-keygen -lf FILE'}.`,
      ],
      fixes: [...withoutPub(view.key.path), ...replaceKey(view)],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function withoutPub(path: string | null): Fix[] {
  if (!path?.endsWith('.pub')) return []
  return [
    inWorkflow(
      say`Point ${inputName('key_path')} at the private key, the file of the same name without ${'.pub'}.`,
      withBlock({ key_path: JSON.stringify(path.slice(0, -4)) }),
    ),
  ]
}
