import { serverSystems, type ServerSystem } from '../../knowledge/server-systems'
import { type FingerprintForm } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { clip } from '../readings/clip'
import { problemsOf } from '../readings/input-problems'
import type { Fix } from '../finding'

export const fingerprintMalformed = defineCause({
  id: 'input/fingerprint-malformed',
  title: 'Invalid host key fingerprint',
  severity: 'error',
  page: {
    means:
      'The value of `fingerprint` is not a SHA256 fingerprint of a host key, so no host key can ever match it. A SHA256 fingerprint is `SHA256:` and 43 characters of base64, as `ssh-keygen -l` prints it.',
    detection: 'The value itself shows it: its alphabet and its length.',
    firstMove: 'Copy the fingerprint again: `SHA256:` and 43 characters.',
  },
  lookalikes: { 'A fingerprint of another server': 'The value has no form of a fingerprint.' },
  needs: [],
  judge(view) {
    const [problem] = problemsOf(view, 'fingerprint-malformed')
    if (!problem) return null
    const { input, form, shown } = problem
    return { certainty: 'proved', evidence: { input, form, shown } }
  },
  explain({ form, shown }, { server: { system } }) {
    return {
      verdict: verdicts[form],
      why: say`the value itself shows it.`,
      observed: shown === '' ? [] : [say`The value begins with ${clip(shown)}.`],
      fixes: [printOnServer(system), withoutPin],
    }
  },
  pointsAt: (evidence) => evidence.input,
})

const printOnServer = (system: ServerSystem): Fix =>
  onServer(
    say`Print the fingerprint on the server itself. Write the part from ${'SHA256:'} to the next space into ${inputName('fingerprint')}.`,
    commands(system, serverSystems[system].showHostKey({ name: 'ed25519', bits: null })),
  )

const withoutPin: Fix = inWorkflow(
  say`Or leave ${inputName('fingerprint')} out once: the preflight then prints the line to pin. Compare it with the server's own before you trust it.`,
)

const verdicts: Readonly<Record<FingerprintForm, Words>> = {
  'utf-16': say`The fingerprint is written in UTF-16, as PowerShell writes it`,
  md5: say`The fingerprint is in the old MD5 notation; clients compare SHA256`,
  'wrong-length': say`The fingerprint has the wrong length`,
  'not-base64': say`The fingerprint has characters that are not base64`,
  'hex-sha256': say`The fingerprint is in hexadecimal; clients compare base64`,
  'public-key-corrupt': say`The fingerprint input has a public key in it, and that key is corrupt`,
  unexpanded: say`The fingerprint is the name of a variable, not its value`,
}
