import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { author, setInStep } from '../fixes/build'
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
  title: 'The server does not offer the login method of the deploy',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'This check could log in, and the deploy step has only a password, for which its client needs a method that the server does not offer. A server that asks for the password by `keyboard-interactive` (PasswordAuthentication no, KbdInteractiveAuthentication yes) looks like any other to a person, but clients in Go such as appleboy/ssh-action send `password` only.',
    detection:
      'The server listed its methods before the login. Which of them a client has is known from its source. Steps with a key are not judged.',
    firstMove: 'Use the method that the server offers: the message lists them.',
  },
  needs: ['auth'],
  judge({ auth, ...view }) {
    const { methods, outcome } = auth
    if (outcome !== 'accepted' || methods === null || methods.length === 0) return null
    const [first, ...others] = stepsToThisHost({ auth, ...view }).flatMap((following) => {
      const line = passwordLine(following)
      const able = following.client.passwordMethods ?? ['password', 'keyboard-interactive']
      return line === null || able.some((each) => methods.includes(each))
        ? []
        : [{ following, line, able }]
    })
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
        keyInput: client.inputs.key ?? null,
        alsoLines: others.map((each) => each.line),
      },
    }
  },
  explain({ stepLine, client, methods, able, keyInput, alsoLines }, view) {
    const names = (all: readonly string[]) => list(all.map((each) => say`${each}`))
    const key = ourText(view, 'key')
    return {
      verdict: say`The deploy has only a password, and the server does not offer a method for which its client sends one`,
      why: say`the server listed its methods, and the source of the client of ${stepName(stepLine, client)} shows which it has.`,
      observed: [
        say`The server offers ${names(methods)}.`,
        say`${stepNameFirst(stepLine, client)} has a password and no key; its client sends a password by ${names(able)} only.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        key !== null && keyInput !== null
          ? setInStep(say`Give ${literal(client)} the key of this check.`, {
              step: stepLine,
              input: keyInput,
              value: key,
            })
          : author(
              say`Deploy with a key instead: the server offers ${'publickey'} to every client.`,
            ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** The line of the password of a step that has no key; null for others. */
function passwordLine({ step, client }: FollowingStep): number | null {
  const { key, keyPath, password } = client.inputs
  const given = (input: string | undefined) =>
    input === undefined ? null : valueOf(step, client, input)
  const isEmpty = (text: string) => /^(?:''|"")?$/.test(text.trim())
  const hasKey = [key, keyPath].some((input) => !isEmpty(given(input)?.text ?? ''))
  const isUnknown = step.env.some(({ name }) =>
    [key, keyPath].some((input) => client.overriddenByEnv[input ?? '']?.includes(name)),
  )
  return hasKey || isUnknown ? null : (given(password)?.line ?? null)
}
