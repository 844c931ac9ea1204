import { isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Alias, Document, Node, YAMLMap } from 'yaml'

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
  const document = withoutTraces(() =>
    parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false }),
  )
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
