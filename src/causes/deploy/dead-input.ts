import { deployClient } from '../../knowledge/deploy-clients'
import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { followingSteps, sameIn, stepName, stepNameFirst } from '../readings/following-steps'

export const ignoredInput = defineCause({
  id: 'deploy/dead-input',
  title: 'An input of the deploy step is ignored',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The deploy step sets an input that its action accepts but ignores. In appleboy/ssh-action these are `cipher`, `proxy_cipher` and `proxy_protocol`. The first two are passed on under names that its program does not read. The third is not passed on at all. The setting has no effect, and no message says so.',
    detection:
      'The source of the action and of the program behind it was read in 2026. A later version may have fixed it.',
    firstMove: 'Remove the input, or use the name that this version knows.',
  },
  needs: [],
  judge(view) {
    const [found, ...others] = followingSteps(view).flatMap(({ step, client }) => {
      const ignored = step.entries.filter(
        ({ input, text }) => input in client.ignoredInputs && !/^(""|'')?$/.test(text),
      )
      const [first] = ignored
      return first ? [{ step, client, ignored, line: first.line }] : []
    })
    if (!found) return null
    return {
      certainty: 'likely',
      evidence: {
        line: found.line,
        stepLine: found.step.line,
        client: found.client.id,
        inputs: found.ignored.map(({ input }) => input),
        alsoLines: others.map(({ step }) => step.line),
      },
    }
  },
  explain({ stepLine, client, inputs, alsoLines }) {
    const reasons = deployClient(client)?.ignoredInputs ?? {}
    const names = list(
      inputs.map((input) => say`${input}`),
      ', ',
      ' and ',
    )
    return {
      verdict: say`The deploy sets ${names}, which the action ignores`,
      why: say`the source of ${literal(client)} shows it. A later version may have fixed it.`,
      observed: [
        ...inputs.map(
          (input) =>
            say`${stepNameFirst(stepLine, client)} sets ${input}: ${literal(reasons[input] ?? 'it has no effect')}.`,
        ),
        ...sameIn(alsoLines),
      ],
      fixes: [
        inWorkflow(
          say`Remove ${names} from ${stepName(stepLine, client)}, so that nobody relies on it.`,
        ),
        inputs.some((input) => input.endsWith('cipher')) &&
          inWorkflow(
            say`If a server needs old ciphers, this input adds those that the action supports.`,
            yaml('use_insecure_cipher: true'),
          ),
      ],
    }
  },
  line: ({ line }) => line,
})
