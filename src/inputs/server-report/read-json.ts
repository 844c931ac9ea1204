import type { RawAnswer, RawVerdict } from './answer'
import { isCutAtWidth, unwrap, withoutIndent } from './pasted-lines'

/** Most characters of one answer in JSON; the script's have some thousands. */
const answerLimit = 200_000

/** How an answer with `--json` begins a line. */
export const jsonStart = /^[ `]*\{ *"serverCheck" *: *(\d{1,6})/

/**
 * Reads the lines of one answer with `--json`, wrapped or cut off, and what follows it. Null when too little of it is there to
 * say what was found.
 */
export function readJsonAnswer(pasted: readonly string[]): RawAnswer | null {
  const lines = withoutIndent(pasted)
  const hard = isCutAtWidth(lines)
  // A wrapped line says nothing of how it was put together before: what reads as JSON was right.
  const texts = [
    unwrap(lines, hard),
    unwrap(lines, !hard),
    lines.map((line) => line.trim()).join(''),
  ].map((text) => text.slice(text.indexOf('{'), answerLimit))
  for (const text of texts) {
    const whole = wholeObject(text)
    if (whole) return whole
  }
  const parts = texts.map(partsOf)
  return parts.reduce(
    (best, part) => (part && part.verdicts.length > (best?.verdicts.length ?? -1) ? part : best),
    null,
  )
}

/** The object at the beginning of the text, if it is complete and has the parts of an answer. */
function wholeObject(text: string): RawAnswer | null {
  const end = endOfObject(text)
  if (end === null) return null
  let value: unknown
  try {
    value = JSON.parse(text.slice(0, end))
  } catch {
    return null
  }
  const verdicts = field(value, 'verdicts')
  const evidence = field(value, 'evidence')
  const notSeen = field(value, 'notSeen')
  if (!Array.isArray(verdicts) || !Array.isArray(evidence) || !Array.isArray(notSeen)) return null
  return {
    ...askedOf(field(value, 'asked'), field(value, 'system')),
    verdicts: verdicts.map((verdict: unknown) => ({
      id: textOf(verdict, 'id'),
      certainty: textOf(verdict, 'certainty'),
      title: textOf(verdict, 'title'),
      why: textOf(verdict, 'why'),
    })),
    evidence: evidence.map((line: unknown) => ({
      mark: textOf(line, 'mark'),
      area: textOf(line, 'area'),
      text: textOf(line, 'text'),
    })),
    notSeen: notSeen.filter((line: unknown): line is string => typeof line === 'string'),
    whole: true,
  }
}

/** Where the object that begins the text ends; null when it does not. */
function endOfObject(text: string): number | null {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

const string = '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"'
const verdictParts = new RegExp(
  `\\{"id":${string},"certainty":${string},"title":${string},"why":${string}`,
  'g',
)
const evidenceParts = new RegExp(`\\{"mark":${string},"area":${string},"text":${string}\\}`, 'g')

/** What can be read of an object that is cut off, in the script's own order of keys. */
function partsOf(text: string): RawAnswer | null {
  if (!text.includes('"verdicts":[')) return null
  const object = (key: string): unknown => {
    const found = new RegExp(`"${key}":(\\{[^{}]{0,2000}\\})`).exec(text)?.[1]
    try {
      return found === undefined ? null : JSON.parse(found)
    } catch {
      return null
    }
  }
  const verdicts: RawVerdict[] = [...text.matchAll(verdictParts)].map(
    ([, id = '', certainty = '', title = '', why = '']) => ({
      id,
      certainty,
      title: unescaped(title),
      why: unescaped(why),
    }),
  )
  return {
    ...askedOf(object('asked'), object('system')),
    verdicts,
    evidence: [...text.matchAll(evidenceParts)].map(([, mark = '', area = '', line = '']) => ({
      mark,
      area,
      text: unescaped(line),
    })),
    notSeen: [],
    whole: false,
  }
}

function askedOf(asked: unknown, system: unknown): Pick<RawAnswer, 'asked' | 'system'> {
  return {
    asked: {
      port: field(asked, 'port'),
      user: field(asked, 'user'),
      from: field(asked, 'from'),
      keyFingerprint: field(asked, 'keyFingerprint'),
    },
    system: {
      name: field(system, 'name'),
      init: field(system, 'init'),
      server: field(system, 'server'),
      root: field(system, 'root'),
    },
  }
}

/** The script writes only two escapes. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}

/** The value of a key, in which a wrapped line may have left blanks. */
function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name.replace(/\s/g, '') === key)?.[1]
}

function textOf(value: unknown, key: string): string {
  const text = field(value, key)
  return typeof text === 'string' ? text : ''
}
