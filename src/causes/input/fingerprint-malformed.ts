import { admin, author, sh } from '../fixes/build'
import { type FingerprintForm } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { clip } from '../readings/clip'
export const fingerprintMalformed = defineCause({
  id: 'input/fingerprint-malformed',
  title: 'The fingerprint cannot be compared',
  severity: 'error',
  page: {
    means:
      'The value of `fingerprint` is no SHA256 fingerprint of a host key, so nothing the server shows could ever match it. Today they are written `SHA256:` and 43 characters of base64, as `ssh-keygen -l` prints them.',
    detection: 'The value itself shows it: its alphabet and its length.',
    alsoSeenAs: [
      'ssh: host key fingerprint mismatch',
      'Host key verification failed.',
      'Host denied (verification failed)',
    ],
  },
  needs: [],
  judge({ input }) {
    const problem = input.problems.find((each) => each.kind === 'fingerprint-malformed')
    if (problem?.kind !== 'fingerprint-malformed') return null
    const { form, shown } = problem
    return { certainty: 'proved', evidence: { input: problem.input, form, shown } }
  },
  explain({ form, shown }, view) {
    const seenKey = view.hostkey?.presented ?? null
    return {
      verdict: words[form],
      why: say`the value itself shows it.`,
      observed: [
        ...(shown === '' ? [] : [say`The value begins with ${clip(shown)}.`]),
        ...(seenKey
          ? [say`The server showed the ${seenKey.type} key ${seenKey.fingerprint}.`]
          : []),
      ],
      fixes: [onServer, withoutPin],
    }
  },
  pointsAt: (evidence) => evidence.input,
})

const onServer: Fix = admin(
  say`Print the fingerprint on the server itself, and write the part from ${'SHA256:'} to the next blank into ${inputName('fingerprint')}.`,
  sh('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'),
)

const withoutPin: Fix = author(
  say`Or leave ${inputName('fingerprint')} out once: the preflight then prints the line to pin. Compare it with the server's own before you trust it.`,
)

const words: Readonly<Record<FingerprintForm, Words>> = {
  md5: say`The fingerprint is in the old MD5 notation; clients compare SHA256 today`,
  'wrong-length': say`The fingerprint has not the length of one`,
  'not-base64': say`The fingerprint has characters that no fingerprint has`,
  'hex-sha256': say`The fingerprint is in hexadecimal; clients compare base64`,
  'public-key-corrupt': say`A public key stands in place of the fingerprint, and it is damaged`,
  unexpanded: say`The fingerprint is the name of a variable, not its value`,
}
