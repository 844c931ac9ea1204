import type { AndOr, PipelineNode } from 'unbash'
import type { ScriptCommand } from './script'

/** Whether a script surely ends as failed when this command of it runs and fails. */
export function endsScript({ failure, isLast }: ScriptCommand, stopsOnError: boolean): boolean {
  if (failure === 'handled' || failure === 'ignored') return false
  return failure === 'exits' || isLast || (failure === 'ends' && stopsOnError)
}

export const isNegation = ({ type }: { readonly type: string }) => type === 'Negation'

/** What the failure of one command of a list with `&&` and `||` does. */
export function failureIn(
  { commands, operators }: AndOr,
  index: number,
  { failure }: Pick<ScriptCommand, 'failure'>,
): ScriptCommand['failure'] {
  if (failure === 'handled' || failure === 'ignored') return failure
  const next = operators.indexOf('||', index)
  if (next >= 0) return ends(commands[next + 1]) ? 'exits' : 'ignored'
  // `set -e` looks at the last command of the list only.
  return operators.length > index && failure === 'ends' ? 'status' : failure
}

/** Programs whose failure is an answer. */
const tests = /^(test|\[|which|type|hash|grep|pgrep|diff|cmp)$/

/** Whether a command only asks something: `[ -d x ] && cd x`. */
export function isTest(node: PipelineNode): boolean {
  if (node.type === 'TestCommand') return true
  if (node.type === 'Pipeline') return node.commands.some(isTest)
  if (node.type !== 'Command') return false
  const [option] = node.args
  const name = node.name?.value ?? ''
  const isSearch = name === 'command' && option?.type === 'Word' && /^-[vV]/.test(option.value)
  return isSearch || tests.test(name)
}

/** `|| exit 1` ends the script. */
export function ends(node: PipelineNode | undefined): boolean {
  if (node?.type === 'BraceGroup') {
    const last = node.body.commands.at(-1)?.command
    return last !== undefined && last.type !== 'AndOr' && ends(last)
  }
  if (node?.type !== 'Command') return false
  const [argument] = node.args
  const status = argument?.type === 'Word' ? argument.value : null
  return node.name?.value === 'false' || (node.name?.value === 'exit' && status !== '0')
}
