import { type KeyFacts, type KeyForm } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onComputer } from '../fixes/build'
import { newKey } from '../fixes/replace-key'
import { rewriteKey } from '../fixes/rewrite-key'
import { readers } from '../readings/key-corruption'
import type { Fix } from '../finding'

const oldForms: ReadonlyMap<KeyForm, string> = new Map([
  ['ssh1', 'SSH 1'],
  ['ssh-com', 'ssh.com'],
])

export const unsupportedType = defineCause({
  id: 'key/unsupported-type',
  title: 'Some SSH clients cannot use this type of private key',
  severity: 'error',
  page: {
    means:
      'The text is a private key, but SSH servers or clients do not accept its type. DSA is off since OpenSSH 7.0, and was removed in 10.0. A security key (FIDO) needs its token plugged in. RSA under 1024 bits, some curves and the formats of other programs do not work either. If the key works and only some deploy clients cannot read its format, this is a notice.',
    detection:
      'The key names its type and format itself. Which client reads which format was measured with OpenSSH, Go’s x/crypto and Node’s ssh2.',
    firstMove: 'Make a new key: `ssh-keygen -t ed25519`, and add its public key on the server.',
  },
  lookalikes: { 'A key that is corrupt': 'The key was read up to the name of its type.' },
  needs: ['key'],
  judge({ key }) {
    const { from, form, type, readBy } = key
    const unsupported = key.unsupported ?? oldForms.get(form) ?? null
    if (unsupported === null && !readBySomeOnly(key)) return null
    return {
      certainty: 'proved',
      severity: unsupported === null ? 'notice' : onlyHere(unsupported) ? 'warning' : 'error',
      evidence: { from, form, unsupported, type, ...readBy },
    }
  },
  explain(evidence, view) {
    const { unsupported } = evidence
    return {
      verdict: verdictOf(unsupported),
      why: literal('the key names its own type and format.'),
      observed: [
        unsupported === null
          ? literal('The key works in this check.')
          : say`Type of key: ${literal(unsupported)}.`,
        ...readers(evidence),
      ],
      fixes: [
        ...([...oldForms.values()].includes(unsupported ?? '') ? [convert] : []),
        unsupported !== null && !onlyHere(unsupported) ? newKey(view) : rewriteKey(view.key.path),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

/** Encryption that this program does not support; the deploy's client may. */
const onlyHere = (unsupported: string) => /^(?:cipher|key derivation)/.test(unsupported)

/** An intact key whose format some clients do not read. */
function readBySomeOnly({ usable, corruption, form, readBy }: KeyFacts): boolean {
  if (!usable || corruption.length > 0 || form.startsWith('ppk')) return false
  return Object.values(readBy).some((reads) => reads === false)
}

function verdictOf(unsupported: string | null): Words {
  if (unsupported === null)
    return literal('Not every deploy client reads the format of this private key')
  if (onlyHere(unsupported))
    return say`The private key could not be decrypted here: ${literal(unsupported)}`
  if (unsupported.startsWith('FIDO'))
    return literal('The private key belongs to a security key, which a workflow cannot touch')
  return say`The private key is of a type that SSH servers do not accept: ${literal(unsupported)}`
}

const convert: Fix = onComputer(
  say`If the key is still in use, convert it with the program that made it, or with ${'ssh-keygen -i'}.`,
)
