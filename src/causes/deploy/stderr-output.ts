import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer } from '../fixes/build'
import { interactiveOnly } from '../fixes/start-up-file'
import { clip } from '../readings/clip'
import { sameIn, stepName, stepNameFirst } from '../readings/following-steps'
import { execOf } from '../readings/shell'
import { stepsHere } from '../readings/step-needs'

export const stderrOutput = defineCause({
  id: 'deploy/stderr-output',
  title: 'The deploy client treats text on standard error as a failure',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'A start-up file of the shell (.bashrc, .zshenv …) prints something on standard error, for every command. Most clients ignore that. appleboy/scp-action creates the target directory with a command. It treats any text on standard error as a failure, so it stops before it unpacks the files.',
    detection:
      'A command that prints nothing on standard error was run, and text came there. What each client does with it is known from its source.',
    firstMove: 'Send the text of the command away: `2>/dev/null`.',
  },
  needs: ['session'],
  judge(view) {
    const exec = execOf(view)
    if (!exec?.tokenSeen || exec.stderr.trim() === '') return null
    const found = stepsHere(view).filter(({ client }) => client.server.stderrFails)
    const isSure = ({ step }: (typeof found)[number]) => step.runs === 'always' && !step.mayFail
    const first = found.find(isSure) ?? found[0]
    if (!first) return null
    const { step, client } = first
    return {
      certainty: 'likely',
      severity: isSure(first) ? 'error' : 'warning',
      evidence: {
        line: step.line,
        client: client.id,
        text: clip(exec.stderr.trim(), 200),
        alsoLines: found.filter((each) => each !== first).map((each) => each.step.line),
      },
    }
  },
  explain({ line, client, text, alsoLines }) {
    return {
      verdict: say`The shell prints text, and ${stepName(line, client)} treats it as a failure`,
      why: say`the text came with our command too, and the source of that client shows what it does with it.`,
      observed: [
        say`The text on standard error: ${clip(text, 160)}`,
        say`${stepNameFirst(line, client)} then fails with this text as its message.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        onServer(
          say`Put this line at the top of the file that prints it, most often ${'~/.bashrc'}. The rest of the file then runs in interactive shells only.`,
          interactiveOnly,
        ),
      ],
    }
  },
  line: ({ line }) => line,
})
