import type { ShellSyntax } from '../../facts'
import { otherShell } from '../../knowledge/shells'
import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, sh } from '../fixes/build'
import { userWord } from '../fixes/quoted'
import { stepName } from '../readings/following-steps'
import { syntaxNeeds } from '../readings/step-needs'

const names: Readonly<Record<ShellSyntax, string>> = {
  assignment: 'NAME=value',
  export: 'export NAME=value',
  substitution: '$(…)',
  'stderr-redirect': '2>',
  'here-document': '<<',
  branch: 'if … then … fi',
  loop: 'for … do … done',
  function: 'name() { … }',
  'double-brackets': '[[ … ]]',
  source: 'source',
}

export const shellSyntax = defineCause({
  id: 'deploy/shell-syntax',
  title: 'The login shell does not understand the deploy script',
  severity: 'warning',
  page: {
    means:
      'A command over SSH runs in the login shell of the account. That shell is fish, tcsh or dash, and the script of the deploy is written for bash. tcsh and dash fail at some lines and go on. fish runs nothing of a script that it cannot read, and reports success, so that the deploy step stays green.',
    detection:
      'The server was asked for the shell of the account. The script of the step was searched for constructs which that shell does not have.',
    firstMove: "Put `bash -s <<'EOF'` around the script, or set the login shell to bash.",
  },
  needs: ['deploy'],
  judge(view) {
    const { account } = view.deploy
    const path = account?.shell ?? null
    const shell = path === null ? null : otherShell(path, account?.isPlainShell === true)
    if (path === null || !shell) return null
    const used = syntaxNeeds(view).filter(({ need }) => shell.breaks.includes(need.what))
    const [first] = used
    if (!first) return null
    const fails = shell.runs === 'line' && used.some(({ isSure }) => isSure)
    return {
      certainty: 'likely',
      severity: fails ? 'error' : 'warning',
      evidence: {
        shell: shell.name,
        path,
        runs: shell.runs,
        fails,
        line: first.need.line,
        step: first.step.line,
        client: first.step.client,
        constructs: [...new Set(used.map(({ need }) => names[need.what]))],
      },
    }
  },
  explain({ shell, path, runs, line, step, client, constructs }, { server }) {
    return {
      verdict: say`The shell of the account is ${shell}, and the script of the deploy is for bash`,
      why: say`${literal(shell)} does not have ${list(
        constructs.map((each) => say`${each}`),
        ', ',
        ' and ',
      )}, which ${stepName(step, client)} uses.`,
      observed: [
        say`The login shell is ${path}.`,
        say`Line ${literal(String(line))} of the workflow has ${constructs[0] ?? ''}.`,
        runs === 'none' &&
          say`${literal(shell)} runs nothing of such a script and reports success: the step would be green, and nothing would be deployed.`,
      ],
      fixes: [
        // fish has no here-document, and tcsh no text in quotes on several lines.
        inWorkflow(
          say`Let bash read the script: put these lines around it.`,
          sh(runs === 'none' ? `bash -c '\n…\n'` : `bash -s <<'DEPLOY'\n…\nDEPLOY`),
        ),
        server.system !== 'windows' &&
          onServer(
            say`Or give the account bash as its login shell. It takes effect at the next login.`,
            sh(`test -x /bin/bash && sudo chsh -s /bin/bash ${userWord(server)}`),
          ),
      ],
    }
  },
  pointsAt: null,
  line: ({ line }) => line,
})
