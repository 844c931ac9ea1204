import { say } from '../../words'
import { code, fence, toMarkdown } from '../escape'
import type { ShownFix } from '../shown-fixes'
import type { Blocks } from './blocks'

/** The primary fix with its heading. */
export function primaryFix(fix: ShownFix, heading: string): Blocks {
  return [`${heading} Fix it ${fix.place}`, ...fixBody(fix)]
}

/** A further fix: who does it in bold, then what, then something to copy. */
export function otherFix(fix: Omit<ShownFix, 'place'>): Blocks {
  const [first = '', ...rest] = fixBody(fix)
  return [`**${capital(fix.who)}:** ${first}`, ...rest]
}

/** What to do, where, and what to copy. */
function fixBody(fix: Omit<ShownFix, 'place'>): Blocks {
  const { diff } = fix
  return [
    toMarkdown(fix.what),
    ...(fix.paste ? [fence(fix.paste.language, fix.paste.text).join('\n')] : []),
    ...(diff === null
      ? []
      : [
          `${code(diff.path)}, ${diff.place}:`,
          fence('diff', diff.lines.join('\n')).join('\n'),
          ...(diff.note === null ? [] : [toMarkdown(diff.note)]),
        ]),
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** For a table cell: the first sentence of what to do. */
export function firstSentence(words: ShownFix['what']): ShownFix['what'] {
  const end = words.findIndex((span) => 'say' in span && /\.\s/.test(span.say))
  const last = words[end]
  if (last === undefined || !('say' in last)) return words
  return say`${words.slice(0, end)}${[{ say: last.say.slice(0, last.say.search(/\.\s/) + 1) }]}`
}
