import { literal } from '../../text/words'
import { defineCause } from '../cause'
import { newKey, replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'

export const truncated = defineCause({
  id: 'key/truncated',
  title: 'The private key is incomplete',
  severity: 'error',
  page: {
    means:
      'A part of the private key is missing: lines at its end, at its beginning or in between, or the BEGIN or END line. Usually only a part of the file was copied, or only its first line arrived.',
    detection:
      'The format gives the length of each part of the key, and the text is shorter. Or the BEGIN or END line is missing although the body is whole. A part missing from the body cannot be repaired.',
    firstMove: 'Copy the whole file, from the BEGIN line to the END line.',
  },
  lookalikes: {
    'A text that is corrupt in another way': 'The lengths in the key say that more bytes follow.',
  },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/truncated', view),
  explain(evidence, view) {
    const markersOnly = !evidence.corruption.includes('truncated')
    return {
      verdict: literal(
        markersOnly
          ? 'The private key is incomplete: its BEGIN or END line is missing'
          : evidence.usable
            ? 'The private key is incomplete: its last characters are missing'
            : 'The private key is cut off: a part of it is missing',
      ),
      why: literal(
        markersOnly
          ? 'the body of the key is whole, and the BEGIN or END line around it is missing.'
          : 'the key itself gives its length, and the text is shorter.',
      ),
      observed: observedOf(evidence),
      fixes: [...replaceKey(view), newKey(view)],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
