import { literal, say, type Words } from '../../text/words'
import { code, fence, toMarkdown } from '../../text/escape'
import { secretStores } from '../../knowledge/secret-stores'
import { secretsPage } from '../links'
import type { Report } from '../model'
import type { ShownFix } from '../visible-fixes'
import { type Blocks } from './blocks'
import { brokenCommands } from './broken-commands'
import { editLink, fileLine, link } from './where'
import { seen } from '../../facts/fact'
import type { Paste } from '../../causes/finding'

/** A fix without the place, which its heading or its list has. */
type FixBody = Omit<ShownFix, 'where' | 'label'>

/** The primary fix with its heading. */
export function primaryFix(report: Report, fix: ShownFix, heading: string): Blocks {
  return [`${heading} Fix it ${fix.where}`, ...fixBody(report, fix)]
}

/** A further fix: where it is made in bold, then what, then something to copy. */
export function otherFix(report: Report, fix: FixBody & Pick<ShownFix, 'label'>): Blocks {
  const [first = '', ...rest] = fixBody(report, fix)
  return [`**${fix.label}:** ${first}`, ...rest]
}

/** A further fix in one line: where, and the first sentence of what. */
export function fixLine({ label, what }: ShownFix): string {
  return `- **${label}:** ${toMarkdown(firstSentence(what))}`
}

/** What to do, and what to copy. */
function fixBody(report: Report, fix: FixBody): Blocks {
  const { diff } = fix
  const { runner, workflow } = report.facts
  const file = seen(workflow)
  return [
    withLinkToSecrets(report, toMarkdown(fix.what)),
    ...(fix.paste ? [toCopy(fix.paste)] : []),
    ...(diff === null
      ? []
      : [
          file === null
            ? `${code(diff.path)}, ${diff.where}`
            : [fileLine(runner, file, diff), ...editLink(runner, file)].join(' · '),
          fence('diff', diff.lines.join('\n')).join('\n'),
          ...(diff.note === null ? [] : [toMarkdown(diff.note)]),
        ]),
  ]
}

/** A block to copy; commands of a shell are broken where they would be cut at the edge. */
function toCopy({ language, text }: Paste): string {
  return fence(language, language === 'sh' ? brokenCommands(text) : text).join('\n')
}

/** The menus that lead to the secrets become a link to their page. */
function withLinkToSecrets({ facts: { runner } }: Report, markdown: string): string {
  const { place } = secretStores[runner.platform]
  return markdown.replace(place, link(place, secretsPage(runner)))
}

/** For a table cell or a line: the first sentence of what to do. */
export function firstSentence(words: Words): Words {
  const end = words.findIndex((span) => 'say' in span && /\.\s/.test(span.say))
  const last = words[end]
  if (last === undefined || !('say' in last)) return words
  const at = last.say.search(/\.\s/) + 1
  return say`${words.slice(0, end)}${literal(last.say.slice(0, at))}`
}
