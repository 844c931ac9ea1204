import { admin, network, sh } from '../../causes/fixes/build'
import type { Explanation, Finding, Fix } from '../../causes/cause'
import type { ServerCauseId } from '../../facts/cause-ids'
import { type Facts, seen, type ServerCheckFacts, type ServerVerdict } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { titleOf } from '../../inputs/server-report/answer'
import type { CombinedDiagnosis } from './combined'
import type { Differences } from './same-question'

/** Most lines of the check that a finding shows; the rest stands in its own part. */
const shownLines = 2

/** The words of the one cause: what the check found, and what was seen from outside. */
export function combinedWords(
  { why }: ServerVerdict,
  remoteFinding: Finding,
  { evidence }: ServerCheckFacts,
  title: Words,
): Omit<Explanation, 'fixes'> {
  const lines = evidence.filter(({ mark, text }) => mark === 'bad' && text !== why)
  return {
    verdict: title,
    why: say`the check on the server says: ${why} That is what the outside sees: ${remoteFinding.explanation.verdict}.`,
    observed: [
      ...lines.slice(0, shownLines).map(({ area, text }) => say`On the server, ${area}: ${text}`),
      ...remoteFinding.explanation.observed,
    ],
  }
}

/** The words of what the check found beside the outside finding. */
export function separateWords(
  { why, certainty }: ServerVerdict,
  remoteFinding: Finding | null,
  title: Words,
  holds: boolean,
): Omit<Explanation, 'fixes'> {
  const relation = !holds
    ? 'It was asked about something else than this run.'
    : remoteFinding === null
      ? 'The login works all the same: it may have been mended meanwhile, or be about others.'
      : certainty === 'possible'
        ? 'It is not sure of it.'
        : 'It does not explain what was seen from outside, and may be the next to stop the deploy.'
  return {
    verdict: title,
    why: say`the check on the server says: ${why} ${literal(relation)}`,
    observed: [],
  }
}

interface Source {
  readonly outcome: CombinedDiagnosis['outcome']
  readonly facts: Facts
  readonly check: ServerCheckFacts
  readonly remoteFinding: Finding | null
  readonly ruledOut: readonly ServerCauseId[]
  readonly differs: Differences
}

/** What the two views say together, and what to know about the check. */
export function notesOf(source: Source): readonly Words[] {
  const { check, differs } = source
  return [
    literal(together(source)),
    ...differs.words,
    ...(check.whole
      ? []
      : [literal('A part of its answer is missing: what it does not name is not ruled out.')]),
    ...(check.system.root === false
      ? [literal('It ran as an ordinary user, who sees less: with sudo it sees all.')]
      : []),
  ]
}

function together({ outcome, remoteFinding, ruledOut }: Source): string {
  switch (outcome) {
    case 'found':
      return 'The check on the server found the cause of what was seen from outside.'
    case 'other':
      return 'The check on the server found something, and it does not explain what was seen from outside.'
    case 'passed':
      return 'From outside the login works, and that is what counts; the check on the server may be from before.'
    case 'open':
      return 'The check on the server found nothing, and could not see all.'
    case 'nothing': {
      const open = (remoteFinding?.candidates ?? []).filter(({ id }) => !ruledOut.includes(id))
      if (open.length === 0)
        return 'The check on the server found nothing that keeps this login out.'
      const names = open.map(({ id }) => titleOf(id)).join('; ')
      return `The check on the server found nothing that keeps this login out. It could not rule out: ${names}.`
    }
  }
}

/** What is left to do when the server itself is in order. */
export function fixElsewhere(facts: Facts, remoteFinding: Finding): Fix {
  const address = seen(facts.hops.target.tcp)?.attempts.at(-1)?.address
  const { host, port } = facts.hops.target.input
  const machine =
    address === undefined
      ? say``
      : say` And see that the check ran on the machine that ${host ?? 'the host'} points to: ${'ip addr'} shows its addresses, and ${address} must be one of them or be forwarded to it.`
  if (remoteFinding.stage === 'tcp' || remoteFinding.stage === 'banner') {
    return network(
      say`Let the runner in to port ${port} in the firewall before the server: that of the provider (security group, cloud firewall) or of the network. No command on the server shows it.${machine}`,
    )
  }
  return admin(
    say`Look at the log of sshd while the login is tried: what the check does not know stands there alone.${machine}`,
    sh('sudo journalctl -f -t sshd -t sshd-session'),
  )
}
