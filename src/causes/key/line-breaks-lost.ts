import { literal } from '../../text/words'
import { defineCause } from '../cause'
import { judgeCorruption, observedOf, repairFixes } from '../readings/key-corruption'

export const lineBreaksLost = defineCause({
  id: 'key/line-breaks-lost',
  title: 'The private key lost its line breaks',
  severity: 'error',
  page: {
    means:
      'A private key is a text of several lines, and no SSH client reads it on one. The line breaks became blanks, vanished, or are written as the two characters `\\n`: by a shell variable without quotes, a one-line form field, a JSON file, a `.env` file or a YAML value folded with `>`.',
    detection:
      'The text holds a whole private key once its lines are put back: body and length were checked. A key that is also incomplete is key/truncated.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: no key found',
      'Cannot parse privateKey: Unsupported key format',
      'Error loading key "(stdin)": error in libcrypto',
    ],
  },
  needs: [],
  judge: (view) => judgeCorruption('key/line-breaks-lost', view),
  explain(evidence, view) {
    const escaped = evidence.corruption.includes('escaped-newlines')
    return {
      verdict: literal(
        escaped
          ? 'The private key has the two characters \\n where its line breaks should be'
          : 'The private key lost its line breaks: all of it stands on one line',
      ),
      why: literal('the text was read, and with its line breaks put back it is a private key.'),
      observed: observedOf(evidence),
      fixes: repairFixes(view),
    }
  },
  pointsAt: (evidence) => evidence.from,
})
