import { inputName, list, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { contextsOf, emptyInputs, explainedBy, namesIn } from '../readings/empty-inputs'
import type { View } from '../view'
import type { Fix } from '../finding'

type Reason = 'fork' | 'dependabot' | 'none'

export const secretWithheld = defineCause({
  id: 'input/secret-withheld',
  title: 'Secrets are not available to this run',
  severity: 'error',
  page: {
    means:
      'A run that a pull request from a fork started gets no secrets from GitHub. A run that Dependabot started gets only the secrets of Dependabot. The inputs that are set from secrets arrive empty. Nothing is wrong with the server or the key: such a run is not meant to deploy.',
    detection:
      'Inputs that are set from secrets arrived empty. The runner says where the secrets of this run come from (`None`, `Dependabot`), or the event is a pull request from a fork.',
    firstMove:
      'See what started the run: a pull request from a fork and Dependabot get no secrets.',
  },
  lookalikes: {
    'A secret that does not exist':
      'The event is one for which GitHub hands out no secrets, and the file names one.',
  },
  needs: [],
  judge(view) {
    const reason = reasonOf(view)
    if (reason === null) return null
    const workflowSeen = view.workflow !== null
    const empty = emptyInputs(view).filter(
      ({ expression }) =>
        !workflowSeen || (expression !== null && contextsOf(expression).includes('secrets')),
    )
    if (empty.length === 0) return null
    const inputs = empty.map(({ input }) => input)
    return {
      certainty: workflowSeen ? 'proved' : 'likely',
      evidence: {
        inputs,
        secrets: empty.flatMap(({ expression }) => namesIn(expression ?? '', 'secrets')),
        reason,
        event: view.runner.event,
      },
      explains: ['input/secret-empty', ...explainedBy(inputs)],
    }
  },
  explain({ inputs, secrets, reason, event }, view) {
    const names = inputs.map(inputName)
    const source = view.runner.secretSource
    return {
      verdict: {
        fork: say`This pull request comes from a fork, so the run gets no secrets`,
        dependabot: say`Dependabot started this run, so it gets none of the usual secrets`,
        none: say`This run gets no secrets`,
      }[reason],
      why:
        view.workflow === null
          ? say`the runner says which secrets this run gets. The workflow file is not available, so it is not known whether these inputs are set from secrets.`
          : say`the empty inputs are set from secrets, and the runner says which secrets this run gets.`,
      observed: [
        say`Empty: ${list(names, ', ', ' and ')}.`,
        ...(source === null ? [] : [say`Source of the secrets: ${source}.`]),
        ...(event === '' ? [] : [say`The event that started the run is ${event}.`]),
      ],
      fixes: fixesOf(reason, secrets),
    }
  },
  pointsAt: (evidence) => evidence.inputs[0] ?? null,
})

/** Events of pull requests that do get the secrets of the repository even from a fork. */
const trustedEvents = ['pull_request_target', 'workflow_run']

/** What the runner says counts most: a private repository may send its secrets to forks. */
function reasonOf({ runner }: View): Reason | null {
  const byDependabot = runner.actor === 'dependabot[bot]'
  const byFork = runner.fork === true && !trustedEvents.includes(runner.event)
  switch (runner.secretSource) {
    case 'Dependabot':
      return 'dependabot'
    case 'None':
      return byDependabot ? 'dependabot' : byFork ? 'fork' : 'none'
    case null:
      return byDependabot ? 'dependabot' : byFork ? 'fork' : null
    // Actions, Codespaces, and what a newer runner may name as a source.
    default:
      return null
  }
}

function fixesOf(reason: Reason, secrets: readonly string[]): Fix[] {
  if (reason === 'dependabot') {
    return [
      skip("github.actor != 'dependabot[bot]'", 'Skip the deploy in runs that Dependabot starts.'),
      inWorkflow(
        say`If these runs should deploy, store the secrets for Dependabot as well (Settings → Secrets and variables → Dependabot).`,
        sh(
          (secrets.length > 0 ? secrets : ['SSH_KEY'])
            .map((name) => `gh secret set ${name} --app dependabot`)
            .join('\n'),
        ),
      ),
    ]
  }
  const deployLater: Fix = inWorkflow(
    say`Deploy after the merge, from an event of the repository itself.`,
    yaml('on:\n  push:\n    branches: [main]'),
  )
  if (reason === 'none') return [deployLater]
  return [
    skip(
      "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
      'Skip the deploy for pull requests from forks.',
    ),
    deployLater,
  ]
}

function skip(condition: string, what: string): Fix {
  return inWorkflow([{ say: what }], yaml(`jobs:\n  deploy:\n    if: ${condition}`))
}
