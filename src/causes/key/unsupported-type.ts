import { author, sh } from '../fixes/build'
import { type KeyFacts, type KeyForm } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { readers } from '../readings/key-corruption'
import { newKey, pathWord } from '../fixes/replace-key'
const oldForms: ReadonlyMap<KeyForm, string> = new Map([
  ['ssh1', 'SSH 1'],
  ['ssh-com', 'ssh.com'],
])

export const unsupportedType = defineCause({
  id: 'key/unsupported-type',
  title: 'Not every SSH client can use this kind of private key',
  severity: 'error',
  page: {
    means:
      'The text is a private key, but of a kind that SSH servers or clients do not take: DSA (off since OpenSSH 7.0, gone since 10.0), a security key (FIDO) that needs its token plugged in, a curve that SSH does not know, RSA under 1024 bits, or a format of other programs. Where the key works and only some deploy clients cannot read its format, this is a notice.',
    detection:
      'The key names its type and format itself. Which client reads which was measured with OpenSSH, Go’s x/crypto and Node’s ssh2.',
    alsoSeenAs: [
      'ssh: unhandled key type',
      'ssh: unsupported key type "ENCRYPTED PRIVATE KEY"',
      'Unsupported OpenSSH private key type: sk-ssh-ed25519@openssh.com',
      'Unsupported private key EC OID',
      'Cannot parse privateKey: Unsupported key format',
      'x509: unknown elliptic curve',
      'Invalid key length',
    ],
  },
  needs: [],
  judge(view) {
    const key = view.key
    const unsupported = key && (key.unsupported ?? oldForms.get(key.form) ?? null)
    if (!key || (unsupported === null && !readBySomeOnly(key))) return null
    const { from, form, type } = key
    return {
      certainty: 'proved',
      severity: unsupported === null ? 'notice' : onlyHere(unsupported) ? 'warning' : 'error',
      evidence: { from, form, unsupported, type, ...key.readBy },
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
          : say`Kind of key: ${literal(unsupported)}.`,
        ...readers(evidence),
      ],
      fixes: fixesOf(unsupported).concat(
        unsupported !== null && !onlyHere(unsupported)
          ? [newKey(view)]
          : [rewrite(view.key?.path ?? null)],
      ),
    }
  },
  pointsAt: (evidence) => evidence.from,
})

/** Encryption that this program does not undo; the deploy's client may. */
const onlyHere = (unsupported: string) => /^(?:cipher|key derivation)/.test(unsupported)

/** An undamaged key whose format is strange to some clients. */
function readBySomeOnly({ usable, corruption, form, readBy }: KeyFacts): boolean {
  if (!usable || corruption.length > 0 || form.startsWith('ppk')) return false
  return Object.values(readBy).some((reads) => reads === false)
}

function verdictOf(unsupported: string | null): Words {
  if (unsupported === null)
    return literal('Not every deploy client reads the format of this private key')
  if (onlyHere(unsupported))
    return say`The private key could not be opened here: ${literal(unsupported)}`
  if (unsupported.startsWith('FIDO'))
    return literal('The private key belongs to a security key, which a workflow cannot touch')
  return say`The private key is of a kind that SSH servers do not take: ${literal(unsupported)}`
}

function fixesOf(unsupported: string | null): Fix[] {
  if (unsupported !== 'SSH 1' && unsupported !== 'ssh.com') return []
  return [
    author(
      say`If the key is still in use, convert it with the program that made it, or with ${'ssh-keygen -i'}.`,
    ),
  ]
}

/** ssh-keygen writes its own format, in the cipher that everybody reads, whenever it changes the passphrase. */
function rewrite(path: string | null): Fix {
  const file = path === null ? './deploy_key' : pathWord(path)
  return author(
    say`If the deploy’s client cannot read it, let ${'ssh-keygen'} (OpenSSH 9.6 or later) write a copy of the key in its usual format, and store that. It asks for the passphrase; the key stays the same.`,
    sh(`cp ${file} deploy_key_new && ssh-keygen -p -Z aes256-ctr -f deploy_key_new`),
  )
}
