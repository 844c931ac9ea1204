type Value = string | number | boolean | null

/** What only the run time knows: every operator that depends on it gives it too. */
const unknown: unique symbol = Symbol('unknown')
type Known = Value | typeof unknown

/** Contexts that the runner hands to every step as variables. Source: GitHub's docs, "Default environment variables". */
const contexts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['actor', 'base_ref', 'event_name', 'head_ref', 'job', 'ref', 'ref_name', 'ref_type'],
      ...['repository', 'repository_owner', 'run_attempt', 'workflow'],
    ].map((name) => [`github.${name}`, `GITHUB_${name.toUpperCase()}`]),
  ),
  'runner.os': 'RUNNER_OS',
  'runner.arch': 'RUNNER_ARCH',
}

/**
 * Whether a later step runs in a job that goes well, by its `if:` and the variables of the runner. maybe: for what the text of
 * the condition does not decide. Source: GitHub's docs, "Evaluate expressions in workflows and actions".
 */
export function whenRuns(condition: string, env: NodeJS.ProcessEnv): 'always' | 'maybe' | 'never' {
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(condition.trim())?.[1] ?? condition
  const tokens = tokensOf(whole)
  if (tokens === null) return 'maybe'
  const reader = new ConditionReader(tokens, env)
  const value = reader.either()
  if (!reader.isAtEnd || value === unknown) return 'maybe'
  return isTruthy(value) ? 'always' : 'never'
}

/** Nobody writes more, and the reader goes as deep as there are parentheses. */
const mostTokens = 200

function tokensOf(text: string): readonly string[] | null {
  const tokens = text.match(/'(?:[^']|'')*'|==|!=|[<>]=?|&&|\|\||[\w.*-]+|\S/g) ?? []
  return tokens.length === 0 || tokens.length > mostTokens ? null : tokens
}

class ConditionReader {
  private at = 0
  private readonly tokens: readonly string[]
  private readonly env: NodeJS.ProcessEnv

  constructor(tokens: readonly string[], env: NodeJS.ProcessEnv) {
    this.tokens = tokens
    this.env = env
  }

  get isAtEnd(): boolean {
    return this.at === this.tokens.length
  }

  either(): Known {
    let value = this.both()
    while (this.takes('||')) {
      const right = this.both()
      if (value === unknown) value = right !== unknown && isTruthy(right) ? right : unknown
      else if (!isTruthy(value)) value = right
    }
    return value
  }

  private both(): Known {
    let value = this.compared()
    while (this.takes('&&')) {
      const right = this.compared()
      if (value === unknown) value = right !== unknown && !isTruthy(right) ? right : unknown
      else if (isTruthy(value)) value = right
    }
    return value
  }

  private compared(): Known {
    const left = this.negated()
    const isEqual = this.takes('==')
    if (!isEqual && !this.takes('!=')) return left
    const right = this.negated()
    // Values of two types are converted, which nobody writes on purpose.
    if (left === unknown || right === unknown || typeof left !== typeof right) return unknown
    return (folded(left) === folded(right)) === isEqual
  }

  private negated(): Known {
    if (!this.takes('!')) return this.single()
    const value = this.negated()
    return value === unknown ? unknown : !isTruthy(value)
  }

  private single(): Known {
    const token = this.tokens[this.at++]
    if (token === undefined) return unknown
    if (token === '(') {
      const value = this.either()
      return this.takes(')') ? value : unknown
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token)
    const name = token.toLowerCase()
    if (this.takes('(')) return called(name, this.args())
    if (name === 'true' || name === 'false') return name === 'true'
    if (name === 'null') return null
    const variable = contexts[name]
    return variable === undefined ? unknown : (this.env[variable] ?? unknown)
  }

  /** The arguments of a function, up to its closing parenthesis. */
  private args(): readonly Known[] {
    if (this.takes(')')) return []
    const args: Known[] = [this.either()]
    while (this.takes(',')) args.push(this.either())
    return this.takes(')') ? args : [unknown]
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false
    this.at += 1
    return true
  }
}

function called(name: string, args: readonly Known[]): Known {
  switch (name) {
    case 'always':
    case 'success':
      return true
    case 'failure':
    case 'cancelled':
      return false
    default: {
      const [text, part] = args
      if (args.length !== 2 || typeof text !== 'string' || typeof part !== 'string') return unknown
      const [all, some] = [text.toLowerCase(), part.toLowerCase()]
      if (name === 'contains') return all.includes(some)
      if (name === 'startswith') return all.startsWith(some)
      return name === 'endswith' ? all.endsWith(some) : unknown
    }
  }
}

const isTruthy = (value: Value) => value !== false && value !== 0 && value !== '' && value !== null

/** GitHub ignores the case of strings. */
const folded = (value: Value) => (typeof value === 'string' ? value.toLowerCase() : value)
