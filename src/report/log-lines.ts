/** Pieces of the log: paragraphs, entries of lists, blocks to copy. */
import { literal, say, type Words } from '../text/words'
import { logBlock, logLine, toPlain } from '../text/escape'
import { type Style, wrap } from './style'
import type { ShownFix } from './visible-fixes'

/** Something to copy, indented. */
export function block(text: string): readonly string[] {
  return logBlock(text).map((line) => `       ${line}`)
}

/** One fix: where and what, then what to copy. */
export function fixLines(fix: ShownFix, style: Style): readonly string[] {
  const { diff } = fix
  return [
    ...paragraph(say`Fix it ${literal(fix.where)}: ${fix.what}`, style, '  '),
    ...(fix.paste ? block(fix.paste.text) : []),
    ...(diff === null
      ? []
      : [
          ...paragraph(say`${diff.path}, ${literal(diff.where)}:`, style, '    '),
          ...block(diff.lines.join('\n')),
          ...(diff.note === null ? [] : paragraph(diff.note, style, '    ')),
        ]),
  ]
}

/** Words wrapped at the width of the style. */
export function paragraph(words: Words, style: Style, indent = ''): readonly string[] {
  return wrap(toPlain(words), style.width, indent).map(logLine)
}

/** An entry of a list: what does not fit the line is below its text. */
export function item(mark: string, words: Words, style: Style, indent: string): readonly string[] {
  const hangingIndent = indent + ' '.repeat(mark.length + 1)
  return wrap(`${mark} ${toPlain(words)}`, style.width, indent, hangingIndent).map(logLine)
}
