import { seen } from '../../facts/fact'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, sh } from '../fixes/build'
import { userWord } from '../fixes/quoted'
import { stepNameFirst } from '../readings/following-steps'
import { sudoNeeds } from '../readings/step-needs'
import type { ServerView } from '../server-cause'

export const sudoPassword = defineCause({
  id: 'deploy/sudo-password',
  title: 'The deploy uses sudo, which asks for a password',
  severity: 'error',
  page: {
    means:
      'The script of the deploy runs a command with `sudo`. On this server sudo asks this user for a password, or does not allow the command. A deploy has no terminal, so the command fails.',
    detection:
      'The server was asked whether this user can run the command without a password (`sudo -n -l COMMAND`). The command did not run. Where sudo allows it, this leaves no line in the log of the server; where it refuses, one line, as the deploy itself would.',
    firstMove: 'Allow this one command with NOPASSWD in `/etc/sudoers.d/`, or do without sudo.',
  },
  lookalikes: {
    'A rule for the command with other arguments':
      'sudo was asked for the command with its arguments.',
  },
  needs: ['deploy'],
  judge(view) {
    const answers = seen(view.deploy.sudo) ?? []
    const refused = sudoNeeds(view).flatMap((by) => {
      const answer = answers.find(({ command }) => command === by.need.command)
      return answer?.answer === 'refused' ? [{ ...by, text: answer.text }] : []
    })
    const first = refused.find(({ isSure }) => isSure) ?? refused[0]
    if (!first) return null
    return {
      // A command with other arguments may be allowed.
      certainty: first.need.isWhole ? 'proved' : 'likely',
      severity: first.isSure && first.need.isWhole ? 'error' : 'warning',
      evidence: {
        command: first.need.command,
        isWhole: first.need.isWhole,
        text: first.text,
        user: view.deploy.account?.name ?? view.input.user,
        line: first.need.line,
        step: first.step.line,
        client: first.step.client,
      },
    }
  },
  explain({ command, text, user, step, client, isWhole }, { server }) {
    const run = `sudo ${command}`
    return {
      verdict: say`sudo asks ${user ?? 'the user'} for a password, so ${run} will fail in the deploy`,
      why: say`sudo was asked, and it did not allow the command without a password.`,
      observed: [
        say`${stepNameFirst(step, client)} runs ${run}.`,
        text !== '' && say`sudo said: ${text}`,
        !isWhole && say`What follows in the command is known only when it runs.`,
      ],
      fixes: [
        isService.test(command) && hasSystemd(server)
          ? onServer(
              say`Allow this user exactly this command, without a password. ${'visudo'} checks the line before it is in effect.`,
              sh(allowCommand(command, server, user)),
            )
          : onServer(
              say`Decide whether this user should run the command as root without a password. With many programs that gives the user everything that root can do.`,
            ),
        inWorkflow(
          say`Or do without sudo: for example, deploy to a directory of the user, and let a service of the user restart with ${'systemctl --user'}.`,
        ),
      ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})

/** Systems with the commands of a service that are known here. */
const hasSystemd = ({ system }: ServerView) => !['freebsd', 'windows', 'dropbear'].includes(system)

/** Commands about one service, which give no other right of root. */
const isService =
  /^(?:systemctl (?:restart|reload|start|stop|status) [\w@.-]+|service [\w@.-]+ (?:restart|reload|start|stop|status))$/

/** `visudo` writes a checked file; one with a dot in its name would not be read (sudoers(5)). */
function allowCommand(command: string, server: ServerView, user: string | null): string {
  const file = `/etc/sudoers.d/deploy-${(user ?? 'user').replace(/[^A-Za-z0-9_-]/g, '-')}`
  const [name = '', ...rest] = command.split(' ')
  const text = [`$(command -v ${name})`, ...rest].join(' ')
  const line = `printf '%s ALL=(ALL) NOPASSWD: %s\\n' ${userWord(server)} "${text}"`
  return `${line} |\n  sudo EDITOR='tee -a' visudo -f ${file}`
}
