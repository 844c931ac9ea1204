import { type Hop } from '../../facts/stages'
import type { HopFacts } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { code, toMarkdown } from '../../text/escape'
import { locationOfFinding, locationOfInput } from '../../diagnosis/workflow-location'
import { editPage, linePage } from '../links'
import type { Report } from '../model'
import { seen } from '../../facts/fact'
import type { Finding } from '../../causes/finding'

/** Which server, which job and which line of the workflow file the section is about, in one line. */
export function whereLine(report: Report, finding: Finding | null): string {
  const { hops, runner } = report.facts
  const through = hops.jump === null ? literal('') : say` through ${address(hops.jump, 'jump')}`
  const job = runner.job ?? ''
  return [
    toMarkdown(say`${address(hops.target, 'target')}${through}`),
    ...(job === '' ? [] : [`job ${code(job)}`]),
    ...workflowLine(report, finding),
  ].join(' · ')
}

/** `deploy@203.0.113.7:22`, as far as it is known. */
function address({ input: { host, port, user } }: HopFacts, hop: Hop): Words {
  if (host === null) return literal(hop === 'jump' ? 'a jump host' : 'no host')
  const name = host.includes(':') ? `[${host}]` : host
  return say`${`${user === null ? '' : `${user}@`}${name}:${String(port)}`}`
}

function workflowLine({ facts }: Report, finding: Finding | null): readonly string[] {
  const at = finding === null ? locationOfInput(facts, null) : locationOfFinding(finding, facts)
  const workflow = seen(facts.workflow)
  if (at === null || workflow === null) return []
  const label = code(`${nameOf(workflow)}:${String(at.line)}`)
  return [link(label, linePage(facts.runner, workflow, at.line))]
}

const nameOf = ({ path }: Parameters<typeof linePage>[1]) => path.split('/').at(-1) ?? path

/** `deploy.yml, line 11`, as a link to that line where its page is known. */
export function fileLine(
  runner: Report['facts']['runner'],
  workflow: Parameters<typeof linePage>[1],
  { line, where }: { readonly line: number; readonly where: string },
): string {
  return link(`${code(nameOf(workflow))}, ${where}`, linePage(runner, workflow, line))
}

/** `edit`, as a link to the editor of the forge; nothing where its page is not known. */
export function editLink(
  runner: Report['facts']['runner'],
  workflow: Parameters<typeof editPage>[1],
): readonly string[] {
  const page = editPage(runner, workflow)
  return page === null ? [] : [link('edit', page)]
}

/** Finished Markdown as a link; as it is without a page. */
export function link(label: string, page: string | null): string {
  return page === null ? label : `[${label}](${page})`
}
