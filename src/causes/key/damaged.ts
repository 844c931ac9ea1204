import type { KeyCorruption } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import {
  type CorruptionEvidence,
  corruptionWords,
  judgeCorruption,
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
    detection:
      'The text was compared with the format byte by byte, and the public half was worked out from the private half and compared with the one in the file. Damage that no deploy client minds is not reported.',
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
  judge: (view) => judgeCorruption('key/damaged', view),
  explain(evidence, view) {
    const [leading = 'body-corrupt'] = evidence.corruption
    const beyondRepair = leading === 'body-corrupt'
    return {
      verdict: verdictOf(leading, evidence),
      why: beyondRepair
        ? literal('the key holds its own check, and it fails.')
        : literal('the text was read, and without this it is a private key.'),
      observed: observedOf(evidence),
      fixes: [...repairFixes(view), ...(beyondRepair ? [newKey(view)] : [])],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function verdictOf(
  leading: KeyCorruption,
  { publicKeyMatches, usable }: CorruptionEvidence,
): Words {
  if (leading !== 'body-corrupt')
    return say`The private key text is damaged: ${corruptionWords(leading)}`
  if (usable) return literal('The private key is damaged: its public part was changed')
  return literal(
    publicKeyMatches === false
      ? 'The private key is damaged: its public half does not belong to its private half'
      : 'The private key is damaged: characters in it were changed',
  )
}
