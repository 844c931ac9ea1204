import { type KeyForm } from '../../facts'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { replaceKey } from '../fixes/replace-key'
import { withBlock } from '../fixes/with-block'
import { sizeWords } from '../readings/key-corruption'
import type { Fix } from '../finding'

/** What the text is instead, to follow "contains". */
const what: Partial<Readonly<Record<KeyForm, string>>> = {
  empty: 'nothing but spaces',
  masked: 'asterisks, as a log shows a secret, not the secret itself',
  unexpanded: 'the name of a variable or secret instead of its value',
  'password-like': 'a single word, such as a password',
  'known-hosts-line': 'a line of known_hosts, which is the server’s public key',
  'x509-certificate': 'a TLS certificate',
  'certificate-request': 'a certificate signing request',
  pgp: 'a PGP key',
  age: 'an age key',
  jwk: 'a JSON web key',
  unknown: 'no private key that an SSH client can read',
}

export const notAKey = defineCause({
  id: 'key/not-a-key',
  title: 'The key input is not an SSH key',
  severity: 'error',
  page: {
    means:
      'The input for the private key has something else in it. It can be a password, a certificate or a key of another program. It can be the name of a variable that was not expanded, or a text without any sign of a key. Most often two secrets were mixed up.',
    detection:
      'Neither the text itself nor what it decodes to has the form of an SSH key. Public keys, PuTTY keys and paths have their own findings.',
    firstMove: 'Save the text of the private key file as the secret: it begins with `-----BEGIN`.',
  },
  lookalikes: { 'A private key that is corrupt': 'The text has the form of something else.' },
  needs: ['key'],
  judge({ key: { from, form, lines, bytes, corruption } }) {
    if (what[form] === undefined || corruption.includes('utf-16')) return null
    return {
      certainty: form === 'password-like' ? 'likely' : 'proved',
      evidence: { from, form, lines, bytes },
    }
  },
  explain({ form, lines, bytes, from }, view) {
    const where = from === 'key' ? say`The ${inputName('key')} input` : literal('The key file')
    return {
      verdict: say`${where} contains ${literal(what[form] ?? 'no private key')}`,
      why: literal('the text was read, and this is its form.'),
      observed: [
        say`The text has ${sizeWords(lines, bytes)}; a private key has at least 6 lines and 300 bytes.`,
        ...hint(form),
      ],
      fixes: [...firstFix(form), ...replaceKey(view)],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function hint(form: KeyForm): Words[] {
  if (form === 'known-hosts-line')
    return [say`Such a line belongs in the input ${inputName('known_hosts')}.`]
  if (form === 'password-like')
    return [say`If it is the account’s password, it belongs in the input ${inputName('password')}.`]
  return []
}

function firstFix(form: KeyForm): Fix[] {
  if (form === 'password-like')
    return [
      inWorkflow(
        say`If the login is by password, set ${inputName('password')} and remove ${inputName('key')}. Otherwise set the key again as below.`,
        withBlock({ password: '${{ secrets.SSH_PASSWORD }}' }),
      ),
    ]
  if (form === 'unexpanded')
    return [
      inWorkflow(
        say`Write the secret as an expression: shell variables are not expanded under ${'with:'}.`,
        withBlock({ key: '${{ secrets.SSH_KEY }}' }),
      ),
    ]
  return []
}
