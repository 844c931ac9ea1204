import type { InputFacts, InputName } from '../facts'
import { credentialNames, type ReadInput, secretInputs } from '../facts/input-names'
import { meantInput } from '../knowledge/other-input-names'

/** Inputs that the step has under names that the action does not declare: name in lower case, and raw value. */
export type OtherInputs = ReadonlyMap<string, string>

/** A runner hands over every input of `with:`, also one that no action declares, as INPUT_ and its name in capitals. */
export function otherInputsOf(env: NodeJS.ProcessEnv): OtherInputs {
  return new Map(
    Object.entries(env).flatMap(([name, value = '']) =>
      /^INPUT_[\w-]{1,60}$/.test(name) ? [[name.slice(6).toLowerCase(), value] as const] : [],
    ),
  )
}

/** The inputs that are empty while another name for them has a value. A second credential is not missed, nor the usual port. */
export function readMisnamed(
  read: ReadInput,
  others: OtherInputs,
): NonNullable<InputFacts['misnamed']> {
  const isGiven = (input: InputName) => read(input).trim() !== ''
  const hasCredential = credentialNames.some(isGiven)
  return [...others].flatMap(([written, value]) => {
    const input = meantInput(written)
    if (input === null || isGiven(input) || value.trim() === '') return []
    if (hasCredential && credentialNames.includes(input)) return []
    if (input.endsWith('port') && value.trim() === '22') return []
    return [{ input, written }]
  })
}

/** Whether the value of an input of this name, ours or another one for it, must not be repeated. */
export function isSecretName(name: string): boolean {
  const input = meantInput(name) ?? name.toLowerCase()
  return secretInputs.some((secret) => secret === input)
}
