import type { KeyCorruption } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, lines, onComputer } from '../fixes/build'
import { keyFileStep, replaceKey } from '../fixes/replace-key'
import { judgeCorruption, observedOf } from '../readings/key-corruption'

export const encoded = defineCause({
  id: 'key/encoded',
  title: 'The private key is in another encoding, or wrapped in quotes',
  severity: 'error',
  page: {
    means:
      'The secret is not the private key itself but an encoded form of it. It is in UTF-16 (as `>` and `Out-File` of Windows PowerShell write it), in base64 once more or as for a URL, or in quotes. SSH clients need the file as it is, beginning with its BEGIN line.',
    detection:
      'The text decodes to a private key. A body without its BEGIN and END lines looks similar and is key/truncated.',
    firstMove: 'Save the plain text of the key file as the secret: no base64, no quotes, no `\\n`.',
  },
  lookalikes: { 'A text that is corrupt in another way': 'Decoded, the text is a private key.' },
  needs: ['key'],
  judge: (view) => judgeCorruption('key/encoded', view),
  explain(evidence, view) {
    const [main] = evidence.corruption
    const decode = inWorkflow(
      say`Or keep the secret as it is, decode it in an earlier step, and give the deploy the file (if it accepts a path).`,
      keyFileStep(view, 'printf \'%s\' "$KEY" | base64 --decode'),
    )
    return {
      verdict: verdictOf(main),
      why: literal(
        main === 'utf-16'
          ? 'every second byte of it is zero. No SSH client reads such a text.'
          : 'without the encoding it is a private key.',
      ),
      observed: observedOf(evidence),
      fixes: [
        ...(main === 'utf-16' ? [asUtf8] : []),
        ...replaceKey(view),
        ...(main === 'base64-encoded' && evidence.from === 'key' ? [decode] : []),
      ],
    }
  },
  pointsAt: (evidence) => evidence.from,
})

function verdictOf(main: KeyCorruption): Words {
  switch (main) {
    case 'utf-16':
      return literal('The private key is written in UTF-16, as PowerShell writes it')
    case 'base64-encoded':
      return literal('The private key is encoded in base64; clients need the key file as it is')
    case 'url-encoded':
      return literal('The private key is encoded as for a URL; clients need the key file as it is')
    default:
      return literal('The private key is wrapped in quotes')
  }
}

const asUtf8 = onComputer(
  say`Convert the file first. In PowerShell, this writes a copy as plain text, ${'key'}; use that one from then on.`,
  lines('[IO.File]::WriteAllText("$PWD\\key", ((Get-Content KEYFILE -Raw) -replace "`r", \'\'))'),
)
