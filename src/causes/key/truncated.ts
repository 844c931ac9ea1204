import { literal } from '../../text/words'
import { defineCause } from '../cause'
import { judgeCorruption, observedOf, repairFixes } from '../readings/key-corruption'
import { newKey } from '../fixes/replace-key'

export const truncated = defineCause({
  id: 'key/truncated',
  title: 'The private key is not complete',
  severity: 'error',
  page: {
    means:
      'A part of the private key is missing: lines at its end, at its beginning or in between, or the BEGIN or END line. Usually not everything was selected when it was copied, or only the first line of the file arrived.',
    detection:
      'The format says how long each part of the key is, and the text is shorter than that; or a marker line is missing although the body is whole. What is missing in the body cannot be repaired.',
    alsoSeenAs: [
      'Load key "…": error in libcrypto',
      'Load key "…": invalid format',
      'ssh: short read',
      'asn1: syntax error: data truncated',
      'ssh: no key found',
      'Cannot parse privateKey: Malformed OpenSSH private key',
      "Couldn't load private key (…)",
    ],
  },
  needs: [],
  judge: (view) => judgeCorruption('key/truncated', view),
  explain(evidence, view) {
    const markersOnly = !evidence.corruption.includes('truncated')
    return {
      verdict: literal(
        markersOnly
          ? 'The private key is not complete: its BEGIN or END line is missing'
          : evidence.usable
            ? 'The private key is not complete: its last characters are missing'
            : 'The private key is cut off: a part of it is missing',
      ),
      why: literal(
        markersOnly
          ? 'the body of the key is whole, and a line that must stand around it is not there.'
          : 'the key itself says how long it is, and the text is shorter.',
      ),
      observed: observedOf(evidence),
      fixes: [...repairFixes(view), newKey(view)],
    }
  },
  pointsAt: (evidence) => evidence.from,
})
