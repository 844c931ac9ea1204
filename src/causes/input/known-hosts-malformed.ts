import { author, sh } from '../fixes/build'
import type { InputProblem, KnownHostsForm } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { compareOnServer } from '../readings/pinned-key'
import { secretName, setSecret } from '../fixes/set-secret'
import { quoted } from '../fixes/quoted'
export const knownHostsMalformed = defineCause({
  id: 'input/known-hosts-malformed',
  title: 'known_hosts has a line that cannot be read',
  severity: 'error',
  pointsAt: 'known_hosts',
  page: {
    means:
      'A line of the `known_hosts` text is not of the form `host type base64`. ssh passes over such lines without a word, and then says that it does not know the host. Often ssh-keyscan found nothing and its output was stored all the same, or the key was wrapped over several lines.',
    detection:
      'The text itself shows it. A line that cannot be read counts only when no other line is for this host, since ssh passes over it.',
    alsoSeenAs: [
      'Host key verification failed.',
      'No ED25519 host key is known for … and you have requested strict checking.',
      'knownhosts: key is unknown',
      'hostfile_replace_entries: … invalid line',
    ],
  },
  needs: [],
  judge(view) {
    const problems = view.input.problems.filter(isKnownHosts)
    const [first] = problems
    if (!first) return null
    return {
      certainty: 'proved',
      evidence: { lines: problems.map(({ line }) => line), form: first.form },
    }
  },
  explain({ lines, form }, view) {
    const { verdict, what } = words[form]
    const { host, port } = view.input
    const where = lines.length > 1 ? `Lines ${lines.join(', ')}` : `Line ${String(lines[0] ?? 1)}`
    const scanned = './scanned_known_hosts'
    const target = `${port === 22 ? '' : `-p ${String(port)} `}${quoted(host ?? 'HOST')}`
    return {
      verdict,
      why: say`the text itself shows it.`,
      observed:
        form === 'no-lines'
          ? []
          : [say`${[{ say: where }]} of ${inputName('known_hosts')} cannot be read.`],
      fixes: [
        author(
          say`${what} This prints their fingerprints, and stores nothing yet.`,
          sh(`ssh-keyscan ${target} > ${scanned} && ssh-keygen -lf ${scanned}`),
        ),
        compareOnServer(view, ''),
        author(
          say`Only when the fingerprints are equal: store the lines.`,
          sh(
            `test -s ${scanned} && ${setSecret(view, secretName(view, 'known_hosts', 'SSH_KNOWN_HOSTS'))} < ${scanned}`,
          ),
        ),
      ],
    }
  },
})

function isKnownHosts(
  problem: InputProblem,
): problem is Extract<InputProblem, { kind: 'known-hosts-malformed' }> {
  return problem.kind === 'known-hosts-malformed'
}

const again = say`Take the lines of the server again, unchanged, each key on one line.`

const words: Readonly<Record<KnownHostsForm, { readonly verdict: Words; readonly what: Words }>> = {
  'no-lines': {
    verdict: say`The known hosts hold no key at all`,
    what: say`${'ssh-keyscan'} may have found nothing and left comments alone. ${again}`,
  },
  'too-few-fields': { verdict: say`A line of the known hosts is too short`, what: again },
  'unknown-type': {
    verdict: say`A line of the known hosts names a kind of key that does not exist`,
    what: again,
  },
  'not-base64': { verdict: say`A key among the known hosts is damaged`, what: again },
  'type-disagrees': {
    verdict: say`A line of the known hosts names one kind of key and holds another`,
    what: again,
  },
  'unknown-marker': {
    verdict: say`A line of the known hosts begins with a mark that does not exist`,
    what: say`Only ${'@revoked'} and ${'@cert-authority'} may stand there. ${again}`,
  },
  'private-key': {
    verdict: say`A private key stands among the known hosts`,
    what: say`Secrets may be swapped: the private key belongs to ${inputName('key')}. ${again}`,
  },
  unexpanded: {
    verdict: say`The known hosts are the name of a variable, not its value`,
    what: say`Under ${'with:'} nothing expands shell variables: use an expression such as ${'${{ secrets.SSH_KNOWN_HOSTS }}'}. ${again}`,
  },
}
