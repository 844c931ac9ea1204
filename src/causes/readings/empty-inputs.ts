import { type InputName } from '../../facts'
import { credentialNames } from '../../facts/input-names'
import type { View } from '../view'

/** An input that the preflight needs and that arrived empty. */
export interface EmptyInput {
  readonly input: InputName
  /** The expression that the workflow sets it from; null when the file shows none, or was not read. */
  readonly expression: string | null
  readonly line: number | null
}

/** What is needed and arrived empty, in the order of the inputs' table. An empty input that is not needed is no fault. */
export function emptyInputs(view: View): readonly EmptyInput[] {
  const { given, problems } = view.input
  const isEmpty = (name: 'host' | 'username') =>
    problems.some((problem) => problem.kind === 'empty' && problem.input === name)
  const needed: InputName[] = []
  if (isEmpty('host')) needed.push('host')
  if (isEmpty('username')) needed.push('username')
  const hasAgent = view.key?.agentKeys !== undefined
  if (!hasAgent && problems.some((problem) => problem.kind === 'no-credentials')) {
    const set = credentialNames.filter((name) => expressionOf(view, name))
    needed.push(...(set.length > 0 ? set : (['key'] as const)))
  }
  if (view.key?.passphrase === 'missing' && expressionOf(view, 'passphrase'))
    needed.push('passphrase')
  return needed
    .filter((input) => !given.includes(input))
    .map((input) => {
      const entry = expressionOf(view, input)
      return { input, expression: entry?.text ?? null, line: entry?.line ?? null }
    })
}

/** The entry of our step's `with:` when it is set from an expression. */
function expressionOf(view: View, input: InputName): { text: string; line: number } | null {
  const entry = view.workflow?.with.find((each) => each.input === input)
  if (!entry?.text.includes('${{')) return null
  return { text: entry.text.replace(/^(["'])([^]*)\1$/, '$2').trim(), line: entry.line }
}

/** The contexts that an expression reads: `secrets`, `vars`, `env`, `inputs`, `needs`, `steps`, `matrix`, `github`. */
export function contextsOf(expression: string): readonly string[] {
  const names = expression.matchAll(
    /\b(secrets|vars|env|inputs|needs|steps|matrix|github)\b\s*[.[]/g,
  )
  return [...new Set([...names].map((match) => match[1] ?? ''))]
}

/** The names that an expression reads of one context: `SSH_HOST` of `${{ secrets.SSH_HOST }}`. */
export function namesIn(expression: string, context: 'secrets' | 'vars'): readonly string[] {
  const names = expression.matchAll(new RegExp(`\\b${context}\\.([A-Za-z_]\\w*)`, 'g'))
  return [...names].map((match) => match[1] ?? '')
}

/** The findings that these empty inputs would also give. */
export function explainedBy(
  inputs: readonly InputName[],
): ('input/username-missing' | 'input/credentials-missing' | 'key/passphrase-missing')[] {
  const isCredential = inputs.some((name) => credentialNames.includes(name))
  return [
    ...(inputs.includes('username') ? (['input/username-missing'] as const) : []),
    ...(isCredential ? (['input/credentials-missing'] as const) : []),
    ...(inputs.includes('passphrase') ? (['key/passphrase-missing'] as const) : []),
  ]
}
