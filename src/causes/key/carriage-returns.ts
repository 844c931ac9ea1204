import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { sh, onComputer } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'
import type { Fix } from '../finding'

export const carriageReturns = defineCause({
  id: 'key/carriage-returns',
  title: 'The private key has Windows line breaks',
  severity: 'warning',
  page: {
    means:
      'Each line of the private key ends in a carriage return and a line feed, as Windows editors and some forms write them. OpenSSH does not read its own key format with them; Go and Node clients do. No client reads a key whose lines end only in a carriage return.',
    detection:
      'The text has carriage returns, and OpenSSH would refuse it for them. OpenSSH reads keys in the older PEM formats with carriage returns, so those are not reported.',
    firstMove: 'Save the key with Unix line breaks: `tr -d "\\r" < key > key.fixed`.',
  },
  lookalikes: {
    'A text that is corrupt in another way': 'Without these characters, the text is a private key.',
  },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/carriage-returns', view),
  explain(evidence, view) {
    const isOnly = evidence.corruption[0] === 'carriage-returns-only'
    const { path } = view.key
    return {
      verdict: literal(
        isOnly
          ? 'The lines of the private key end only in a carriage return, which no client reads'
          : 'The private key has Windows line breaks, which OpenSSH does not read',
      ),
      why: literal('the carriage returns are in the text.'),
      observed: observedOf(evidence),
      fixes: [...(path === null ? [] : [removeFrom(path, isOnly)]), ...replaceKey(view)],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

/** Fixes the file in place. Where there is no line feed, each carriage return becomes one. */
function removeFrom(path: string, isOnly: boolean): Fix {
  const file = quotedPath(path)
  const edit = isOnly ? String.raw`tr '\r' '\n'` : String.raw`tr -d '\r'`
  return onComputer(
    say`Remove the carriage returns from the file.`,
    sh(
      `(umask 077 && ${edit} < ${file} > ${file}.new && cat ${file}.new > ${file} && rm ${file}.new)`,
    ),
  )
}
