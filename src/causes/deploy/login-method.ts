import type { AuthenticationFacts } from '../../facts'
import { isPasswordMethod } from '../../knowledge/login-prompts'
import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, setInStep } from '../fixes/build'
import {
  type FollowingStep,
  ourText,
  sameIn,
  stepName,
  stepNameFirst,
  stepsToThisHost,
  valueOf,
} from '../readings/following-steps'

export const loginMethod = defineCause({
  id: 'deploy/login-method',
  title: 'The server does not accept the login method of the deploy',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'This check could log in. The deploy step has only a password, for which its client needs a method that the server does not offer. Some servers ask for the password by `keyboard-interactive` (PasswordAuthentication no, KbdInteractiveAuthentication yes). A person sees no difference, but clients in Go such as appleboy/ssh-action send `password` only. Or the server requires a key and a password (AuthenticationMethods), and the deploy has one of them.',
    detection:
      'The server listed its methods before the login. Which of them a client has is known from its source. Of a login that took a key and a password, the step must have both.',
    firstMove: 'Use the method that the server offers: the message lists them.',
  },
  needs: ['auth'],
  judge(view) {
    const { methods, outcome } = view.auth
    if (outcome !== 'accepted' || methods === null || methods.length === 0) return null
    const [first, ...others] = stepsToThisHost(view).flatMap(
      (following) => faultOf(view.auth, methods, following) ?? [],
    )
    if (!first) return null
    const { step, client } = first.following
    return {
      certainty: 'likely',
      severity: step.runs === 'always' && !step.mayFail ? 'error' : 'warning',
      evidence: {
        line: first.line,
        stepLine: step.line,
        client: client.id,
        methods,
        able: first.able,
        lacks: first.lacks,
        input: client.inputs[first.lacks ?? 'key'] ?? null,
        alsoLines: others.map((each) => each.line),
      },
    }
  },
  explain({ stepLine, client, methods, able, lacks, input, alsoLines }, view) {
    const names = (all: readonly string[]) => list(all.map((each) => say`${each}`))
    const wanted = lacks ?? 'key'
    const value = ourText(view, wanted)
    const step = stepName(stepLine, client)
    const give =
      value !== null && input !== null
        ? setInStep(say`Give ${literal(client)} the ${literal(wanted)} of this check.`, {
            step: stepLine,
            input,
            value,
          })
        : inWorkflow(
            lacks === null
              ? say`Deploy with a key instead: the server offers ${'publickey'} to every client.`
              : say`Deploy with a client that has an input for both, or ask for an account that needs only one.`,
          )
    if (lacks !== null)
      return {
        verdict: say`The server requires a key and a password, and the deploy has no ${literal(lacks)}`,
        why: say`the server accepted the first of the two, asked for the second, and accepted the login only then.`,
        observed: [
          say`${stepNameFirst(stepLine, client)} has no ${literal(lacks)} that it could send.`,
          ...sameIn(alsoLines),
        ],
        fixes: [give],
      }
    return {
      verdict: say`The deploy has only a password, and its client cannot send it by a method of this server`,
      why: say`the server listed its methods, and the source of the client of ${step} shows which it has.`,
      observed: [
        say`The server offers ${names(methods)}.`,
        say`${stepNameFirst(stepLine, client)} has a password and no key; its client sends a password by ${names(able)} only.`,
        ...sameIn(alsoLines),
      ],
      fixes: [give],
    }
  },
  line: ({ line }) => line,
})

interface Fault {
  readonly following: FollowingStep
  readonly line: number
  /** The methods by which its client sends a password. */
  readonly able: readonly string[]
  /** Which of the two it has not, where the server required both. */
  readonly lacks: 'key' | 'password' | null
}

function faultOf(
  auth: AuthenticationFacts,
  methods: readonly string[],
  following: FollowingStep,
): Fault | null {
  const line = passwordLine(following)
  const able = following.client.passwordMethods ?? ['password', 'keyboard-interactive']
  if (line !== null)
    return able.some((each) => methods.includes(each))
      ? null
      : { following, line, able, lacks: null }
  const lacks = lackOf(auth, following)
  return lacks === null ? null : { following, line: following.step.line, able, lacks }
}

/** The line of the password of a step that has no key; null for others. */
function passwordLine({ step, client }: FollowingStep): number | null {
  const { password } = client.inputs
  const line = password === undefined ? undefined : valueOf(step, client, password)?.line
  return hasOne(step, client, ['key', 'keyPath']) ? null : (line ?? null)
}

/** Which of key and password a step does not have, where the server required both; null where it has both, or nobody can tell. */
function lackOf(
  { attempts }: AuthenticationFacts,
  { step, client }: FollowingStep,
): 'key' | 'password' | null {
  const used = attempts.flatMap(({ method, answer }) =>
    answer === 'partial-success' || answer === 'success' ? [method] : [],
  )
  if (!used.includes('publickey') || !used.some(isPasswordMethod)) return null
  // A program that types passwords may answer for ssh.
  const isTyped = client.kind === 'command' && step.openssh?.isAssisted !== false
  if (!isTyped && !hasOne(step, client, ['password'])) return 'password'
  return client.kind === 'action' && !hasOne(step, client, ['key', 'keyPath']) ? 'key' : null
}

/** Whether a step may have a value for one of these. */
function hasOne(
  step: FollowingStep['step'],
  client: FollowingStep['client'],
  roles: readonly ('key' | 'keyPath' | 'password')[],
): boolean {
  return roles.some((role) => {
    const input = client.inputs[role]
    if (input === undefined) return false
    const isOverridden = step.env.some(
      ({ name }) => client.overriddenByEnv[input]?.includes(name) === true,
    )
    return isOverridden || !/^(?:''|"")?$/.test(valueOf(step, client, input)?.text.trim() ?? '')
  })
}
