import { author } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { judgeCorruption, observedOf, repairFixes } from '../readings/key-corruption'
import { secretName } from '../fixes/set-secret'

export const encoded = defineCause({
  id: 'key/encoded',
  title: 'The private key is wrapped in base64 or quotes',
  severity: 'error',
  page: {
    means:
      'The secret does not hold the private key itself but a wrapping of it: the file encoded in base64 once more or as for a URL, or the text in quotes. SSH clients want the file as it is, beginning with its BEGIN line.',
    detection:
      'After taking the wrapping off, a private key appears. A body without its BEGIN and END lines looks similar and is key/truncated.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: no key found',
      'Cannot parse privateKey: Unsupported key format',
    ],
  },
  needs: [],
  judge: (view) => judgeCorruption('key/encoded', view),
  explain(evidence, view) {
    const base64 = evidence.corruption[0] === 'base64-encoded'
    const name = secretName(view, 'key', 'SSH_KEY')
    return {
      verdict: literal(
        base64
          ? 'The private key is encoded in base64; clients want the key file as it is'
          : evidence.corruption[0] === 'url-encoded'
            ? 'The private key is encoded as for a URL; clients want the key file as it is'
            : 'The private key is wrapped in quotes',
      ),
      why: literal('without the wrapping it is a private key.'),
      observed: observedOf(evidence),
      fixes: [
        ...repairFixes(view),
        ...(base64 && evidence.from === 'key'
          ? [
              author(
                say`Or keep the secret as it is, decode it in a step before, and give the deploy the file (if it takes a path).`,
                {
                  language: 'yaml' as const,
                  text: [
                    '- run: |',
                    '    umask 077',
                    '    printf \'%s\' "$KEY" | base64 --decode > "$RUNNER_TEMP/deploy_key"',
                    '  env:',
                    `    KEY: \${{ secrets.${name} }}`,
                  ].join('\n'),
                },
              ),
            ]
          : []),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
