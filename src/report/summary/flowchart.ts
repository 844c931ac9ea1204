/** A small flowchart as Mermaid, which GitHub draws in summaries. */
import type { Words } from '../../text/words'
import { toMermaid } from '../../text/escape'
import { icon } from './blocks'

/** `bad`: here it breaks; `good`: this works; `start`: where the way begins. */
export type Tone = 'start' | 'plain' | 'good' | 'bad'

export interface Box {
  readonly tone: Tone
  readonly lines: readonly Words[]
}

/** From one box to another, by their places in the list: the deploy's way, or another one that was only looked at. */
export interface Arrow {
  readonly from: number
  readonly to: number
  readonly kind: 'open' | 'broken' | 'other'
}

export interface Flowchart {
  /** For screen readers: what is drawn. Our own words. */
  readonly title: string
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

const arrowMarks = { open: '-->', broken: '--x', other: '-.->' } as const

/** Gray that is right in a light and a dark page. */
const plainBox = 'classDef default fill:#aaa2,stroke:#aaaa'

/**
 * Only outlines are colored, so that boxes and words stay as the reader's theme, light or dark, has them. No number of two
 * digits or more stands outside of labels, and no name of a thing: a port or a user can be a secret, whose mask would break
 * the drawing.
 */
const outlines = { bad: 'crimson', good: 'seagreen' } as const

/** The fenced block. At most as many boxes as the alphabet has letters. */
export function mermaid({ title, boxes, arrows }: Flowchart): string {
  const classes = (['bad', 'good'] as const).flatMap((tone) => {
    const names = boxes.flatMap((box, index) => (box.tone === tone ? [letter(index)] : []))
    if (names.length === 0) return []
    return [
      `classDef ${tone} stroke:${outlines[tone]},stroke-width:3px`,
      `class ${names.join(',')} ${tone}`,
    ]
  })
  const lines = [
    `accTitle: ${title}`,
    ...boxes.map(drawn),
    ...arrows.map(({ from, to, kind }) => `${letter(from)} ${arrowMarks[kind]} ${letter(to)}`),
    plainBox,
    ...classes,
  ]
  return ['```mermaid', 'flowchart LR', ...lines.map((line) => `    ${line}`), '```'].join('\n')
}

function drawn({ tone, lines }: Box, index: number): string {
  const mark = { start: '', plain: '', good: `${icon.pass} `, bad: `${icon.fail} ` }[tone]
  const label = `"${mark}${lines.map(toMermaid).join('<br/>')}"`
  return `${letter(index)}${tone === 'start' ? `([${label}])` : `[${label}]`}`
}

/** A, B, C …; capitals, as a lone `o` or `x` is a mark of arrows. */
function letter(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}
