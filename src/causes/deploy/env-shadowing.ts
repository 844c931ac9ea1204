import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import {
  followingSteps,
  type FollowingStep,
  overridingVariable,
  referenceOf,
  sameIn,
  sameText,
  stepName,
  stepNameFirst,
} from '../readings/following-steps'

export const envShadowing = defineCause({
  id: 'deploy/env-shadowing',
  title: 'An environment variable overrides an input of the deploy',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'Some deploy actions read environment variables before their inputs: appleboy/ssh-action reads `SSH_HOST`, `SSH_PORT`, `SSH_USERNAME`, `SSH_KEY` and others, an empty variable too, and easingthemes/ssh-deploy `REMOTE_HOST` and similar names. A variable of that name in `env:`, or one that an earlier step exported, silently overrides the value under `with:`. So the deploy may use another host, port or user than the workflow seems to say. ssh-action also runs the commands in `SSH_SCRIPT` on the server, before its `script`.',
    detection:
      'The names are known from the source of each action. A variable with the same text as the input does no harm and is not reported.',
    firstMove: 'Rename variables such as `PORT`, `HOST` and `KEY` in `env:` of the job.',
  },
  needs: [],
  judge(view) {
    const [found, ...others] = followingSteps(view).flatMap((following) => {
      const overridden = [...overriddenInputs(following), ...scriptVariables(following)]
      const [first] = overridden
      return first ? [{ ...following, overridden, line: first.line }] : []
    })
    if (!found) return null
    return {
      certainty: 'likely',
      evidence: {
        line: found.line,
        stepLine: found.step.line,
        client: found.client.id,
        inputs: found.overridden.map(({ input }) => input),
        variables: found.overridden.map(({ name }) => name),
        variableLines: found.overridden.map(({ nameLine }) => nameLine ?? 0),
        alsoLines: others.map(({ step }) => step.line),
      },
    }
  },
  explain({ stepLine, client, inputs, variables, variableLines, alsoLines }) {
    const [input = ''] = inputs
    const [variable = ''] = variables
    const pairs = inputs.map((each, at) => {
      const line = variableLines[at] ?? 0
      const where = line === 0 ? say`set by the runner or an earlier step` : say`line ${line}`
      const name = variables[at] ?? ''
      return each === 'script'
        ? say`the commands in ${name} (${where}) run on the server before ${each}`
        : say`${name} (${where}) overrides ${each}`
    })
    return {
      verdict: inputs.every((each) => each === 'script')
        ? say`The deploy will also run the commands in ${variable} on the server`
        : say`The deploy will use ${list(variables.map((name) => say`${name}`))} from the environment instead of its inputs`,
      why: say`the client of ${stepName(stepLine, client)} reads these variables first. Whether they have the same value as the inputs is not visible here.`,
      observed: [say`${stepNameFirst(stepLine, client)}: ${list(pairs)}.`, ...sameIn(alsoLines)],
      fixes: [
        inWorkflow(
          say`Give the variable another name, such as ${`DEPLOY_${variable}`}, or move it to the step that needs it. If it is meant for the deploy, write it as the input, so that everybody sees the value in use.`,
          yaml(`${input}: \${{ env.${variable} }}`),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** The entries of `with:` that a variable with another text overrides. */
function overriddenInputs({ step, client }: FollowingStep) {
  return step.entries.flatMap(({ input, line, text }) => {
    const winner = overridingVariable(step, client, input)
    if (!winner || isSame(text, winner)) return []
    return [{ input, line, name: winner.name, nameLine: winner.line }]
  })
}

/** The variables whose commands run on the server before the script. */
function scriptVariables({ step, client }: FollowingStep) {
  return step.env
    .filter(({ name }) => client.scriptVariables?.includes(name))
    .map(({ name, line }) => ({ input: 'script', line: line ?? step.line, name, nameLine: line }))
}

function isSame(text: string, { name, text: source }: FollowingStep['step']['env'][number]) {
  return sameText(text, source) || referenceOf(text)?.toLowerCase() === `env.${name.toLowerCase()}`
}
