import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Node, Pair, YAMLMap } from 'yaml'
import type { ParsedYaml } from './parse-yaml'

/** The text of a `run:`, and the line of the file on which a line of it is (from 0, in the text). */
export interface Script {
  readonly text: string
  lineOf(index: number): number
}

/** Looks into a parsed file, through aliases, with lines counted from 1. */
export interface Reader {
  map(node: unknown): YAMLMap | null
  /** The items of a list, each a map or null; null when it is no list. */
  items(node: unknown): readonly (YAMLMap | null)[] | null
  /** The entries of a map, with those that merge keys (`<<`) bring in; of two with one name the map's own. */
  pairs(map: YAMLMap | null): readonly Pair[]
  pair(map: YAMLMap | null, key: string): Pair | null
  get(map: YAMLMap | null, key: string): unknown
  /** The text of a scalar. */
  text(node: unknown): string | null
  script(node: unknown): Script | null
  line(pair: Pair | null): number
  source(node: unknown): string
}

/** For a file that was parsed from this text. */
export function yamlReader({ aliases, counter }: ParsedYaml, text: string): Reader {
  const follow = (node: unknown) => (isAlias(node) ? aliases.get(node) : node)
  const scalarText = (node: unknown) => {
    const scalar = follow(node)
    if (!isScalar(scalar) || scalar.value === null) return null
    return scalar.source ?? null
  }
  const asMap = (node: unknown) => {
    const map = follow(node)
    return isMap(map) ? map : null
  }
  const isMerge = ({ key }: Pair) => isScalar(key) && key.type === 'PLAIN' && key.source === '<<'
  // GitHub refuses merge keys; the runners of Gitea and Forgejo follow them (YAML 1.1, tag:yaml.org,2002:merge).
  const pairs = (map: YAMLMap | null, before = new Set<YAMLMap>()): readonly Pair[] => {
    // A map that comes a second time brings nothing new, and one that merges itself would never end.
    if (map === null || before.has(map)) return []
    before.add(map)
    const own = map.items.filter((each) => !isMerge(each))
    const merged = map.items.filter(isMerge).flatMap(({ value }) => {
      const from = follow(value)
      const maps = isSeq(from) ? from.items.map(asMap) : [asMap(from)]
      return maps.flatMap((each) => pairs(each, before))
    })
    const names = new Set<string | null>()
    return [...own, ...merged].filter(({ key }) => {
      const name = scalarText(key)
      if (name !== null && names.has(name)) return false
      names.add(name)
      return true
    })
  }
  const pair = (map: YAMLMap | null, key: string) =>
    pairs(map).find((each) => scalarText(each.key) === key) ?? null
  const range = (node: unknown) => (node as Node | null | undefined)?.range ?? null
  return {
    map: asMap,
    items(node) {
      const list = follow(node)
      return isSeq(list) ? list.items.map(asMap) : null
    },
    pairs: (map) => pairs(map),
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
