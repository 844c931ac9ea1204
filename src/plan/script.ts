import {
  type Assignment,
  type CommandNode,
  type CompoundList,
  type If,
  parse,
  type PipelineNode,
  type Redirection,
  type Statement,
  type Word,
} from 'unbash'
import { restoreExpressions, withMarks } from './expression-marks'
import { ends, failureIn, isNegation, isTest } from './command-failure'
import { type ScriptWord, substitutionsIn, wordText } from './script-word'

/** One simple command of a script, with what it depends on and what depends on it. */
export interface ScriptCommand {
  /** Assignments, the name and the arguments. */
  readonly words: readonly ScriptWord[]
  readonly redirects: readonly ScriptRedirect[]
  /** The command of the same pipe whose output it reads. */
  readonly input: ScriptCommand | null
  /** maybe: in a branch, a loop, a function, after `||`, or after a test and `&&`. */
  readonly runs: 'always' | 'maybe'
  /**
   * What its failure does. exits: the script ends, as `|| exit 1` follows; ends: it ends with `set -e`; status: only the status of
   * its list changes; handled: something else runs, or the rest of a pipe; ignored: nothing, as another command follows `||`.
   */
  readonly failure: 'exits' | 'ends' | 'status' | 'handled' | 'ignored'
  /** Whether the status of the script is that of its list. */
  readonly isLast: boolean
  /** The subshells around it, such as `/1/3`: a `cd` in one changes nothing outside. */
  readonly scope: string
}

export interface ScriptRedirect {
  readonly operator: string
  /** The descriptor where one is written, as in `2>`. */
  readonly descriptor: number | null
  /** The file, or the text of a here-document or here-string; null when it is missing. */
  readonly target: ScriptWord | null
}

/** A script that was read for certain. */
export interface Script {
  readonly commands: readonly ScriptCommand[]
  /** The constructs around the commands, each time that one is used, with its line from 0. */
  readonly constructs: readonly { readonly what: Construct; readonly index: number }[]
}

export type Construct = 'substitution' | 'branch' | 'loop' | 'function' | 'double-brackets'

/** Characters. Nobody writes longer ones, and the time for some grows with the square. */
const longestScript = 64 * 1024

/** Here-documents. The time to read them grows with the square of their number. */
const mostDocuments = 100

type Context = Pick<ScriptCommand, 'runs' | 'failure' | 'isLast' | 'scope'>

/**
 * The simple commands of a POSIX or bash script, in their order; those of a substitution before the command that it is in. Null
 * for a script that cannot be read for certain, such as one with a quote that never ends. `${{ expressions }}` are parts of words, as the runner fills them in before a shell
 * reads the script.
 */
export function readScript(script: string): Script | null {
  const marked =
    script.length > longestScript ||
    script.split('<<', mostDocuments + 2).length > mostDocuments + 1
      ? null
      : withMarks(script)
  if (marked === null) return null
  const { commands, errors = [] } = parse(marked.text)
  if (errors.length > 0) return null
  const reader = new Reader(marked.text, (text) => restoreExpressions(text, marked.expressions))
  reader.list(commands, { runs: 'always', failure: 'ends', isLast: true, scope: '' })
  return { commands: reader.commands, constructs: reader.constructs }
}

class Reader {
  readonly commands: ScriptCommand[] = []
  readonly constructs: Script['constructs'][number][] = []
  private subshells = 0
  private readonly lineOf: (position: number) => number
  private readonly restore: (text: string) => string

  constructor(text: string, restore: (text: string) => string) {
    this.lineOf = lineCounter(text)
    this.restore = restore
  }

  list(statements: readonly Statement[], context: Context): void {
    for (const [index, { command, background }] of statements.entries()) {
      const isLast = context.isLast && index === statements.length - 1
      const failure = background ? 'handled' : context.failure
      this.statement(command, { ...context, isLast, failure })
    }
  }

  private statement(node: Statement['command'], context: Context): void {
    if (node.type !== 'AndOr') {
      this.pipeline(node, context)
      return
    }
    for (const [index, command] of node.commands.entries()) {
      const before = node.operators.slice(0, index)
      const isAsked = before.includes('||') || node.commands.slice(0, index).some(isTest)
      const runs = isAsked ? 'maybe' : context.runs
      this.pipeline(command, { ...context, runs, failure: failureIn(node, index, context) })
    }
  }

  private pipeline(node: PipelineNode, context: Context): void {
    if (node.type !== 'Pipeline') {
      this.command(node, context, null)
      return
    }
    const isNegated = node.prefixes.some(isNegation)
    let input: ScriptCommand | null = null
    for (const [index, command] of node.commands.entries()) {
      const isHandled = isNegated || index < node.commands.length - 1
      this.command(command, isHandled ? { ...context, failure: 'handled' } : context, input)
      input = this.commands.at(-1) ?? null
    }
  }

  private note(what: Construct, { pos }: { readonly pos: number }): void {
    this.constructs.push({ what, index: this.lineOf(pos) })
  }

  private command(node: CommandNode, context: Context, input: ScriptCommand | null): void {
    switch (node.type) {
      case 'Command': {
        const { name, args, redirects } = node
        const before = node.prefix.filter((each) => each.type === 'Assignment')
        this.simple([...before, ...(name ? [name] : []), ...args], redirects, context, input)
        return
      }
      case 'Redirected':
        this.command(node.command, context, input)
        return
      case 'Subshell':
        this.list(node.body.commands, this.inSubshell(context))
        return
      case 'BraceGroup':
        this.list(node.body.commands, context)
        return
      case 'If':
        this.note('branch', node)
        this.question(node, context)
        for (const { clause } of node.elif)
          this.branch(clause, { ...context, runs: 'maybe', failure: 'handled' })
        for (const body of [node.then, ...node.elif.map(({ then }) => then)])
          this.branch(body, { ...context, runs: 'maybe' })
        if (node.else) this.branch(node.else, { ...context, runs: 'maybe' })
        return
      case 'While':
        this.note('loop', node)
        this.branch(node.clause, { ...context, failure: 'handled' })
        this.branch(node.body, { ...context, runs: 'maybe' })
        return
      case 'Case':
        this.note('branch', node)
        for (const { body } of node.items) this.branch(body, { ...context, runs: 'maybe' })
        return
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
        this.note('loop', node)
        this.branch(node.body, { ...context, runs: 'maybe' })
        return
      case 'Function': {
        this.note('function', node)
        this.simple([node.name], [], { ...context, failure: 'handled' }, null, '()')
        const inside: Context = { ...context, runs: 'maybe', isLast: false }
        if (node.body.type === 'CompoundList') this.branch(node.body, inside)
        else this.command(node.body, inside, null)
        return
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        this.note('double-brackets', node)
        return
      case 'Coproc':
    }
  }

  /** The condition of an `if`. Without its first command nothing goes on where `exit 1` follows: `if ! composer install; then exit 1; fi`. */
  private question({ clause, then, elif, else: other }: If, context: Context): void {
    const [only, ...more] = clause.commands
    const command = only && more.length === 0 ? only.command : null
    const isNegated = command?.type === 'Pipeline' && command.prefixes.some(isNegation)
    const instead = isNegated ? then : elif.length === 0 ? other : undefined
    const last = instead?.commands.at(-1)?.command
    if (!command || !last || last.type === 'AndOr' || !ends(last)) {
      this.branch(clause, { ...context, failure: 'handled' })
    } else if (command.type === 'Pipeline' && isNegated && command.commands.length === 1) {
      for (const each of command.commands)
        this.command(each, { ...context, failure: 'exits' }, null)
    } else this.statement(command, { ...context, failure: isNegated ? 'handled' : 'exits' })
  }

  private branch({ commands }: CompoundList, context: Context): void {
    this.list(commands, context)
  }

  /** @param suffix what is put behind the name: `()` for the definition of a function */
  private simple(
    nodes: readonly (Word | Assignment)[],
    redirects: readonly Redirection[],
    context: Context,
    input: ScriptCommand | null,
    suffix = '',
  ): void {
    for (const { commands } of substitutionsIn([...nodes, ...redirects])) {
      if (nodes[0]) this.note('substitution', nodes[0])
      this.list(commands, { ...this.inSubshell(context), failure: 'handled', isLast: false })
    }
    this.commands.push({
      ...context,
      words: nodes.map((node) => this.word(node, suffix)),
      redirects: redirects.map((each) => this.redirect(each)),
      input,
    })
  }

  private word(node: Word | Assignment, suffix = ''): ScriptWord {
    const { text, known, quoted } = wordText(node)
    return { text: this.restore(text) + suffix, index: this.lineOf(node.pos), known, quoted }
  }

  private redirect(node: Redirection): ScriptRedirect {
    const { operator, descriptor } = node
    const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : null
    if (node.type !== 'HereDoc')
      return { operator, descriptor: number, target: node.target ? this.word(node.target) : null }
    const { body, delimiter } = node
    const quoted = delimiter?.quoted ?? false
    const known = quoted || !/[$`]/.test(body.text)
    const target = { text: this.restore(body.text), index: this.lineOf(body.pos), known, quoted }
    return { operator, descriptor: number, target }
  }

  private inSubshell(context: Context): Context {
    this.subshells++
    return { ...context, scope: `${context.scope}/${String(this.subshells)}` }
  }
}

/** Counts newlines once; a position gives the line that it is in, from 0. */
function lineCounter(text: string): (position: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (position) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return low
  }
}
