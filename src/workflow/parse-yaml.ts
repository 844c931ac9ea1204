import { Composer, isAlias, isMap, isScalar, LineCounter, Parser, visit } from 'yaml'
import type { Alias, CST, Document, Node, YAMLMap } from 'yaml'

/** A parsed file, with what is needed to look into it. */
export interface ParsedYaml {
  readonly document: Document
  readonly counter: LineCounter
  /** The node that each alias stands for; none for an anchor that is not there. */
  readonly aliases: ReadonlyMap<Alias, Node>
}

/**
 * Parses YAML in a time that grows with its length only, and gives the code of the first error of the yaml library. The
 * library itself compares each key with all others of its map, and looks through the whole document for each alias.
 */
export function parseYaml(text: string): ParsedYaml | { readonly error: string } {
  const counter = new LineCounter()
  const tokens = [...new Parser(counter.addNewLine).parse(text)]
  if (isDeep(tokens)) return { error: 'RESOURCE_EXHAUSTION' }
  const composer = new Composer({ uniqueKeys: false })
  const [document, ...others] = withoutTraces(() => [
    ...composer.compose(tokens, true, text.length),
  ])
  if (!document || others.length > 0) return { error: 'MULTIPLE_DOCS' }
  const [error] = document.errors
  if (error) return { error: error.code }
  const aliases = new Map<Alias, Node>()
  const anchors = new Map<string, Node>()
  const withDuplicates: YAMLMap[] = []
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const meant = anchors.get(node.source)
        if (meant) aliases.set(node, meant)
        return
      }
      // A node may hold an alias to itself.
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
      if (isMap(node) && hasDuplicateKey(node)) withDuplicates.push(node)
    },
  })
  if (withDuplicates.length > 0) return { error: 'DUPLICATE_KEY' }
  return { document, counter, aliases }
}

/** Far deeper than any workflow. */
const deepest = 100

/**
 * Whether something is nested so deep that the composer, which calls itself for each level, could use up the stack. It cannot
 * be caught then: V8 ends the process when it has no stack left to compile a regular expression.
 */
function isDeep(tokens: readonly CST.Token[]): boolean {
  let level = tokens
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap(inside)
  }
  return false
}

function inside(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : []
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])])
}

function hasDuplicateKey({ items }: YAMLMap): boolean {
  const scalars = items.flatMap(({ key }) => (isScalar(key) ? [key.value] : []))
  return new Set(scalars).size < scalars.length
}

/** A damaged file has thousands of errors, and each would gather a trace that nobody reads. */
function withoutTraces<T>(parse: () => T): T {
  const { stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 0
    return parse()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
