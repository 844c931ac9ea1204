import { CST, Lexer, LineCounter, isMap, isScalar, parseDocument, visit } from 'yaml'
import type { Alias, Document, Node, YAMLMap } from 'yaml'

/** A parsed workflow file. */
export interface ParsedWorkflow {
  readonly document: Document
  readonly text: string
  readonly counter: LineCounter
  /** What each alias stands for; aliases of anchors that are not there have no entry. */
  readonly targets: ReadonlyMap<Alias, Node>
}

/** Characters; far more than people write. `yaml` takes some microseconds for each. */
const longestFile = 128 * 1024

/** Deeper flow collections than people write, in brackets. */
const deepestFlow = 100
/** Farther right than people begin an entry, in columns: a nested block collection begins at least one column further. */
const farthestEntry = 400

/**
 * Parses the text of a workflow file in time and depth that are bounded by its length: `yaml` itself goes down into nested
 * collections without a limit, compares each key with all others, and looks for each alias from the beginning of the file.
 * Gives the code of the first fault instead, one of the library's (`BAD_INDENT`), `DUPLICATE_KEY`,
 * `TOO_DEEP` or `TOO_LONG`.
 */
export function parseWorkflow(text: string): ParsedWorkflow | { readonly fault: string } {
  if (text.length > longestFile) return { fault: 'TOO_LONG' }
  if (isTooDeep(text)) return { fault: 'TOO_DEEP' }
  const counter = new LineCounter()
  const document = parsed(text, counter)
  const [error] = document.errors
  if (error) return { fault: error.code }
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  const ambiguous: YAMLMap[] = []
  const define = (node: Node & { readonly anchor?: string }) => {
    if (node.anchor) anchors.set(node.anchor, node)
  }
  visit(document, {
    Alias(_, alias) {
      const target = anchors.get(alias.source)
      if (target) targets.set(alias, target)
    },
    Collection(_, collection) {
      define(collection)
      if (isMap(collection) && !hasUniqueKeys(collection)) ambiguous.push(collection)
    },
    Scalar(_, scalar) {
      define(scalar)
    },
  })
  return ambiguous.length === 0 ? { document, text, counter, targets } : { fault: 'DUPLICATE_KEY' }
}

/** Without the stack of each of perhaps a hundred thousand faults, which takes ten times as long as all the rest. */
function parsed(text: string, lineCounter: LineCounter): Document {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** YAML 1.2.2 section 3.2.1.3: the keys of a mapping are unique. */
function hasUniqueKeys({ items }: YAMLMap): boolean {
  const keys = items.flatMap(({ key }) => (isScalar(key) ? [key.value] : []))
  return new Set(keys).size === keys.length
}

function isTooDeep(text: string): boolean {
  let column = 0
  let indent: number | null = null
  let flow = 0
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source)
    if (type === 'newline') {
      column = 0
      indent = null
      continue
    }
    if (type !== 'space') indent ??= column
    if (type === 'flow-seq-start' || type === 'flow-map-start') flow += 1
    else if (type === 'flow-seq-end' || type === 'flow-map-end') flow -= 1
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind') indent = column
    if (flow > deepestFlow) return true
    if (flow === 0 && entryTypes.some((each) => each === type) && (indent ?? 0) > farthestEntry)
      return true
    column = source.includes('\n') ? 0 : column + source.length
  }
  return false
}

const entryTypes = ['seq-item-ind', 'explicit-key-ind', 'map-value-ind']
