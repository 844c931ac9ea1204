import { onServer, inNetwork, sh } from '../../causes/fixes/build'
import type { ServerCauseId } from '../../facts/cause-ids'
import { type Facts, type ServerCheckFacts, type ServerVerdict } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { titleOf } from '../../inputs/server-report/answer'
import type { CombinedDiagnosis } from './combined'
import type { Differences } from './same-question'
import type { Explanation, Finding, Fix } from '../../causes/finding'
import { seen } from '../../facts/fact'

/** Most lines of the check that a finding shows; the rest is in a separate part. */
const shownLines = 2

/** The words of the one cause: what the on-server check found, and what the remote check saw. */
export function combinedWords(
  { why }: ServerVerdict,
  remoteFinding: Finding,
  { evidence }: ServerCheckFacts,
  title: Words,
): Omit<Explanation, 'fixes'> {
  const lines = evidence.filter(({ mark, text }) => mark === 'bad' && text !== why)
  return {
    verdict: title,
    why: say`the check on the server says: ${why} From outside, that looks like this: ${remoteFinding.explanation.verdict}.`,
    observed: [
      ...lines.slice(0, shownLines).map(({ area, text }) => say`On the server, ${area}: ${text}`),
      ...remoteFinding.explanation.observed,
    ],
  }
}

/** The words of what the on-server check found in addition to the remote finding. */
export function separateWords(
  { why, certainty }: ServerVerdict,
  remoteFinding: Finding | null,
  title: Words,
  holds: boolean,
): Omit<Explanation, 'fixes'> {
  const relation = !holds
    ? 'It was asked about something other than this run.'
    : remoteFinding === null
      ? 'The login works anyway: the fault may be fixed meanwhile, or affect other users.'
      : certainty === 'possible'
        ? 'It is not sure.'
        : 'It does not explain what was seen from outside, and may be the next fault to stop the deploy.'
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

/** What the two checks say together, and what to know about the on-server check. */
export function notesOf(source: Source): readonly Words[] {
  const { check, differs } = source
  return [
    literal(together(source)),
    ...differs.words,
    ...(check.whole
      ? []
      : [literal('A part of its answer is missing. What it does not name is not ruled out.')]),
    ...(check.system.root === false
      ? [literal('It ran as an ordinary user, who sees less. With sudo, it sees everything.')]
      : []),
  ]
}

function together({ outcome, remoteFinding, ruledOut }: Source): string {
  switch (outcome) {
    case 'found':
      return 'The check on the server found the cause of what was seen from outside.'
    case 'other':
      return 'The check on the server found something, but it does not explain what was seen from outside.'
    case 'passed':
      return 'From outside, the login works, and that is what counts. The check on the server may be older.'
    case 'open':
      return 'The check on the server found nothing, but could not see everything.'
    case 'nothing': {
      const open = (remoteFinding?.candidates ?? []).filter(({ id }) => !ruledOut.includes(id))
      if (open.length === 0) return 'The check on the server found nothing that blocks this login.'
      const names = open.map(({ id }) => titleOf(id)).join('; ')
      return `The check on the server found nothing that blocks this login. It could not rule out: ${names}.`
    }
  }
}

/** What is left to do if nothing is wrong on the server itself. */
export function fixElsewhere(facts: Facts, remoteFinding: Finding): Fix {
  const address = seen(facts.hops.target.tcp)?.attempts.at(-1)?.address
  const { host, port } = facts.hops.target.input
  const machine =
    address === undefined
      ? say``
      : say` Also make sure that the check ran on the machine that ${host ?? 'the host'} resolves to: ${'ip addr'} shows its addresses, and ${address} must be one of them or be forwarded to it.`
  if (remoteFinding.stage === 'tcp' || remoteFinding.stage === 'banner') {
    return inNetwork(
      say`Allow the runner to connect to port ${port} in the firewall before the server: that of the provider (security group, cloud firewall) or of the network. No command on the server shows it.${machine}`,
    )
  }
  return onServer(
    say`Watch the log of sshd during a login: only that log has what the check does not know.${machine}`,
    sh('sudo journalctl -f -t sshd -t sshd-session'),
  )
}
