import type { KeyDamage } from '../../facts'
import { own, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import {
  type DamageEvidence,
  damageWords,
  judgeDamage,
  observedOf,
  repairFixes,
} from '../readings/key-corruption'
import { newKey } from '../fixes/replace-key'

export const damaged = defineCause({
  id: 'key/damaged',
  title: 'The private key text is damaged',
  severity: 'error',
  page: {
    means:
      'Something in the text is not as ssh-keygen wrote it: characters were changed or added, lines are indented, other text stands around it, or its public half no longer belongs to its private half. Some clients load such a key without a word, and the server then refuses it without a reason.',
    told: 'The text was compared with the format byte by byte, and the public half was worked out from the private half and compared with the one in the file. Damage that no deploy client minds is not reported.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: no key found',
      'ssh: public key does not match private key',
      'Cannot parse privateKey: Malformed OpenSSH private key',
      'All configured authentication methods failed',
      "Couldn't load private key (…)",
    ],
  },
  needs: [],
  judge: (view) => judgeDamage('key/damaged', view),
  explain(evidence, view) {
    const [leading = 'body-damaged'] = evidence.damage
    const beyondRepair = leading === 'body-damaged'
    return {
      verdict: verdictOf(leading, evidence),
      why: beyondRepair
        ? own('the key holds its own check, and it fails.')
        : own('the text was read, and without this it is a private key.'),
      observed: observedOf(evidence),
      fixes: [...repairFixes(view), ...(beyondRepair ? [newKey(view)] : [])],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function verdictOf(leading: KeyDamage, { halvesAgree, usable }: DamageEvidence): Words {
  if (leading !== 'body-damaged')
    return say`The private key text is damaged: ${damageWords(leading)}`
  if (usable) return own('The private key is damaged: its public part was changed')
  return own(
    halvesAgree === false
      ? 'The private key is damaged: its public half does not belong to its private half'
      : 'The private key is damaged: characters in it were changed',
  )
}
