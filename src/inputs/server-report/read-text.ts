import { asServerCauseId, letters, type RawAnswer, type RawVerdict, titleOf } from './answer'
import { isCutAtWidth, unwrap, withoutIndent } from './pasted-lines'

/** How an answer in text begins a line. */
export const textStart = /^\W*SSH server check: port/

const sections = ['head', 'VERDICT', 'EVIDENCE', 'FIX', 'NOT SEEN', 'END'] as const
type Section = (typeof sections)[number]
type Parts = Readonly<Record<Section, readonly string[] | null>>

/** Which section a line begins, whatever marks stand around it. */
export function sectionOf(line: string): Section | null {
  const text = line.replace(/[*#_`]/g, '').trim()
  if (text.startsWith('FIX on this')) return 'FIX'
  return sections.find((section) => section === text && section !== 'head') ?? null
}

/**
 * Reads the lines of one answer in text, wrapped or cut off, and what follows it. Null when too little of it is there to say
 * what was found.
 */
export function readTextAnswer(pasted: readonly string[]): RawAnswer | null {
  const lines = withoutIndent(pasted)
  const hard = isCutAtWidth(lines)
  const parts = partsOf(lines)
  if (!parts.VERDICT) return null
  const verdicts = verdictsOf(parts.VERDICT, hard)
  const head = unwrap(
    (parts.head ?? []).filter((line) => line.trim() !== ''),
    hard,
  )
  const evidence = evidenceOf(parts.EVIDENCE ?? [], hard)
  const lineOf = (area: string) => evidence.find((line) => line.area === area)?.text ?? ''
  const port = /: port ?(\d{1,5})(?!\d)/.exec(head)?.[1]
  return {
    asked: {
      port: port === undefined ? null : Number(port),
      user: /, user ?([^\s,]+)/.exec(head)?.[1],
      from: /, from ?([0-9A-Fa-f.:]+)/.exec(head)?.[1],
      keyFingerprint: /, key ?(SHA256:[A-Za-z0-9+/]{43})/.exec(head)?.[1],
    },
    system: {
      name: /, on (.+)/.exec(head)?.[1],
      init: /, started by (\w+)/.exec(lineOf('system'))?.[1],
      server: /\b(OpenSSH_\S+|dropbear\S*)/i.exec(lineOf('program'))?.[1],
      root: asRoot(lineOf('system')),
    },
    verdicts,
    evidence,
    notSeen: listOf(parts['NOT SEEN'] ?? [], hard),
    whole:
      port !== undefined &&
      parts.EVIDENCE !== null &&
      parts.END !== null &&
      (verdicts.length === 0
        ? letters(parts.VERDICT.join('')).startsWith('nothingwasfoundonthisserver')
        : String(idsOf(parts.FIX ?? [])) === String(verdicts.map(({ id }) => id))),
  }
}

/** The sections come in their order, each once: a line of a log that looks like a heading begins none. */
function partsOf(lines: readonly string[]): Parts {
  const parts: Record<Section, string[] | null> = {
    head: [],
    VERDICT: null,
    EVIDENCE: null,
    FIX: null,
    'NOT SEEN': null,
    END: null,
  }
  let current: Section = 'head'
  for (const line of lines) {
    const next = sectionOf(line)
    if (next !== null && sections.indexOf(next) > sections.indexOf(current)) {
      current = next
      parts[current] = []
    } else if (current !== 'END') parts[current]?.push(line)
  }
  return parts
}

/** Most lines that one verdict's first line can have become. */
const wrapLimit = 8

function verdictsOf(lines: readonly string[], hard: boolean): readonly RawVerdict[] {
  const starts = lines.flatMap((line, at) => (/^[^\w/]*server\//.test(line) ? [at] : []))
  return starts.flatMap((at, index) => {
    const own = lines.slice(at, starts[index + 1] ?? lines.length)
    const first = own.slice(0, wrapLimit).join('').replace(/\s/g, '')
    const [, id, certainty] = /^[^\w/]*(server\/[a-z-]{1,40})\((\w+)\):/.exec(first) ?? []
    if (id === undefined || certainty === undefined) return []
    const text = unwrap(own, hard)
    const known = asServerCauseId(id)
    const after = text.slice(text.indexOf('):') + 2)
    const title = known === null ? '' : titleOf(known)
    const end = endOfLetters(after, letters(title).length)
    return [{ id, certainty, title: after.slice(0, end), why: after.slice(end) }]
  })
}

/** The place in a text behind so many of its letters and digits. */
function endOfLetters(text: string, count: number): number {
  let left = count
  for (let at = 0; at < text.length; at += 1) {
    if (left === 0) return at
    if (/[a-z0-9]/i.test(text.charAt(at))) left -= 1
  }
  return text.length
}

/** The ids that the fixes are for: the same as those of the verdicts, when nothing between was lost. */
function idsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, at) => {
    if (!/^\W*server\/[a-z- ]+$/.test(line)) return []
    const start = line.slice(line.indexOf('server/')).replace(/\s/g, '')
    const joined = start + (lines[at + 1] ?? '').replace(/\s/g, '')
    return [asServerCauseId(start) ?? asServerCauseId(joined) ?? start]
  })
}

function evidenceOf(lines: readonly string[], hard: boolean): RawAnswer['evidence'] {
  return entriesOf(lines, /^ *(?:ok|!!|--) +(?:host keys|[a-z]+) /, hard).flatMap((entry) => {
    const [, mark, area, text] = /^ *(ok|!!|--) +(host keys|[a-z]+) +(.*)$/.exec(entry) ?? []
    return mark !== undefined && area !== undefined && text !== undefined
      ? [{ mark, area, text }]
      : []
  })
}

function listOf(lines: readonly string[], hard: boolean): readonly string[] {
  return entriesOf(lines, /^ *--? /, hard).map((entry) => entry.replace(/^ *--? /, ''))
}

/** Entries that each begin with a mark, put together from their lines. */
function entriesOf(lines: readonly string[], start: RegExp, hard: boolean): readonly string[] {
  const entries: string[][] = []
  for (const line of lines) {
    if (start.test(line)) entries.push([line])
    else if (line.trim() !== '') entries.at(-1)?.push(line)
  }
  return entries.map((entry) => unwrap(entry, hard))
}

function asRoot(system: string): boolean | null {
  const who = /looking as (\S+)/.exec(system)?.[1]
  return who === undefined ? null : who === 'root'
}
