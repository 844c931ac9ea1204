import { author, sh } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import {
  type CorruptionEvidence,
  judgeCorruption,
  observedOf,
  repairFixes,
} from '../readings/key-corruption'
import { pathWord } from '../fixes/replace-key'

export const carriageReturns = defineCause({
  id: 'key/carriage-returns',
  title: 'The private key has Windows line breaks',
  severity: 'warning',
  page: {
    means:
      'The lines of the private key end in a carriage return and a line feed, as Windows editors and some forms write them. OpenSSH does not read its own key format like that; Go and Node clients do. (With a carriage return alone, nobody reads it.)',
    detection:
      'The text has carriage returns, and OpenSSH would refuse it for them. Keys in the older PEM formats are read with them, and are not reported.',
    alsoSeenAs: ['Load key "…": error in libcrypto', 'Load key "…": invalid format'],
  },
  needs: [],
  judge: (view) => judgeCorruption('key/carriage-returns', view),
  explain(evidence, view) {
    return {
      verdict: literal(
        evidence.corruption[0] === 'carriage-returns-only'
          ? 'The lines of the private key end in a carriage return alone, which no client reads'
          : 'The private key has Windows line breaks, which OpenSSH does not read',
      ),
      why: literal('the carriage returns are in the text.'),
      observed: observedOf(evidence),
      fixes: repairFixes(view, inPlace(view.key?.path ?? null, evidence)),
    }
  },
  pointsAt: (evidence) => evidence.from,
})

/** A file can be mended where it is. */
function inPlace(path: string | null, { corruption }: CorruptionEvidence): Fix[] {
  if (path === null) return []
  const file = pathWord(path)
  const edit =
    corruption[0] === 'carriage-returns-only' ? String.raw`tr '\r' '\n'` : String.raw`tr -d '\r'`
  return [
    author(
      say`Take the carriage returns out of the file.`,
      sh(
        `(umask 077 && ${edit} < ${file} > ${file}.new && cat ${file}.new > ${file} && rm ${file}.new)`,
      ),
    ),
  ]
}
