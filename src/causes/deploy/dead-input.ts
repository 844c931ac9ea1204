import { author } from '../fixes/build'
import { deployClient } from '../../knowledge/deploy-clients'
import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { followingSteps, sameIn, stepName, stepNameFirst } from '../readings/following-steps'
export const deadInput = defineCause({
  id: 'deploy/dead-input',
  title: 'An input of the deploy has no effect',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The deploy step sets an input that its action takes and does nothing with. In appleboy/ssh-action these are `cipher` and `proxy_cipher`, whose values are handed on under names that the program behind the action does not read, and `proxy_protocol`, which is handed on to nobody. What was meant by it does not happen, and nothing says so.',
    detection:
      'Read in the source of the action and of the program behind it, in 2026. A later version may have repaired it.',
    alsoSeenAs: [
      "Unexpected input(s) 'cipher'",
      'ssh: no common algorithm for client to server cipher',
    ],
  },
  needs: [],
  judge(view) {
    const [found, ...others] = followingSteps(view).flatMap(({ step, client }) => {
      const ignored = step.entries.filter(
        ({ input, text }) => input in client.ignoredInputs && !/^(""|'')?$/.test(text),
      )
      const [first] = ignored
      return first ? [{ step, client, dead: ignored, line: first.line }] : []
    })
    if (!found) return null
    return {
      certainty: 'likely',
      evidence: {
        line: found.line,
        stepLine: found.step.line,
        client: found.client.id,
        inputs: found.dead.map(({ input }) => input),
        alsoLines: others.map(({ step }) => step.line),
      },
    }
  },
  explain({ stepLine, client, inputs, alsoLines }) {
    const ignored = deployClient(client)?.ignoredInputs ?? {}
    const names = list(
      inputs.map((input) => say`${input}`),
      ', ',
      ' and ',
    )
    const isCipher = inputs.some((input) => input.endsWith('cipher'))
    return {
      verdict: say`The deploy sets ${names}, which the action ignores`,
      why: say`read in the source of ${literal(client)}. A later version may have repaired it.`,
      observed: [
        ...inputs.map(
          (input) =>
            say`${stepNameFirst(stepLine, client)} sets ${input}: ${literal(ignored[input] ?? 'it has no effect')}.`,
        ),
        ...sameIn(alsoLines),
      ],
      fixes: [
        author(
          say`Take ${names} out of ${stepName(stepLine, client)}, so that nobody relies on it.`,
        ),
        ...(isCipher
          ? [
              author(
                say`If a server needs old ciphers, this input adds those that the action knows.`,
                { language: 'yaml' as const, text: 'use_insecure_cipher: true' },
              ),
            ]
          : []),
      ],
    }
  },
  line: ({ line }) => line,
})
