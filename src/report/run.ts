/** A run over several hosts in the one order and with the one grouping that all reports show. */
import type { PlacedFinding } from '../diagnosis/diagnose'
import { plain, type Words } from '../text/words'
import type { Report } from './model'
import { otherFindings, type Verdict, verdictOf } from './verdict'

/** A report and the place of its host in the inputs, from 1: names may all be masked as `***`. */
export interface Numbered {
  readonly report: Report
  readonly number: number
}

/** What is equal on several hosts, with the words of the worst of them. */
export interface Shared<Item> {
  readonly item: Item
  /** The hosts that have it, in the order of the run: the words are those of the first. */
  readonly hosts: readonly Numbered[]
}

/** Worst first; `unfinished` says nothing of the server, so it comes before what is only a warning. */
const kindsWorstFirst = ['fail', 'error', 'unfinished', 'warn', 'pass'] as const

/** The hosts in the order of their verdicts, the worst first; equals keep the order of the inputs. */
export function worstFirst(reports: readonly Report[]): readonly Numbered[] {
  const rank = ({ report }: Numbered) => kindsWorstFirst.indexOf(verdictOf(report).kind)
  return reports
    .map((report, index) => ({ report, number: index + 1 }))
    .sort((a, b) => rank(a) - rank(b) || a.number - b.number)
}

/** The verdict kind of the first host, which is the worst one; `error` when nothing ran. */
export function worstKind([worst]: readonly Numbered[]): Verdict['kind'] {
  return worst ? verdictOf(worst.report).kind : 'error'
}

/** The findings that a report shows: that of the headline, then the others. */
export function shownFindings(report: Report): readonly PlacedFinding[] {
  const { finding } = verdictOf(report)
  return [...(finding === null ? [] : [finding]), ...otherFindings(report)]
}

/** Puts equal items of several hosts together, in the order in which they first occur. Two of one host stay apart. */
export function shared<Item>(
  hosts: readonly Numbered[],
  itemsOf: (host: Numbered) => readonly Item[],
  keyOf: (item: Item, host: Numbered) => string,
): readonly Shared<Item>[] {
  const groups = new Map<string, { item: Item; hosts: Numbered[] }>()
  for (const host of hosts) {
    const counts = new Map<string, number>()
    for (const item of itemsOf(host)) {
      const key = keyOf(item, host)
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      const group = groups.get(`${String(count)} ${key}`)
      if (group) group.hosts.push(host)
      else groups.set(`${String(count)} ${key}`, { item, hosts: [host] })
    }
  }
  return [...groups.values()]
}

/**
 * Findings with the same key say the same of two hosts and are fixed by the same change: all is equal but the name of the host and
 * what was observed there.
 */
export function findingKey(finding: PlacedFinding, { report }: Numbered): string {
  const { id, hop, severity, certainty, at, explanation } = finding
  const {
    hops: {
      target: { input },
      jump,
    },
  } = report.facts
  const names = [input.host, jump?.input.host].filter((name) => name != null)
  const words = (each: Words) =>
    plain(each.map((span) => ('data' in span && names.includes(span.data) ? { say: '*' } : span)))
  const text = (each: string) => names.reduce((left, name) => left.replaceAll(name, '*'), each)
  const [fix] = explanation.fixes
  return JSON.stringify([
    [id, hop, severity, certainty, at, input.port, input.user],
    words(explanation.verdict),
    fix && [words(fix.what), text(fix.paste?.text ?? '')],
  ])
}

/** The hosts whose sections would say the same, in the order of the run. A host without a finding is by itself. */
export function sameHosts(hosts: readonly Numbered[]): readonly Shared<Numbered>[] {
  return shared(
    hosts,
    (host) => [host],
    (host) => {
      const findings = shownFindings(host.report)
      const { kind } = verdictOf(host.report)
      if (verdictOf(host.report).finding === null) return String(host.number)
      return JSON.stringify([kind, ...findings.map((finding) => findingKey(finding, host))])
    },
  )
}

/** Most hosts that are named one by one. */
const mostNamed = 20

/** `hosts 2, 3 and 7`, `host 2`; after twenty of them how many more there are. */
export function hostNumbers(hosts: readonly Numbered[]): string {
  const numbers = hosts.map(({ number }) => String(number))
  const named = numbers.slice(0, mostNamed)
  const more = numbers.length - named.length
  const parts = more === 0 ? named : [...named, `${String(more)} more`]
  const last = parts.pop() ?? ''
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
  return `${numbers.length === 1 ? 'host' : 'hosts'} ${all}`
}
