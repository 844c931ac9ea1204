import type { InputName, RemovedAround } from '../../facts'
import type { Role } from '../../knowledge/deploy-clients'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { author } from '../fixes/build'
import { secretFix, secretName, setSecret } from '../fixes/set-secret'
import {
  entryOf,
  followingSteps,
  type FollowingStep,
  isOverriddenByEnv,
  ourText,
  referenceOf,
  sameText,
  stepName,
} from '../readings/following-steps'
import type { Evidence } from '../finding'
import type { View } from '../view'

/** What a deploy's client calls the inputs whose surroundings were taken off here. */
const roles: Readonly<Partial<Record<InputName, Role>>> = {
  host: 'host',
  port: 'port',
  username: 'user',
  key_path: 'keyPath',
  fingerprint: 'fingerprint',
}

type Around = Evidence & {
  readonly input: InputName
  readonly around: RemovedAround
  readonly stepLine: number | null
  readonly client: string | null
}

export const whitespace = defineCause({
  id: 'input/whitespace',
  title: 'A value has a space or a newline around it',
  severity: 'warning',
  page: {
    means:
      'A value begins or ends in a space, a newline or a byte order mark, which cannot be seen on the page of the secret. This check removes it, as some clients do. Others log in as `deploy` with a newline at the end, look for a host with a space in its name, or stop because the port is no number. A newline in a `run:` script breaks the command in two.',
    detection:
      'The value was compared with its trimmed form. The finding appears where a later step of the job has the same value and its client is not known to trim it, or where no later step is understood.',
    alsoSeenAs: [
      'ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'ssh: Could not resolve hostname',
      'strconv.ParseInt: parsing "22\\n": invalid syntax',
      'remote username contains invalid characters',
    ],
  },
  needs: [],
  judge(view): Judgment<Around> | null {
    // Whoever types a value sees it, and no later step is there.
    if (view.runner.platform === 'terminal') return null
    for (const { input, around } of view.input.cleaned) {
      const step = around ? keptBy(view, input) : null
      if (around === undefined || step === null) continue
      if (step === 'unknown')
        return { certainty: 'possible', evidence: { input, around, stepLine: null, client: null } }
      const { client } = step
      return {
        certainty: client.trims === null ? 'possible' : 'likely',
        evidence: { input, around, stepLine: step.step.line, client: client.id },
      }
    }
    return null
  },
  explain({ input, around, stepLine, client }, view) {
    const reference = referenceOf(ourText(view, input) ?? '')
    const value = reference === null ? say`The value of ${inputName(input)}` : say`${reference}`
    const isSecret = reference?.startsWith('secrets.') === true
    const later = stepLine !== null && client !== null ? stepName(stepLine, client) : null
    return {
      verdict: say`${value} has ${what[around]} around it, which the deploy might keep`,
      why: later
        ? say`${later} has the same value. This check removed ${what[around]}; nothing shows that the deploy does.`
        : say`this check removed it. Which client reads the value later is not known, and many use it as it is.`,
      observed: [say`${inputName(input)} has ${what[around]} before or after its value.`],
      fixes: [
        isSecret
          ? secretFix(
              view,
              say`Set the secret again, without anything around the value.`,
              [secretName(view, input)],
              [setSecret(view, secretName(view, input))],
            )
          : author(say`Remove it where the value comes from: a variable, an output or a file.`),
      ],
    }
  },
  pointsAt: ({ input }) => input,
})

const what: Readonly<Record<RemovedAround, Words>> = {
  space: literal('a space'),
  newline: literal('a newline'),
  'byte-order-mark': literal('a byte order mark'),
}

/** A later step that gets the same value and might not trim it; `unknown` where no step tells; null where none has it. */
function keptBy(view: View, input: InputName): FollowingStep | 'unknown' | null {
  const role = roles[input]
  const steps = followingSteps(view).filter(({ client }) => client.lists !== null)
  // A file that a step writes is not followed.
  if (role === undefined || steps.length === 0) return 'unknown'
  return steps.find((following) => hasSameValue(view, input, role, following)) ?? null
}

function hasSameValue(
  view: View,
  input: InputName,
  role: Role,
  { step, client }: FollowingStep,
): boolean {
  if (client.trims?.includes(role)) return false
  const name = client.inputs[role]
  const entry =
    view.hop === 'jump'
      ? step.entries.find((each) => each.input === `proxy_${name ?? ''}`)
      : entryOf(step, client, role)
  if (!entry || isOverriddenByEnv(step, client, entry.input)) return false
  const ours = ourText(view, input)
  const reference = ours === null ? null : referenceOf(ours)
  // A command may have more in the same word: `${{ secrets.SSH_USER }}@${{ secrets.SSH_HOST }}`.
  return (
    sameText(entry.text, ours) ||
    (reference !== null && entry.text.toLowerCase().includes(reference.toLowerCase()))
  )
}
