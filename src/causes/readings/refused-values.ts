import type { InputName, ValueForm } from '../../facts'
import { hasProxyInput } from '../../facts/proxy-inputs'
import type { DeployClient, Refusal, Role } from '../../knowledge/deploy-clients'
import { type FormedRole, valueForms } from '../../knowledge/value-forms'
import type { View } from '../view'
import {
  followingSteps,
  type FollowingStep,
  isOverriddenByEnv,
  literalOf,
  ourText,
  referenceOf,
  sameText,
  valueOf,
} from './following-steps'

/** A value that the client of a later step does not accept in the form that it has. */
export interface RefusedValue {
  readonly following: FollowingStep
  /** Of which server it is. */
  readonly hop: View['hop']
  readonly role: FormedRole
  /** The input of that step, or the option of the command. */
  readonly input: string
  readonly line: number
  /** missing: no user, for a client that then logs in without a name. */
  readonly form: ValueForm | 'missing'
  /** What the client says; null for a command that the newline cuts in two. */
  readonly says: string | null
  /** Our own input with the same value; null where the step writes the value itself. */
  readonly ours: InputName | null
  /** The value, where the step writes it. */
  readonly literal: string | null
}

/** Our input for each role. */
const inputs: Readonly<Record<FormedRole, InputName>> = {
  host: 'host',
  port: 'port',
  user: 'username',
  keyPath: 'key_path',
  fingerprint: 'fingerprint',
  protocol: 'protocol',
  timeout: 'timeout',
}

const roles = Object.keys(inputs).filter((role): role is FormedRole => role in inputs)

/** The values of later steps that their clients surely do not accept, for the target or for the jump host. */
export function refusedValues(view: View): readonly RefusedValue[] {
  return followingSteps(view)
    .filter(({ client }) => client.lists !== null)
    .flatMap((following) => roles.flatMap((role) => refusedValue(view, following, role) ?? []))
}

function refusedValue(view: View, following: FollowingStep, role: FormedRole): RefusedValue | null {
  const { step, client } = following
  const { names, refuses } = sideOf(view, client)
  const input = names[role]
  // `protocol` and `timeout` of this check serve both hosts; those of the clients do not.
  if (input === undefined || (view.hop === 'jump' && !hasProxyInput(inputs[role]))) return null
  const value = valueOf(step, client, input)
  const found = { following, hop: view.hop, role, input }
  if (!value || literalOf(value.text) === '') {
    const isMissing = role === 'user' && view.hop === 'target' && client.defaults.user === ''
    if (!isMissing || (!value && isOverriddenByEnv(step, client, input))) return null
    const says = 'ssh: unable to authenticate, attempted methods [none publickey]'
    const line = value?.line ?? step.line
    return { ...found, line, form: 'missing', says, ours: null, literal: null }
  }
  const { isOurs, literal, forms } = formsOf(view, role, value.text)
  const where = { line: value.line, ours: isOurs ? inputs[role] : null, literal }
  if (forms.includes('newline') && value.cutsCommand)
    return { ...found, ...where, form: 'newline', says: null }
  for (const refusal of refuses?.[role] ?? []) {
    const form = forms.find((each) => refusal.forms.includes(each))
    if (form !== undefined && !isAllowed(following, refusal))
      return { ...found, ...where, form, says: refusal.says }
  }
  return null
}

/** The forms of what a later step uses: those of our input if it has the same value, otherwise those of the text. */
function formsOf(view: View, role: FormedRole, text: string) {
  const isOurs = hasOurValue(view, inputs[role], text)
  const literal = isOurs ? null : literalOf(text)
  const forms = isOurs
    ? (view.input.forms ?? []).filter(({ input }) => input === inputs[role])
    : valueForms(role, literal ?? '').map((form) => ({ form }))
  return { isOurs, literal, forms: forms.map(({ form }) => form) }
}

/** Whether a text certainly holds the value of our input. A command may have more in the same word. */
export function hasOurValue(view: View, input: InputName, text: string): boolean {
  const ours = ourText(view, input)
  const reference = ours === null ? null : referenceOf(ours)
  return sameText(text, ours) || (reference !== null && sameReference(text, reference))
}

const sameReference = (text: string, reference: string) =>
  referenceOf(text)?.toLowerCase() === reference.toLowerCase()

function isAllowed({ step, client }: FollowingStep, { unless }: Refusal): boolean {
  if (!unless) return false
  const text = valueOf(step, client, unless.input)?.text ?? null
  // An expression may have any value.
  return text !== null && (literalOf(text) ?? unless.value) === unless.value
}

/** The inputs of a client for this host, and what it refuses there. */
function sideOf(view: View, client: DeployClient) {
  const { jumpHost } = client
  const names: Readonly<Partial<Record<Role, string>>> =
    view.hop === 'target' ? client.inputs : (jumpHost?.inputs ?? {})
  return { names, refuses: view.hop === 'target' ? client.refuses : (jumpHost?.refuses ?? null) }
}

/**
 * A later step that gets the value of our input, and of whose client it is not known whether it accepts spaces and newlines around
 * it; `unknown` where no later step is understood; null where none has it.
 */
export function mayKeepAround(view: View, input: InputName): FollowingStep | 'unknown' | null {
  const role = roles.find((each) => inputs[each] === input)
  const steps = followingSteps(view).filter(({ client }) => client.lists !== null)
  // A file that a step writes is not followed.
  if (role === undefined || steps.length === 0) return 'unknown'
  const found = steps.find(({ step, client }) => {
    const name = sideOf(view, client).names[role]
    const value = name === undefined ? null : valueOf(step, client, name)
    const isKnown = client.kind === 'action' && client.refuses !== null
    return !isKnown && value && !value.cutsCommand && hasOurValue(view, input, value.text)
  })
  return found ?? null
}
