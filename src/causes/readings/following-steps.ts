import type { DeployStep } from '../../facts'
import { type DeployClient, deployClient, type Role } from '../../knowledge/deploy-clients'
import { list, literal, say, type Words } from '../../text/words'
import type { View } from '../view'

/** A later step of the job with what is known of its client. */
export interface FollowingStep {
  readonly step: DeployStep
  readonly client: DeployClient
  /**
   * Whether it deploys to the host of this check. unknown: another expression, which may have the same value.
   */
  readonly host: 'same' | 'other' | 'unknown'
  /** Whether it is known how it connects: without a configuration file of ssh, and without a jump host that we do not use. */
  readonly followed: boolean
}

/** The later steps of the job that deploy by SSH, in their order; none where our step was not found. */
export function followingSteps(view: View): readonly FollowingStep[] {
  if (view.input.deploySteps === 'off') return []
  return (view.workflow?.deploySteps ?? []).flatMap((step) => {
    const client = deployClient(step.client)
    if (!client) return []
    const isLed = step.entries.some(({ input }) => input === 'config' || input === 'proxy_host')
    // If we use a jump host too, it is the same one as far as anybody can tell.
    const followed = !isLed || view.input.given.includes('proxy_host')
    return [{ step, client, host: hostOf(view, step, client), followed }]
  })
}

/** Those that connect to the host of this check, if it is known how. */
export function stepsToThisHost(view: View): readonly FollowingStep[] {
  return followingSteps(view).filter(
    ({ client, host, followed }) => client.lists !== null && host === 'same' && followed,
  )
}

function hostOf(view: View, step: DeployStep, client: DeployClient): FollowingStep['host'] {
  const theirs = textOf(step, client, 'host')
  if (theirs === null) return 'unknown'
  if (sameText(theirs, ourText(view, 'host'))) return 'same'
  const literal = literalOf(theirs)
  if (literal === null || view.input.host === null) return 'unknown'
  return literal.toLowerCase() === view.input.host.toLowerCase() ? 'same' : 'other'
}

/** The source text that the client uses for this role: that of its input, or of the variable that overrides it. Null when it is not known. */
export function textOf(step: DeployStep, client: DeployClient, role: Role): string | null {
  const input = client.inputs[role]
  return input === undefined ? null : (valueOf(step, client, input)?.text ?? null)
}

/** What the client uses for this input, and where it is written; null when it is not set or not known. */
export function valueOf(
  step: DeployStep,
  client: DeployClient,
  input: string,
): Pick<DeployStep['entries'][number], 'line' | 'text' | 'cutsCommand'> | null {
  const variable = overridingVariable(step, client, input)
  if (variable) {
    const { line, text } = variable
    return line === null || text === null ? null : { line, text }
  }
  return step.entries.find((entry) => entry.input === input) ?? null
}

/** The first variable of the environment that the client uses instead of this input. */
export function overridingVariable(step: DeployStep, client: DeployClient, input: string) {
  const isEmpty = (text: string | null) => text !== null && /^(""|'')?$/.test(text.trim())
  return (client.overriddenByEnv[input] ?? [])
    .flatMap((name) => step.env.filter((each) => each.name === name).slice(0, 1))
    .find(({ text }) => client.ignoresEmptyEnv !== true || !isEmpty(text))
}

export function entryOf(step: DeployStep, client: DeployClient, role: Role) {
  const input = client.inputs[role]
  return step.entries.find((entry) => entry.input === input) ?? null
}

/** Whether the environment has a variable that the client uses instead of this input. */
export function isOverriddenByEnv(step: DeployStep, client: DeployClient, input: string): boolean {
  return overridingVariable(step, client, input) !== undefined
}

/** The source text of an input of our step; null when it is not set there. */
export function ourText(view: View, input: string): string | null {
  const entry = view.workflow?.with.find((each) => each.input === input)
  return entry?.text ?? null
}

/** Whether both texts certainly have the same value. */
export function sameText(a: string | null, b: string | null): boolean {
  if (a === null || b === null || isHidden(a)) return false
  return normal(a) === normal(b)
}

/** The name of a context in `${{ … }}` and nothing else, such as `secrets.SSH_KEY`; null for other texts. */
export function referenceOf(text: string): string | null {
  return /^["']?\$\{\{\s*([\w.-]+)\s*\}\}["']?$/.exec(text)?.[1] ?? null
}

/** The value of a text without an expression or a variable in it; null for others, and for those that were cut. */
export function literalOf(text: string): string | null {
  if (isHidden(text) || /[$|>*&\n…]/.test(text)) return null
  return text.replace(/^(["'])(.*)\1$/, '$2').trim()
}

const isHidden = (text: string) => text === '(not shown)'

/** Without quotes, and with one space between words. Names of contexts have no case. */
function normal(text: string): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  return bare.replace(
    /\$\{\{\s*(.*?)\s*\}\}/g,
    (_all, inside: string) => `\${{ ${inside.replace(/\s+/g, ' ').toLowerCase()} }}`,
  )
}

/** `the step in line 31 (appleboy/ssh-action)`, `the command in line 40 (rsync)`. */
export function stepName(line: number, client: string, article: 'the' | 'The' = 'the'): Words {
  const what = client.includes('/') ? 'step' : 'command'
  return literal(`${article} ${what} in line ${String(line)} (${client})`)
}

/** The same at the beginning of a sentence. */
export function stepNameFirst(line: number, client: string): Words {
  return stepName(line, client, 'The')
}

/** That later deploys have the same fault; nothing when there is no other. */
export function sameIn(lines: readonly number[]): readonly Words[] {
  if (lines.length === 0) return []
  const numbers = lines.map((line) => literal(String(line)))
  return [say`The same applies to the deploy in line ${list(numbers, ', ', ' and ')}.`]
}
