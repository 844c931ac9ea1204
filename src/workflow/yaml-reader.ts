import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, LineCounter, Node, Pair, YAMLMap } from 'yaml'

/** The text of a `run:`, and the line of the file on which a line of it stands (from 0, in the text). */
export interface Script {
  readonly text: string
  lineOf(index: number): number
}

/** Looks into a parsed file, through aliases, with lines counted from 1. */
export interface Reader {
  map(node: unknown): YAMLMap | null
  /** The items of a list, each a map or null; null when it is no list. */
  items(node: unknown): readonly (YAMLMap | null)[] | null
  pair(map: YAMLMap | null, key: string): Pair | null
  get(map: YAMLMap | null, key: string): unknown
  /** The text of a scalar. */
  text(node: unknown): string | null
  script(node: unknown): Script | null
  line(pair: Pair | null): number
  source(node: unknown): string
}

/** For a document that was parsed with this counter from this text. */
export function yamlReader(document: Document, text: string, counter: LineCounter): Reader {
  const follow = (node: unknown) => (isAlias(node) ? node.resolve(document) : node)
  const scalarText = (node: unknown) => {
    const scalar = follow(node)
    if (!isScalar(scalar) || scalar.value === null) return null
    return scalar.source ?? null
  }
  const pair = (map: YAMLMap | null, key: string) =>
    map?.items.find((each) => scalarText(each.key) === key) ?? null
  const asMap = (node: unknown) => {
    const map = follow(node)
    return isMap(map) ? map : null
  }
  const range = (node: unknown) => (node as Node | null | undefined)?.range ?? null
  return {
    map: asMap,
    items(node) {
      const list = follow(node)
      return isSeq(list) ? list.items.map(asMap) : null
    },
    pair,
    get: (map, key) => follow(pair(map, key)?.value),
    text: scalarText,
    script(node) {
      const scalar = follow(node)
      if (!isScalar(scalar) || typeof scalar.value !== 'string') return null
      const start = counter.linePos(range(scalar)?.[0] ?? 0).line
      // A literal block keeps its lines, below the sign that begins it; elsewhere lines are folded into one another.
      const isLiteral = scalar.type === 'BLOCK_LITERAL'
      const lineOf = (index: number) => (isLiteral ? start + 1 + index : start)
      return { text: scalar.value, lineOf }
    },
    line: (entry) => counter.linePos(range(entry?.key)?.[0] ?? 0).line,
    source(node) {
      const value = follow(node)
      // Of a block scalar what it says, without its header.
      if (isScalar(value) && value.type?.startsWith('BLOCK')) return (value.source ?? '').trim()
      const [start, end] = range(value) ?? [0, 0]
      return text.slice(start, end).trim()
    },
  }
}
