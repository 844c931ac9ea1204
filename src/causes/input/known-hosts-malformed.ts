import type { KnownHostsForm } from '../../facts'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh } from '../fixes/build'
import { quoted } from '../fixes/quoted'
import { secretFix, secretName, setSecret } from '../fixes/set-secret'
import { type FormWords, problemsOf } from '../readings/input-problems'
import { compareOnServer } from '../readings/pinned-key'

export const knownHostsMalformed = defineCause({
  id: 'input/known-hosts-malformed',
  title: 'known_hosts has an invalid line',
  severity: 'error',
  pointsAt: 'known_hosts',
  page: {
    means:
      'A line of the `known_hosts` text is not of the form `host type base64`. ssh silently skips such lines, and then says that it does not know the host. Often ssh-keyscan found nothing and its output was stored anyway, or the key was wrapped over several lines.',
    detection:
      'The text itself shows it. ssh skips a line that it cannot read, so such a line counts only when no other line is for this host.',
    firstMove: 'Make the lines again with `ssh-keyscan -p PORT HOST`, and compare the key.',
  },
  lookalikes: { 'A line about another host': 'The line cannot be read as one of known_hosts.' },
  needs: [],
  judge(view) {
    const problems = problemsOf(view, 'known-hosts-malformed')
    const [first] = problems
    if (!first) return null
    return {
      certainty: 'proved',
      evidence: { lines: problems.map(({ line }) => line), form: first.form },
    }
  },
  explain({ lines, form }, view) {
    const { verdict, what } = forms[form]
    const { host, port } = view.input
    const where = `${lines.length > 1 ? 'Lines' : 'Line'} ${lines.join(', ')}`
    const file = './scanned_known_hosts'
    const server = `${port === 22 ? '' : `-p ${String(port)} `}${quoted(host ?? 'HOST')}`
    const secret = secretName(view, 'known_hosts')
    return {
      verdict,
      why: say`the text itself shows it.`,
      observed:
        form === 'no-lines'
          ? []
          : [say`${literal(where)} of ${inputName('known_hosts')} cannot be read.`],
      fixes: [
        inWorkflow(
          say`${what} This prints the fingerprints, and stores nothing yet.`,
          sh(`ssh-keyscan ${server} > ${file} && ssh-keygen -lf ${file}`),
        ),
        compareOnServer(view, ''),
        secretFix(
          view,
          say`Only when the fingerprints are equal: store the lines of the file.`,
          [secret],
          [`test -s ${file} && ${setSecret(view, secret)} < ${file}`],
        ),
      ],
    }
  },
})

const scanAgain = say`Get the lines of the server again. Keep them unchanged, with each key on one line.`

const forms: Readonly<Record<KnownHostsForm, FormWords>> = {
  'no-lines': {
    verdict: say`The known hosts have no key at all`,
    what: say`${'ssh-keyscan'} may have found nothing and left only comments. ${scanAgain}`,
  },
  'utf-16': {
    verdict: say`The known hosts are written in UTF-16, as PowerShell writes it`,
    what: say`No SSH client reads such a text. ${scanAgain}`,
  },
  'too-few-fields': { verdict: say`A line of the known hosts is too short`, what: scanAgain },
  'unknown-type': {
    verdict: say`A line of the known hosts names a type of key that does not exist`,
    what: scanAgain,
  },
  'not-base64': { verdict: say`A key in the known hosts is corrupt`, what: scanAgain },
  'type-disagrees': {
    verdict: say`A line of the known hosts names one type of key and has another`,
    what: scanAgain,
  },
  'unknown-marker': {
    verdict: say`A line of the known hosts begins with a marker that does not exist`,
    what: say`The only markers are ${'@revoked'} and ${'@cert-authority'}. ${scanAgain}`,
  },
  'private-key': {
    verdict: say`The known hosts have a private key in them`,
    what: say`Secrets may be swapped: the private key belongs in ${inputName('key')}. ${scanAgain}`,
  },
  unexpanded: {
    verdict: say`The known hosts are the name of a variable, not its value`,
    what: say`Shell variables are not expanded under ${'with:'}. Use an expression such as ${'${{ secrets.SSH_KNOWN_HOSTS }}'}. ${scanAgain}`,
  },
}
