import type { InputName } from '../facts/request'

/**
 * Words for people, with every piece of data separate from our sentences until the very end.
 *
 * A cause says `say`Port ${22} of ${host} refused``: the literal parts are ours, each interpolated
 * string is data that may come from a hostile server. Renderers (escape.ts) show data as code and
 * make it harmless. No other module makes one string of the two.
 */
export type Words = readonly Span[]

/**
 * A piece of a sentence: our plain text, data to be shown verbatim and escaped, or the name of an input, which has another name
 * for a jump host.
 */
export type Span =
  { readonly say: string } | { readonly data: string } | { readonly input: InputName }

/**
 * Tagged template: literals become our words, strings become data, numbers are harmless and join our words,
 * nested Words are spliced in.
 */
export function say(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Words)[]
): Words {
  const spans: Span[] = []
  const addLiteral = (text: string) => {
    const last = spans.at(-1)
    if (text === '') return
    if (last && 'say' in last) spans[spans.length - 1] = { say: last.say + text }
    else spans.push({ say: text })
  }
  literals.forEach((literal, index) => {
    addLiteral(literal)
    const value = values[index]
    if (value === undefined) return
    if (typeof value === 'number') addLiteral(String(value))
    else if (typeof value === 'string') spans.push({ data: value })
    else {
      for (const span of value) {
        if ('say' in span) addLiteral(span.say)
        else spans.push(span)
      }
    }
  })
  return spans
}

/** Our text that was built at run time (counts, lists of our words); never remote text. */
export function literal(text: string): Words {
  return [{ say: text }]
}

/** The name of an input of the server that the sentence is about: `key`, and for a jump host `proxy_key`. */
export function inputName(name: InputName): Words {
  return [{ input: name }]
}

/** What a piece of a sentence shows, without marks. */
export function textOf(span: Span): string {
  if ('say' in span) return span.say
  return 'data' in span ? span.data : span.input
}

/** How long something took, as people say it: `34 ms`, and from a second on `1.1 s`. */
export function duration(ms: number): Words {
  return literal(ms < 1000 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
}

/** Joins several pieces with our own text between them: `a`, `b` and `c`. */
export function list(items: readonly Words[], between = ', ', beforeLast = between): Words {
  return items.flatMap((item, index) => {
    if (index === 0) return item
    return [{ say: index === items.length - 1 ? beforeLast : between }, ...item]
  })
}

/** The same sentence without marks: for JSON and for comparing in tests. Not safe to print: see escape.ts. */
export function plain(words: Words): string {
  return words.map(textOf).join('')
}
