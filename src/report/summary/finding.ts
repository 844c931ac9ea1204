import { literal, say } from '../../text/words'
import { code, fence, toMarkdown, toPlain } from '../../text/escape'
import { causePage } from '../links'
import type { Report } from '../model'
import { shownFixes } from '../visible-fixes'
import { asSentence, certaintyLabel } from '../verdict'
import { type Blocks, details, icon } from './blocks'
import { otherFix } from './fixes'
import type { Finding } from '../../causes/finding'

/** How sure, and why. */
export function certainty({ certainty: sure, explanation }: Finding): string {
  return `**${certaintyLabel[sure]}:** ${toMarkdown(explanation.why)}`
}

/** What was observed, as a list of at most so many. */
export function observations({ explanation }: Finding, most: number): Blocks {
  const lines = explanation.observed.slice(0, most).map((each) => `- ${toMarkdown(each)}`)
  return lines.length === 0 ? [] : [lines.join('\n')]
}

const marks = { error: icon.fail, warning: icon.warn, notice: icon.notice } as const

/** The findings that are not the headline, in one fold, the worst first: what, why, the first fix, the page. */
export function otherFindingsFold(report: Report, findings: readonly Finding[]): Blocks {
  const [first, ...more] = findings
  if (first === undefined) return []
  const count = more.length === 0 ? '' : `, and ${String(more.length)} more`
  return details(
    say`${literal(marks[first.severity])} Also found: ${first.explanation.verdict}${literal(count)}`,
    findings.flatMap((each) => wholeFinding(report, each)),
  )
}

/** What, why, the first fix, the page. */
export function wholeFinding(report: Report, finding: Finding): Blocks {
  const { verdict, why } = finding.explanation
  const [fix] = shownFixes(report, finding)
  return [
    `${marks[finding.severity]} **${toMarkdown(verdict)}.** ${toMarkdown(asSentence(why))}`,
    ...(fix ? otherFix(report, fix) : []),
    `<sub>${idAndPage(report, finding)}</sub>`,
  ]
}

/** `id` and the link to what it means. */
export function idAndPage({ facts }: Report, { id }: Finding): string {
  return `${code(id)} · [what it means](${causePage(id, facts.runner)})`
}

/** The stages at which a hosting provider's support can see more than we do. */
const providerStages: readonly string[] = ['tcp', 'banner', 'kex', 'auth', 'session']

/** A message to send to the hosting provider: what is wanted, what was seen, what to ask. Folded. */
export function providerMessage(report: Report, finding: Finding): Blocks {
  // Whoever ran the check on the server can fix it without the provider.
  if (report.diagnosis.combined?.cause === finding.id) return []
  if (!providerStages.includes(finding.stage) || finding.severity !== 'error') return []
  const { hops } = report.facts
  const { input, key } = hops[finding.hop] ?? hops.target
  const { verdict, observed } = finding.explanation
  const fingerprint = key.state === 'observed' ? key.value.fingerprint : null
  const login = finding.stage === 'auth' || finding.stage === 'session'
  const question = login
    ? say`Is this user allowed to log in by SSH with that key, and does its account have what it needs?`
    : say`Is SSH switched on for this account, on which port, and does a firewall or a ban stop connections from outside?`
  const sentences = [
    say`Hello, our automatic deployment cannot log in to your server by SSH.`,
    say`Server: ${input.host ?? '(not known)'}, port ${input.port}, user: ${input.user ?? '(not known)'}.`,
    ...(login && fingerprint !== null ? [say`Key: ${fingerprint}.`] : []),
    say`What we see: ${verdict}.`,
    ...observed.slice(0, 3).map((each) => say`- ${each}`),
    question,
  ]
  return details(literal('Not your server? A message for your hosting provider'), [
    fence('text', sentences.map(toPlain).join('\n')).join('\n'),
  ])
}
