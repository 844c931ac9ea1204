import { author, sh, yaml } from '../fixes/build'
import type { View } from '../view'
import { type InputName } from '../../facts'
import { inputName, list, say, type Words } from '../../text/words'
import { defineCause, type Fix, type Evidence } from '../cause'
import { clip } from '../readings/clip'
import { listSecrets, setSecret } from '../fixes/set-secret'
import { contextsOf, emptyInputs, explainedBy, namesIn } from '../readings/empty-inputs'
import { withBlock } from '../fixes/with-block'

interface SecretEmpty extends Evidence {
  readonly inputs: readonly InputName[]
  /** The expression of each input; empty where the workflow shows none. */
  readonly expressions: readonly string[]
  readonly lines: readonly number[]
  /** Whether the workflow file was at hand. */
  readonly workflowSeen: boolean
  /** Whether another workflow calls this one. */
  readonly called: boolean
  readonly event: string
}

export const secretEmpty = defineCause({
  id: 'input/secret-empty',
  title: 'An input came out empty',
  severity: 'error',
  page: {
    means:
      'The workflow sets an input from an expression such as `${{ secrets.SSH_HOST }}`, and the expression gave nothing. GitHub replaces a secret or variable that it does not find by an empty text, without a word. The deploy would then connect to nowhere, log in as nobody, or have no key.',
    detection:
      'The input arrived empty, and the workflow file shows the expression that it was set from. Several inputs that are empty together are one finding: the secrets as a whole did not arrive. Where the runner says that it withheld the secrets, the finding is input/secret-withheld.',
    alsoSeenAs: [
      'Error: missing server host',
      "can't connect without a private SSH key or password",
      'The ssh-private-key argument is empty. Maybe the secret has not been configured, or you are using a wrong secret name in your workflow file.',
      'dial tcp :22: connect: connection refused',
      'ssh: Could not resolve hostname : Name or service not known',
    ],
  },
  needs: [],
  judge(view) {
    const empty = emptyInputs(view)
    const workflow = view.workflow
    const explained = empty.filter(
      ({ input, expression }) => expression !== null || input === 'host',
    )
    if (explained.length === 0) return null
    // Without the file, all that lacks together most likely lacks for one reason.
    const counted = workflow ? explained : empty
    const inputs = counted.map(({ input }) => input)
    return {
      certainty: workflow ? 'proved' : 'likely',
      evidence: {
        inputs,
        expressions: counted.map(({ expression }) => expression ?? ''),
        lines: counted.map(({ line }) => line ?? 0),
        workflowSeen: workflow !== null,
        called: workflow?.called ?? false,
        event: view.runner.event,
      },
      explains: explainedBy(inputs),
    }
  },
  explain(evidence, view) {
    const { inputs, expressions, lines, workflowSeen, event } = evidence
    const given = view.input.given.map(inputName)
    return {
      verdict: verdictOf(evidence),
      why: workflowSeen
        ? say`the workflow file was read, and this is what it sets; the action received an empty text.`
        : say`the input arrived empty. The workflow file is not at hand, so what it was set from is not known.`,
      observed: [
        ...inputs.map((input, index) => {
          const expression = expressions[index] ?? ''
          if (expression === '') return say`${inputName(input)} is empty or not set.`
          return say`${inputName(input)} is empty: line ${lines[index] ?? 0} sets it from ${clip(expression, 100)}.`
        }),
        given.length > 0
          ? say`These inputs arrived: ${list(given)}.`
          : say`No input arrived at all.`,
        ...(event === '' ? [] : [say`The event that started the run is ${event}.`]),
      ],
      fixes: fixesOf(evidence, view),
    }
  },
  pointsAt: (evidence) => evidence.inputs[0] ?? null,
})

function verdictOf({ inputs, expressions }: SecretEmpty): Words {
  const names = inputs.map(inputName)
  const [first = say`host`] = names
  const expression = expressions[0] ?? ''
  if (names.length > 1) return say`${names.length} inputs are empty: ${list(names, ', ', ' and ')}`
  if (expression === '') return say`The ${first} input is empty or not set`
  return say`The ${first} input is empty: ${clip(expression)} gave nothing`
}

function fixesOf({ inputs, expressions, called }: SecretEmpty, view: View): Fix[] {
  const all = expressions.join(' ')
  const contexts = contextsOf(all)
  const secrets = namesIn(all, 'secrets')
  const variables = namesIn(all, 'vars')
  const hasEnvironment = (view.workflow?.environment ?? null) !== null
  const fixes: Fix[] = []
  if (called && contexts.includes('secrets')) fixes.push(inherit)
  if (contexts.includes('secrets')) {
    fixes.push(
      author(
        say`Check that a secret of exactly this name exists and is not empty (Settings → Secrets and variables → Actions), and set it again if in doubt.`,
        sh([listSecrets(view), ...secrets.map((name) => setSecret(view, name))].join('\n')),
      ),
      ...(hasEnvironment ? [] : [nameEnvironment]),
    )
  }
  if (contexts.includes('vars')) {
    fixes.push(
      author(
        say`Check the variable's name. A secret is read with ${'secrets.NAME'}, a variable with ${'vars.NAME'}.`,
        sh(['gh variable list', ...variables.map(setVariable)].join('\n')),
      ),
    )
  }
  if (contexts.includes('env')) {
    fixes.push(
      author(
        say`Set the variable under ${'env:'} of the job or workflow, or write it to ${'$GITHUB_ENV'} in an earlier step.`,
      ),
    )
  }
  if (contexts.includes('inputs')) {
    fixes.push(
      author(
        say`Pass a value for this input where the workflow is started or called; its name must be the same there.`,
      ),
    )
  }
  if (contexts.includes('needs') || contexts.includes('steps')) {
    fixes.push(
      author(
        say`Check the id and the output's name. GitHub drops an output of a job that contains a secret; its log says ${'Skip output since it may contain secret'}.`,
      ),
    )
  }
  if (fixes.length === 0) {
    fixes.push(
      author(
        say`Set the input under ${'with:'}, and check that the secret it is read from exists in this repository.`,
        withBlock(Object.fromEntries(inputs.map((input) => [input, example(input)]))),
      ),
    )
  }
  return fixes
}

const nameEnvironment: Fix = author(
  say`If the secret belongs to an environment, name that environment in the job; otherwise the job does not see it.`,
  yaml('jobs:\n  deploy:\n    environment: production   # the name of your environment'),
)

const inherit: Fix = author(
  say`This workflow is called by another one, which must hand its secrets on. Add this to the job that calls it (secrets of an environment cannot be handed on).`,
  yaml('secrets: inherit'),
)

const setVariable = (name: string) => `gh variable set ${name}`

function example(input: InputName): string {
  return `\${{ secrets.SSH_${input.toUpperCase()} }}`
}
