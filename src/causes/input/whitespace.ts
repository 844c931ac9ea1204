import type { InputName, RemovedAround, ValueForm } from '../../facts'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { inWorkflow } from '../fixes/build'
import { secretFix, secretName, setSecret } from '../fixes/set-secret'
import { ourText, referenceOf, stepName } from '../readings/following-steps'
import { mayKeepAround } from '../readings/refused-values'
import type { Evidence } from '../finding'

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
      'A value begins or ends in a space, a newline or a byte order mark, which cannot be seen on the page of the secret. This check removes it, as some clients do. Others log in as `deploy` with a newline at the end, or look for a host with a space in its name. Some stop because the port is no number. A newline in a `run:` script breaks the command in two.',
    detection:
      'The value was compared with its trimmed form. The finding appears where a later step has the same value, and nothing is known of how its client reads it. It also appears where no later step is understood. Where the client is known, deploy/value-refused says what it does.',
    firstMove: 'Save the secret again without a space or a newline at its ends.',
  },
  needs: [],
  judge(view): Judgment<Around> | null {
    // Whoever types a value sees it, and no later step is there.
    if (view.runner.platform === 'terminal') return null
    for (const { input, form } of view.input.forms ?? []) {
      const step = isAround(form) ? mayKeepAround(view, input) : null
      if (!isAround(form) || step === null) continue
      const later = step === 'unknown' ? null : step
      return {
        certainty: 'possible',
        evidence: {
          input,
          around: form,
          stepLine: later?.step.line ?? null,
          client: later?.client.id ?? null,
        },
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
          : inWorkflow(say`Remove it where the value comes from: a variable, an output or a file.`),
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

const isAround = (form: ValueForm): form is RemovedAround => form in what
