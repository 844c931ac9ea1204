import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { author } from '../fixes/build'
import { keyFileStep, replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'

export const encoded = defineCause({
  id: 'key/encoded',
  title: 'The private key is wrapped in base64 or quotes',
  severity: 'error',
  page: {
    means:
      'The secret is not the private key itself but an encoded form of it: the file encoded in base64 once more or as for a URL, or the text in quotes. SSH clients need the file as it is, beginning with its BEGIN line.',
    detection:
      'The text decodes to a private key. A body without its BEGIN and END lines looks similar and is key/truncated.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: no key found',
      'Cannot parse privateKey: Unsupported key format',
    ],
  },
  lookalikes: { 'A text that is corrupt in another way': 'Decoded, the text is a private key.' },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/encoded', view),
  explain(evidence, view) {
    const [main] = evidence.corruption
    const decode = author(
      say`Or keep the secret as it is, decode it in an earlier step, and give the deploy the file (if it accepts a path).`,
      keyFileStep(view, 'printf \'%s\' "$KEY" | base64 --decode'),
    )
    return {
      verdict: literal(
        main === 'base64-encoded'
          ? 'The private key is encoded in base64; clients need the key file as it is'
          : main === 'url-encoded'
            ? 'The private key is encoded as for a URL; clients need the key file as it is'
            : 'The private key is wrapped in quotes',
      ),
      why: literal('without the encoding it is a private key.'),
      observed: observedOf(evidence),
      fixes: [
        ...replaceKey(view),
        ...(main === 'base64-encoded' && evidence.from === 'key' ? [decode] : []),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
