import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { followingSteps, sameIn, stepName, stepNameFirst } from '../readings/following-steps'
import { isSure } from '../readings/openssh-steps'

export const clientMissing = defineCause({
  id: 'deploy/client-missing',
  title: 'A program of a later command is not on the runner',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'A later step of the job runs a program that connects by SSH, and this runner does not have it. Images of hosted runners have ssh and rsync. Many images for the `container:` of a job and many self-hosted runners do not.',
    detection:
      'The program is in no directory of PATH, and no step between this one and the command installs anything. rsync starts ssh, so it needs both.',
    firstMove:
      'Install the program in the same job: `apt-get update && apt-get install -y openssh-client rsync`.',
  },
  lookalikes: {
    'A program that another step installs':
      'No step between this one and the command installs programs or changes PATH.',
  },
  needs: [],
  judge(view) {
    const missing = view.runnerSsh?.missing ?? []
    const found = followingSteps(view).flatMap(({ step }) => {
      const program = missing.find((each) => each === step.client || each === 'ssh')
      return program !== undefined && step.openssh?.mayInstall === false ? [{ step, program }] : []
    })
    const [first = null] = [...found.filter(({ step }) => isSure(step)), ...found]
    if (!first) return null
    return {
      certainty: 'proved',
      severity: isSure(first.step) ? 'error' : 'warning',
      evidence: {
        program: first.program,
        line: first.step.line,
        client: first.step.client,
        alsoLines: found.flatMap(({ step }) => (step === first.step ? [] : [step.line])),
      },
    }
  },
  explain({ program, line, client, alsoLines }) {
    const name = program === 'rsync' ? 'rsync' : 'openssh-client'
    return {
      verdict: say`${stepNameFirst(line, client)} will fail: this runner does not have ${program}`,
      why: literal('it is in no directory of PATH, and no step in between installs it.'),
      observed: [say`${program} was not found on the runner.`, ...sameIn(alsoLines)],
      fixes: [
        inWorkflow(
          say`Install it in a step before ${stepName(line, client)}. This is for Debian and Ubuntu; a container that runs as root needs no ${'sudo'}.`,
          yaml(`- run: sudo apt-get update && sudo apt-get install -y ${name}`),
        ),
        inWorkflow(say`Or use an image for the job that has it.`),
      ],
    }
  },
  line: ({ line }) => line,
})
