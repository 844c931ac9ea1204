import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { stepName } from '../readings/following-steps'
import { directoryNeeds } from '../readings/step-needs'

export const targetTilde = defineCause({
  id: 'deploy/target-tilde',
  title: 'SFTP does not expand the tilde of the target path',
  severity: 'error',
  page: {
    means:
      'The deploy step copies files by SFTP to a path that begins with `~`. A shell replaces that sign by the home directory, and SFTP does not. The client either finds no such directory, or creates one whose name is `~` in the home directory, and the step is green.',
    detection: 'The step and its client were read in the workflow file.',
    firstMove: 'Write the full path in place of `~`.',
  },
  needs: ['session'],
  judge(view) {
    const found = directoryNeeds(view).filter(
      ({ need }) => need.through === 'sftp' && /^~(?:\/|$)/.test(need.path),
    )
    const first = found.find(({ isSure }) => isSure) ?? found[0]
    if (!first) return null
    const { step, need, isSure } = first
    return {
      certainty: 'likely',
      severity: isSure ? 'error' : 'warning',
      evidence: { path: need.path, line: need.line, step: step.line, client: step.client },
      explains: ['deploy/target-missing'],
    }
  },
  explain({ path, step, client }) {
    const rest = path.slice(2)
    return {
      verdict: say`SFTP does not expand ${'~'} in ${path}, so the files will not arrive there`,
      why: say`${stepName(step, client)} uses SFTP, for which ${'~'} is the name of a directory.`,
      observed: [say`The path of the step is ${path}.`],
      fixes: [
        inWorkflow(
          say`Leave out ${'~/'}: a path without a slash at its start begins in the home directory.`,
          yaml(JSON.stringify(rest === '' ? '.' : rest)),
        ),
      ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})
