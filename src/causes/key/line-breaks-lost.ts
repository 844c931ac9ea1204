import { literal } from '../../text/words'
import { defineCause } from '../cause'
import { replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'

export const lineBreaksLost = defineCause({
  id: 'key/line-breaks-lost',
  title: 'The private key lost its line breaks',
  severity: 'error',
  page: {
    means:
      'A private key is a text of several lines, and no SSH client reads it on one line. The line breaks became spaces, vanished, or are written as the two characters `\\n`. Usual reasons are a shell variable without quotes, a one-line form field, a JSON file, a `.env` file or a YAML value folded with `>`.',
    detection:
      'With its line breaks restored, the text is a whole private key: body and length were checked. A key that is also incomplete is key/truncated.',
    firstMove:
      'Save the whole key file as the secret again, with all its lines. In a script, write `"$KEY"` with quotes.',
  },
  lookalikes: {
    'A text that is corrupt in another way': 'With its line breaks, the text is a private key.',
  },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/line-breaks-lost', view),
  explain(evidence, view) {
    return {
      verdict: literal(
        evidence.corruption.includes('escaped-newlines')
          ? 'The private key has the two characters \\n where its line breaks should be'
          : 'The private key lost its line breaks: all of it is on one line',
      ),
      why: literal('the text was read, and with its line breaks restored it is a private key.'),
      observed: observedOf(evidence),
      fixes: replaceKey(view),
    }
  },
  pointsAt: (evidence) => evidence.from,
})
