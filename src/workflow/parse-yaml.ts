import { isAlias, isMap, isScalar, Lexer, LineCounter, parseDocument, visit } from 'yaml'
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
  if (isDeep(text)) return { error: 'RESOURCE_EXHAUSTION' }
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

/** Far deeper than any workflow. */
const deepest = 200

/** What the lexer puts in front of the text of a scalar. */
const scalarMark = '\x1f'

/**
 * Whether something may be nested so deep that the library, which calls itself for each level, uses up the stack. That cannot
 * always be caught: V8 ends the process when no stack is left to compile a regular expression. In blocks a level takes a
 * column of indentation, or a sign in the line; in braces and brackets each open one is a level.
 */
function isDeep(text: string): boolean {
  let open = 0
  let level = 0
  let before = '\n'
  for (const lexeme of new Lexer().lex(text)) {
    if (before === scalarMark) before = ''
    else {
      if (/^\r?\n$/.test(lexeme)) level = 0
      else if (before.endsWith('\n') && /^ +$/.test(lexeme)) level = lexeme.length
      else if ('[{'.includes(lexeme)) open++
      else if (']}'.includes(lexeme)) open--
      else if (open <= 0 && '-?:'.includes(lexeme) && ++level > deepest) return true
      if (open > deepest) return true
      before = lexeme
    }
  }
  return false
}

function hasDuplicateKey({ items }: YAMLMap): boolean {
  const scalars = items.flatMap(({ key }) => (isScalar(key) ? [key.value] : []))
  return new Set(scalars).size < scalars.length
}

/** An invalid file has thousands of errors, and each would collect a stack trace that nobody reads. */
function withoutTraces<T>(parse: () => T): T {
  const { stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 0
    return parse()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
