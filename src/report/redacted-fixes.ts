/**
 * What a pull request comment must not say. A runner masks the log and the summary, but no comment: so there every value that
 * is not in plain text in the workflow file is treated as a secret.
 */
import { type Facts, type InputName } from '../facts'
import type { Hop } from '../facts/stages'
import type { secretInputs } from '../facts/input-names'
import type { Words } from '../text/words'
import type { Report } from './model'
import { seen } from '../facts/fact'

/** The raw values of the inputs, by name; those that are secrets never come here, nor into facts. */
export type InputValues = Readonly<
  Partial<Record<Exclude<InputName, (typeof secretInputs)[number]>, string>>
>

/** Takes out what is redacted: `***` is in its place, as in the log. */
export interface InputRedaction {
  readonly words: (words: Words) => Words
  /** Several lines to copy. */
  readonly text: (text: string) => string
}

const mask = '***'

/** A shorter piece of a value says nothing of it. */
const shortestPart = 3

/**
 * Redacts the values of inputs that the workflow file does not show: themselves, their words, what was read from them,
 * the addresses that their names have, and every piece of data that is a part of them.
 */
export function redactInputs(reports: readonly Report[], values: InputValues): InputRedaction {
  const raw = Object.entries(values).flatMap(([name, value]) =>
    options.includes(name) ||
    value.trim() === '' ||
    reports.every((report) => isInWorkflow(report.facts, name, value))
      ? []
      : [value],
  )
  const derived = reports.flatMap(({ facts }) =>
    (['jump', 'target'] as const).flatMap((hop) => derivedFrom(facts, hop, values)),
  )
  const hidden = [...raw.flatMap((value) => [value.trim(), ...wordsOf(value)]), ...derived]
  return hide([...new Set(hidden)].filter((value) => value !== '' && !isMask(value)))
}

/** Words of a list that this program gives, durations and the like: they tell nothing of a server. Of an answer only the verdict is shown. */
const options = [
  'protocol',
  'timeout',
  'sftp',
  'deploy_steps',
  'wait',
  'probe',
  'fail_on',
  'comment',
  'server_check',
  'server_report',
]

/** The words of a value, and what a wrong one is made of (`ssh://user@host/`), as a fix may propose the right part of it. */
function wordsOf(value: string): readonly string[] {
  const parts = value.split(/[\s,/@:[\]"']+/)
  const isLongEnough = (part: string) =>
    part.length > shortestPart && !/^(https?|sftp)$/i.test(part)
  return [...value.split(/[\s,]+/), ...parts.filter(isLongEnough)]
}

const isMask = (value: string) => /^\*+$/.test(value)

function isInWorkflow({ workflow }: Pick<Facts, 'workflow'>, name: string, value: string): boolean {
  const step = seen(workflow)
  const entry = step?.with.find(({ input }) => input === name)
  // A reader of the pull request might have no access to the other repository.
  if (step?.from !== undefined) return false
  return entry !== undefined && !entry.text.includes('${{') && entry.text.includes(value.trim())
}

const endpointInputs = {
  target: { host: 'host', port: 'port', user: 'username' },
  jump: { host: 'proxy_host', port: 'proxy_port', user: 'proxy_username' },
} as const

function derivedFrom(facts: Facts, hop: Hop, values: InputValues): readonly string[] {
  const of = facts.hops[hop]
  if (of === null) return []
  const names = endpointInputs[hop]
  const isOpen = (name: keyof InputValues) => isInWorkflow(facts, name, values[name] ?? '')
  const { host, port, user, portFrom, userFrom } = of.input
  const addresses = (seen(of.dns)?.addresses ?? []).map(({ address }) => address)
  const portInput = portFrom === 'host' ? names.host : names.port
  const userInput = userFrom === 'host' ? names.host : names.user
  return [
    ...(isOpen(names.host) ? [] : [host ?? '', ...addresses]),
    ...(portFrom === 'default' || isOpen(portInput) ? [] : [String(port)]),
    ...(isOpen(userInput) ? [] : [user ?? '']),
  ]
}

/** Longest first, so that a part of a value never breaks it up and leaves the rest. */
function hide(values: readonly string[]): InputRedaction {
  const sorted = values.toSorted((a, b) => b.length - a.length)
  const all = sorted.length === 0 ? null : new RegExp(sorted.map(literally).join('|'), 'giu')
  const folded = sorted.map((value) => value.toLowerCase())
  const numbers = sorted.filter((value) => /^\d+$/.test(value))
  // Our own words hold no data, but numbers: a port.
  const counted = numbers.length === 0 ? null : new RegExp(`\\b(?:${numbers.join('|')})\\b`, 'gu')
  const text = (given: string) => (all === null ? given : given.replace(all, mask))
  const data = (given: string) => {
    const part = given.replace(/…$/u, '').trim().toLowerCase()
    const isPart = part.length >= shortestPart && folded.some((value) => value.includes(part))
    return isPart ? mask : text(given)
  }
  return {
    text,
    words: (words) =>
      words.map((span) => {
        if ('data' in span) return { data: data(span.data) }
        return counted === null || 'input' in span ? span : { say: span.say.replace(counted, mask) }
      }),
  }
}

/** A short value is looked for as a whole word: it would be found inside many others. */
function literally(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.length > shortestPart ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`
}
