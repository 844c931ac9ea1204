import { literal, say, type Words } from '../../text/words'
import { code, fence, toMarkdown } from '../../text/escape'
import type { ShownFix } from '../visible-fixes'
import { type Blocks, details } from './blocks'

/** The primary fix with its heading. */
export function primaryFix(fix: ShownFix, heading: string): Blocks {
  return [`${heading} Fix it ${fix.where}`, ...fixBody(fix)]
}

/** A further fix: who does it in bold, then what, then something to copy. */
export function otherFix(fix: Omit<ShownFix, 'where'>): Blocks {
  const [first = '', ...rest] = fixBody(fix)
  return [`**${capital(fix.who)}:** ${first}`, ...rest]
}

/** What to do, and what to copy. */
function fixBody(fix: Omit<ShownFix, 'where'>): Blocks {
  return [toMarkdown(fix.what), ...toCopy(fix)]
}

function toCopy(fix: Omit<ShownFix, 'where'>): Blocks {
  const { diff } = fix
  return [
    ...(fix.paste ? [fence(fix.paste.language, fix.paste.text).join('\n')] : []),
    ...(diff === null
      ? []
      : [
          `${code(diff.path)}, ${diff.where}:`,
          fence('diff', diff.lines.join('\n')).join('\n'),
          ...(diff.note === null ? [] : [toMarkdown(diff.note)]),
        ]),
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The same in one line to unfold: who, and the first sentence of what. */
export function foldedFix(fix: ShownFix): Blocks {
  const { first, rest } = splitSentence(fix.what)
  const body = [...(rest.length === 0 ? [] : [toMarkdown(rest)]), ...toCopy(fix)]
  return body.length === 0 ? otherFix(fix) : details(first, body, `${capital(fix.who)}:`)
}

/** For a table cell: the first sentence of what to do. */
export function firstSentence(words: Words): Words {
  return splitSentence(words).first
}

function splitSentence(words: Words): { readonly first: Words; readonly rest: Words } {
  const end = words.findIndex((span) => 'say' in span && /\.\s/.test(span.say))
  const last = words[end]
  if (last === undefined || !('say' in last)) return { first: words, rest: [] }
  const at = last.say.search(/\.\s/) + 1
  const after = last.say.slice(at).trimStart()
  return {
    first: say`${words.slice(0, end)}${literal(last.say.slice(0, at))}`,
    rest: say`${literal(after)}${words.slice(end + 1)}`,
  }
}
