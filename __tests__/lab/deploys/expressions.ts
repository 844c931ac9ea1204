/** The value of each name that an expression may use: `secrets.SSH_KEY`, `env.TARGET`, `matrix.host`. */
export type Values = ReadonlyMap<string, string>

/** Fills in `${{ … }}` as text, as the runner does before a shell or an action reads it. */
export function expand(text: string, values: Values): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, inside: string) => valueOf(inside, values))
}

/** Whether a step runs; without a condition it does. Only what the set-ups use: `==`, `!=`, and functions of status. */
export function isTrue(condition: string | undefined, values: Values): boolean {
  const text = (condition ?? 'success()').replace(/^\$\{\{\s*|\s*\}\}$/g, '')
  const [, left = '', sign, right = ''] = /^(.*?)\s*(==|!=)\s*(.*)$/.exec(text) ?? []
  if (sign) return (valueOf(left, values) === valueOf(right, values)) === (sign === '==')
  const value = valueOf(text, values)
  return value !== '' && value !== 'false'
}

function valueOf(expression: string, values: Values): string {
  const literal = /^'(.*)'$/.exec(expression)
  if (literal) return literal[1] ?? ''
  if (/^(success|always)\(\)$/.test(expression)) return 'true'
  for (const part of expression.split('||')) {
    const value = values.get(part.trim().toLowerCase())
    if (value !== undefined && value !== '') return value
  }
  return /^(true|false)$/.test(expression) ? expression : ''
}
