import { author, yaml } from '../fixes/build'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import {
  followingSteps,
  type FollowingStep,
  referenceOf,
  sameIn,
  sameText,
  stepName,
  stepNameFirst,
} from '../readings/following-steps'
export const envShadowing = defineCause({
  id: 'deploy/env-shadowing',
  title: 'An environment variable beats an input of the deploy',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'Some deploy actions read environment variables before their inputs: appleboy/ssh-action takes `SSH_HOST`, `SSH_PORT`, `SSH_USERNAME`, `SSH_KEY` and their like, scp-action even `HOST`, `PORT` and `KEY`, and easingthemes/ssh-deploy `REMOTE_HOST` and its own. A variable of that name in `env:`, or one that an earlier step exported, wins over what stands under `with:`, without a word. So the deploy may go to another host or port, or as another user, than the workflow seems to say.',
    detection:
      'The names are known from the source of each action. A variable with the same text as the input does no harm and is not reported.',
    alsoSeenAs: [
      'dial tcp: lookup … no such host',
      'strconv.ParseInt: parsing "": invalid syntax',
      'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    ],
  },
  needs: [],
  judge(view) {
    const [first, ...others] = followingSteps(view).flatMap((following) => {
      const overridden = overriddenInputs(following)
      return overridden.length > 0 ? [{ following, beaten: overridden }] : []
    })
    const [top] = first?.beaten ?? []
    if (!first || !top) return null
    const { step, client } = first.following
    return {
      certainty: 'likely',
      evidence: {
        line: top.line,
        stepLine: step.line,
        client: client.id,
        inputs: first.beaten.map(({ input }) => input),
        variables: first.beaten.map(({ name }) => name),
        variableLines: first.beaten.map(({ nameLine }) => nameLine ?? 0),
        alsoLines: others.map(({ following }) => following.step.line),
      },
    }
  },
  explain({ stepLine, client, inputs, variables, variableLines, alsoLines }) {
    const pairs = inputs.map((input, at) => {
      const line = variableLines[at] ?? 0
      const where = line === 0 ? say`set by the runner or an earlier step` : say`line ${line}`
      return say`${variables[at] ?? ''} (${where}) beats ${input}`
    })
    return {
      verdict: say`The deploy will take ${list(variables.map((name) => say`${name}`))} from the environment, and not from its inputs`,
      why: say`the client of ${stepName(stepLine, client)} reads these variables first. Whether they hold the same value as the inputs cannot be seen from here.`,
      observed: [say`${stepNameFirst(stepLine, client)}: ${list(pairs)}.`, ...sameIn(alsoLines)],
      fixes: [
        author(
          say`Give the variable another name, such as ${`DEPLOY_${variables[0] ?? ''}`}, or move it to the step that needs it. If it is meant for the deploy, write it as the input, so that everybody sees what counts.`,
          yaml(`${inputs[0] ?? ''}: \${{ env.${variables[0] ?? ''} }}`),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** The entries of `with:` that a variable beats with another text. */
function overriddenInputs({ step, client }: FollowingStep) {
  return step.entries.flatMap(({ input, line, text }) => {
    // The client takes the first that exists.
    const names = client.overriddenByEnv[input] ?? []
    const winner = names.flatMap((name) => step.env.find((each) => each.name === name) ?? [])[0]
    if (!winner || isSame(text, winner)) return []
    return [{ input, line, name: winner.name, nameLine: winner.line }]
  })
}

function isSame(text: string, { name, text: source }: FollowingStep['step']['env'][number]) {
  return sameText(text, source) || referenceOf(text)?.toLowerCase() === `env.${name.toLowerCase()}`
}
