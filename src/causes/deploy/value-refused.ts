import type { InputName, ValueForm } from '../../facts'
import { proxyInput, targetInput } from '../../facts/proxy-inputs'
import { deployClient } from '../../knowledge/deploy-clients'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import type { Fix } from '../finding'
import { inWorkflow, setInStep } from '../fixes/build'
import { secretFix, secretName, setSecret } from '../fixes/set-secret'
import { comparedTypeOf } from '../readings/compared-type'
import { ourText, referenceOf, sameIn, stepName, stepNameFirst } from '../readings/following-steps'
import { allKeys } from '../readings/pinned-key'
import { type RefusedValue, refusedValues } from '../readings/refused-values'
import type { View } from '../view'

export const valueRefused = defineCause({
  id: 'deploy/value-refused',
  title: 'The deploy client does not accept a value in this form',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'This check reads a value in every form that people write: with a newline at the end, `user@host`, a timeout without a unit, a fingerprint without `SHA256:`. The client of the deploy step does not. It looks for a host with an `@` in its name, or logs in as a user with a newline at the end. Or it stops at once. Without `username`, appleboy/ssh-action and scp-action log in with an empty name.',
    detection:
      'The later step has the same expression as this check, or the value itself. How its client reads each form was measured, or read in its source.',
    firstMove: 'Write the value in the form that the client accepts.',
  },
  needs: [],
  judge(view) {
    const found = [...refusedValues(view), ...(view.jump ? refusedValues(view.jump) : [])]
    const first = found.find(isSure) ?? found[0]
    if (!first) return null
    const { following, role, input, line, form, says, ours, literal: value, hop } = first
    const { step, client } = following
    const others = found.filter((each) => each.following !== following)
    return {
      certainty: 'likely',
      severity: isSure(first) ? 'error' : 'warning',
      evidence: {
        ...{ line, stepLine: step.line, client: client.id, role, input, form, says, value },
        isJumpHost: hop === 'jump',
        ours: ours && (hop === 'jump' ? proxyInput(ours) : ours),
        acceptsCommas: !client.refuses?.host?.some(({ forms }) => forms.includes('several-commas')),
        rightFingerprint:
          role === 'fingerprint' && hop === 'target' ? rightFingerprint(view, first) : null,
        alsoLines: [...new Set(others.map((each) => each.following.step.line))],
      },
    }
  },
  explain(evidence, view) {
    const { stepLine, client, input, form, says, ours, alsoLines } = evidence
    const later = stepName(stepLine, client)
    const isMissing = form === 'missing'
    return {
      verdict: isMissing
        ? say`The deploy has no ${input}, and will log in with an empty name`
        : say`The deploy will not accept its ${input}: the value has ${formWords[form]}`,
      why: isMissing
        ? say`${later} sets no ${input}, and its client has no default for it.`
        : ours === null
          ? say`the value is in ${later}, and how its client reads values is known.`
          : say`${later} has the same value as ${inputName(ours)} of this check. This check accepts the form; how that client reads values is known.`,
      observed: [
        says === null
          ? say`${stepNameFirst(stepLine, client)} has more behind the value, and the newline cuts it in two.`
          : say`${stepNameFirst(stepLine, client)} then says: ${literal(says)}`,
        ...sameIn(alsoLines),
      ],
      fixes: fixesOf(evidence, view),
    }
  },
  line: ({ line }) => line,
})

const isSure = ({ following: { step } }: RefusedValue) => step.runs === 'always' && !step.mayFail

/** What the value has, after "the value has". */
const formWords: Readonly<Record<ValueForm, Words>> = {
  space: literal('a space around it'),
  newline: literal('a newline around it'),
  'byte-order-mark': literal('a byte order mark before it'),
  'several-lines': literal('several lines'),
  'several-commas': literal('several hosts'),
  'with-user': literal('a user in it'),
  'with-port': literal('a port in it'),
  'address-bare': literal('an IPv6 address in it'),
  'address-brackets': literal('an IPv6 address in brackets'),
  'base-prefix': literal('a number that is not decimal'),
  underscore: literal('an underscore in its number'),
  'plus-sign': literal('a plus sign in it'),
  'no-unit': literal('no unit'),
  'upper-case': literal('capital letters'),
  'home-sign': say`the sign ${'~'}, which only a shell resolves`,
  'no-prefix': say`no ${'SHA256:'} at its beginning`,
  'other-prefix': say`another spelling of ${'SHA256:'}`,
  padding: say`a ${'='} at its end`,
  quotes: literal('quotes around it'),
  'more-words': literal('more than the fingerprint'),
  several: literal('several fingerprints'),
}

interface Refused {
  readonly stepLine: number
  readonly client: string
  readonly role: RefusedValue['role']
  readonly input: string
  readonly form: RefusedValue['form']
  readonly ours: InputName | null
  readonly isJumpHost: boolean
  readonly value: string | null
  readonly acceptsCommas: boolean
  readonly rightFingerprint: string | null
}

function fixesOf(refused: Refused, view: View): readonly (Fix | false)[] {
  const { stepLine: step, client, input, form, value } = refused
  const set = (what: Words, to: string) =>
    deployClient(client)?.kind === 'action'
      ? setInStep(what, { step, input, value: to })
      : inWorkflow(what)
  const later = stepName(step, client)
  switch (form) {
    case 'missing': {
      const { user } = view.input
      const text = ourText(view, 'username') ?? user ?? 'USERNAME'
      return [set(say`Name the user in ${later}, as in this check.`, text)]
    }
    case 'space':
    case 'newline':
    case 'byte-order-mark':
      return [withoutAround(refused, view)]
    case 'several-lines':
      if (refused.acceptsCommas)
        return [inWorkflow(say`Write the hosts on one line, with commas between them.`)]
      return [oneHost]
    case 'several-commas':
      return [oneHost]
    case 'with-user':
      return [
        inWorkflow(say`Write only the host, and the user in the input for it, in both steps.`),
      ]
    case 'with-port':
      return [
        inWorkflow(say`Write only the host, and the port in the input for it, in both steps.`),
      ]
    case 'address-bare':
    case 'address-brackets': {
      const tcp6 = say`Write the address without brackets and without a port, and let ${later} connect by IPv6.`
      const knowsProtocol = deployClient(client)?.inputs.protocol === 'protocol'
      if (!knowsProtocol || refused.isJumpHost)
        return [inWorkflow(say`Use a name in the place of the address.`)]
      return [setInStep(tcp6, { step, input: 'protocol', value: 'tcp6' })]
    }
    case 'base-prefix':
    case 'underscore':
    case 'plus-sign': {
      const { port } = sideOf(view, refused.isJumpHost).input
      return [set(say`Write the number in digits only.`, String(port))]
    }
    case 'no-unit':
      return [set(say`Write the unit too: ${'s'} for seconds.`, `${value ?? '30'}s`)]
    case 'upper-case':
      return [set(say`Write it in small letters.`, (value ?? view.input.protocol).toLowerCase())]
    case 'home-sign': {
      const path = (value ?? '~/.ssh/id_ed25519').replace(/^~\/?/, '/home/runner/')
      const what = say`Write the whole path: the action does not resolve ${'~'}. On runners that GitHub hosts, it is ${'/home/runner'}.`
      return [set(what, path)]
    }
    default: {
      const right = refused.rightFingerprint
      const what = say`Write the fingerprint exactly as the client computes it: ${'SHA256:'} and 43 characters, nothing else.`
      return [right === null ? inWorkflow(what) : set(what, right)]
    }
  }
}

const oneHost = inWorkflow(
  say`Deploy to one host in each job: a ${'matrix'} runs the job once for every host.`,
)

function withoutAround({ ours, isJumpHost }: Refused, view: View): Fix {
  const side = sideOf(view, isJumpHost)
  const input = ours && (targetInput(ours) ?? ours)
  const reference = input && referenceOf(ourText(side, input) ?? '')
  if (input === null || reference?.startsWith('secrets.') !== true)
    return inWorkflow(say`Remove it where the value comes from: a variable, an output or a file.`)
  const name = secretName(side, input)
  const what = say`Set the secret again, without anything around the value.`
  return secretFix(view, what, [name], [setSecret(view, name)])
}

/** The server whose inputs a value is of. */
const sideOf = (view: View, isJumpHost: boolean): View => (isJumpHost ? (view.jump ?? view) : view)

/** The fingerprint of the key that the client of this step compares, if the server showed it. */
function rightFingerprint(view: View, { following }: RefusedValue): string | null {
  const type = view.hostkey && comparedTypeOf(view, following)
  const key = view.hostkey && allKeys(view.hostkey).find((each) => each.type === type)
  return key?.fingerprint ?? null
}
