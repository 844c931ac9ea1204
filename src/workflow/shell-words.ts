/** One word of a shell command after quote removal; expressions and `${NAME}` are in it unchanged. */
export interface ShellWord {
  readonly text: string
  /** Line of the script, from 0. */
  readonly index: number
  /** False when a part of it is only known at run time: a command substitution, a glob, `${NAME:-…}`. */
  readonly known: boolean
  readonly quoted: boolean
}

/** The words of one simple command, without redirections. */
export type ShellCommand = readonly ShellWord[]

/** Replaces one expression of the runner, which is filled in before a shell reads the script. */
const first = 0xe000

/**
 * The simple commands of a POSIX or bash script, in their order; bodies of here-documents and the content of a command
 * substitution are not among them. Null for a script that cannot be read for certain. Source: POSIX.1-2024 section 2.
 */
export function shellCommands(script: string): readonly ShellCommand[] | null {
  if (/[\ue000-\uf8ff]/.test(script)) return null
  const { text, expressions } = withMarks(script)
  const commands = expressions.length < 6000 ? new Scanner(text).commands() : null
  const restore = (word: string) =>
    word.replace(/[\ue000-\uf8ff]/g, (mark) => expressions[mark.charCodeAt(0) - first] ?? '')
  return (
    commands?.map((words) => words.map((word) => ({ ...word, text: restore(word.text) }))) ?? null
  )
}

/** The script with one mark in place of each expression. */
function withMarks(script: string): {
  readonly text: string
  readonly expressions: readonly string[]
} {
  const expressions: string[] = []
  let text = ''
  let at = 0
  for (;;) {
    const start = script.indexOf('${{', at)
    const end = start < 0 ? -1 : script.indexOf('}}', start + 3)
    if (end < 0) return { text: text + script.slice(at), expressions }
    const expression = script.slice(start, end + 2)
    expressions.push(expression.replace(/\s+/g, ' '))
    // Lines are counted, so those inside of an expression stay.
    const lines = '\\\n'.repeat(expression.split('\n').length - 1)
    text += script.slice(at, start) + String.fromCharCode(first + expressions.length - 1) + lines
    at = end + 2
  }
}

/** Thrown inside of this module for a quote or a parenthesis that never ends. */
class Unreadable extends Error {}

interface Word {
  text: string
  index: number
  known: boolean
  quoted: boolean
}

class Scanner {
  private at = 0
  private index = 0
  private word: Word | null = null
  private words: ShellWord[] = []
  private readonly found: ShellCommand[] = []
  /** The next word is the target of a redirection, or the end mark of a here-document. */
  private next: 'word' | 'target' | 'mark' | 'mark-tabs' = 'word'
  private documents: { readonly mark: string; readonly tabs: boolean }[] = []

  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  commands(): readonly ShellCommand[] | null {
    try {
      while (this.at < this.text.length) this.step()
      this.endCommand()
      return this.found
    } catch (error) {
      if (error instanceof Unreadable) return null
      throw error
    }
  }

  private step(): void {
    const c = this.take()
    switch (c) {
      case '\\':
        if (this.peek() === '\n') this.take()
        else this.add(this.take())
        return
      case "'":
        this.single()
        return
      case '"':
        this.double()
        return
      case '$':
        this.dollar()
        return
      case '`':
        this.until('`')
        this.unknown()
        return
      case '#':
        if (this.word) this.add(c)
        else while (this.at < this.text.length && this.peek() !== '\n') this.take()
        return
      case ' ':
      case '\t':
      case '\r':
        this.endWord()
        return
      case '\n':
        this.endCommand()
        this.skipDocuments()
        return
      case '&':
        if (this.peek() === '>') return
        this.endCommand()
        return
      case ';':
      case '|':
      case '(':
      case ')':
        this.endCommand()
        return
      case '<':
      case '>':
        this.redirect(c)
        return
      default:
        if ('*?[{'.includes(c)) this.unknown()
        this.add(c)
    }
  }

  private peek = () => this.text[this.at] ?? ''

  private take(): string {
    const c = this.text[this.at++]
    if (c === undefined) throw new Unreadable()
    if (c === '\n') this.index++
    return c
  }

  private open(): Word {
    this.word ??= { text: '', index: this.index, known: true, quoted: false }
    return this.word
  }

  private add(text: string): void {
    this.open().text += text
  }

  private unknown(): void {
    this.open().known = false
  }

  private endWord(): void {
    const { word, next } = this
    this.word = null
    if (!word) return
    this.next = 'word'
    if (next === 'word') this.words.push(word)
    else if (next !== 'target') this.documents.push({ mark: word.text, tabs: next === 'mark-tabs' })
  }

  private endCommand(): void {
    this.endWord()
    this.next = 'word'
    if (this.words.length > 0) this.found.push(this.words)
    this.words = []
  }

  /** Up to the closing sign, which is taken; a backslash hides the sign after it. */
  private until(close: string): string {
    let inside = ''
    for (let c = this.take(); c !== close; c = this.take())
      inside += c === '\\' ? c + this.take() : c
    return inside
  }

  private single(): void {
    const word = this.open()
    word.quoted = true
    let inside = ''
    for (let c = this.take(); c !== "'"; c = this.take()) inside += c
    if (inside.includes('$')) word.known = false
    word.text += inside
  }

  private double(): void {
    this.open().quoted = true
    for (let c = this.take(); c !== '"'; c = this.take()) {
      if (c === '\\') {
        const escaped = this.take()
        if (escaped !== '\n') this.add('"\\$`'.includes(escaped) ? escaped : `\\${escaped}`)
      } else if (c === '$') this.dollar()
      else if (c === '`') {
        this.until('`')
        this.unknown()
      } else this.add(c)
    }
  }

  private dollar(): void {
    const name = /^(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(
      this.text.slice(this.at, this.at + 200),
    )
    if (name) {
      this.at += name[0].length
      this.add(`\${${name[1] ?? name[2] ?? ''}}`)
      return
    }
    this.unknown()
    const c = this.peek()
    if (c === '{') this.balanced('{', '}')
    else if (c === '(') this.balanced('(', ')')
    else if (/[\d@*#?!$-]/.test(c)) this.take()
  }

  /** Over a nested pair and all in it, quotes too. */
  private balanced(open: string, close: string): void {
    let depth = 0
    do {
      const c = this.take()
      if (c === open) depth++
      else if (c === close) depth--
      else if (c === '\\') this.take()
      else if (c === "'") while (this.take() !== "'");
      else if (c === '"') this.until('"')
    } while (depth > 0)
  }

  private redirect(sign: string): void {
    // The number before the sign is the descriptor.
    if (this.word && /^\d+$/.test(this.word.text)) this.word = null
    this.endWord()
    if (this.peek() === '(') {
      this.unknown()
      this.balanced('(', ')')
      return
    }
    const more = /^(?:<<|<-?|[>&|])?/.exec(this.text.slice(this.at, this.at + 2))?.[0] ?? ''
    this.at += more.length
    const isDocument = sign === '<' && (more === '<' || more === '<-')
    this.next = isDocument ? (more === '<-' ? 'mark-tabs' : 'mark') : 'target'
  }

  private skipDocuments(): void {
    for (const { mark, tabs } of this.documents) {
      while (this.at < this.text.length) {
        const end = this.text.indexOf('\n', this.at)
        const line = this.text.slice(this.at, end < 0 ? undefined : end).replace(/\r$/, '')
        this.at = end < 0 ? this.text.length : end + 1
        this.index++
        if ((tabs ? line.replace(/^\t+/, '') : line) === mark) break
      }
    }
    this.documents = []
  }
}
