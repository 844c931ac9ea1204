import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { newKey, replaceKey } from '../fixes/replace-key'
import {
  type CorruptionEvidence,
  corruptionWords,
  judgeCorruption,
  observedOf,
} from '../readings/key-corruption'

export const keyDamaged = defineCause({
  id: 'key/damaged',
  title: 'The private key is corrupt',
  severity: 'error',
  page: {
    means:
      'The text differs from what ssh-keygen wrote: characters were changed or added, lines are indented, other text is around it, or its public key does not match its private key. Some clients load such a key without an error, and the server then refuses it without a reason.',
    detection:
      'The text was compared with the format byte by byte. The public key was derived from the private key and compared with the one in the file. What all deploy clients read anyway is not reported.',
    firstMove:
      'Test the key on your computer: `ssh-keygen -y -f KEY`. If it prints a public key, save that file again as the secret.',
  },
  lookalikes: {
    'A form that this program does not know':
      'The key has a checksum or a public part, and it does not fit; or the rest of the text is a private key.',
  },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/damaged', view),
  explain(evidence, view) {
    const beyondRepair = evidence.corruption[0] === 'body-corrupt'
    return {
      verdict: verdictOf(evidence),
      why: beyondRepair
        ? literal('the key has its own checksum, and it does not match.')
        : literal('the text was read, and without this it is a private key.'),
      observed: observedOf(evidence),
      fixes: [...replaceKey(view), ...(beyondRepair ? [newKey(view)] : [])],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function verdictOf({ corruption: [main], publicKeyMatches, usable }: CorruptionEvidence): Words {
  if (main !== 'body-corrupt') return say`The private key is corrupt: ${corruptionWords(main)}`
  if (usable) return literal('The private key is corrupt: its public part was changed')
  return literal(
    publicKeyMatches === false
      ? 'The private key is corrupt: its public key does not match its private key'
      : 'The private key is corrupt: characters in it were changed',
  )
}
