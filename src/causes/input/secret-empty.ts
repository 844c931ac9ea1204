import { type InputName } from '../../facts'
import { inputName, list, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { askCaller } from '../fixes/ask-caller'
import { listSecrets, secretFix, setSecret } from '../fixes/set-secret'
import { withBlock } from '../fixes/with-block'
import { clip } from '../readings/clip'
import { contextsOf, emptyInputs, explainedBy, namesIn } from '../readings/empty-inputs'
import type { View } from '../view'
import type { Fix } from '../finding'

export const secretEmpty = defineCause({
  id: 'input/secret-empty',
  title: 'An input is empty',
  severity: 'error',
  page: {
    means:
      'The workflow sets an input from an expression such as `${{ secrets.SSH_HOST }}`, and the value of the expression is empty. GitHub silently replaces a secret or variable that does not exist with an empty text. The deploy would then have no host, no user or no key.',
    detection:
      'The input arrived empty, and the workflow file shows the expression that it is set from. Several empty inputs are one finding: the secrets as a whole did not arrive. If the runner says that this run gets no secrets, the finding is input/secret-withheld.',
    firstMove:
      'Open Settings, Secrets and variables, Actions, and compare each name with the workflow, letter by letter.',
  },
  lookalikes: {
    'A value that was left out on purpose':
      'The workflow file names a secret for the input, and an empty value came.',
  },
  needs: [],
  judge(view) {
    const empty = emptyInputs(view)
    const { workflow } = view
    const explained = empty.filter(
      ({ input, expression }) => expression !== null || input === 'host',
    )
    if (explained.length === 0) return null
    // Without the file, all empty inputs most likely have one reason.
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
  explain({ inputs, expressions, lines, workflowSeen, called, event }, view) {
    const names = inputs.map(inputName)
    const given = view.input.given.map(inputName)
    return {
      verdict: verdictOf(names, expressions[0] ?? ''),
      why: workflowSeen
        ? say`the workflow file was read, and this is what it sets; the action received an empty text.`
        : say`the input arrived empty. The workflow file is not available, so what it is set from is not known.`,
      observed: [
        ...names.map((name, index) => {
          const expression = expressions[index] ?? ''
          if (expression === '') return say`${name} is empty or not set.`
          return say`${name} is empty: line ${lines[index] ?? 0} sets it from ${clip(expression, 100)}.`
        }),
        given.length > 0
          ? say`These inputs arrived: ${list(given)}.`
          : say`No input arrived at all.`,
        ...(event === '' ? [] : [say`The event that started the run is ${event}.`]),
      ],
      fixes: fixesOf(inputs, expressions.join(' '), called, view),
    }
  },
  pointsAt: (evidence) => evidence.inputs[0] ?? null,
})

function verdictOf(names: readonly Words[], expression: string): Words {
  if (names.length > 1) return say`${names.length} inputs are empty: ${list(names, ', ', ' and ')}`
  if (expression === '') return say`The ${list(names)} input is empty or not set`
  return say`The ${list(names)} input is empty: ${clip(expression)} has no value`
}

/** One fix for each context that the expressions read. */
function fixesOf(
  inputs: readonly InputName[],
  expressions: string,
  called: boolean,
  view: View,
): readonly Fix[] {
  const asked = askCaller(view, inputs)
  if (asked.length > 0) return asked
  const contexts = contextsOf(expressions)
  const fixes: Fix[] = []
  if (contexts.includes('secrets')) {
    const names = namesIn(expressions, 'secrets')
    if (called) fixes.push(inherit)
    fixes.push(
      secretFix(
        view,
        say`Check that a secret of exactly this name exists and is not empty. Set it again if in doubt.`,
        names,
        [listSecrets(view), ...names.map((name) => setSecret(view, name))],
      ),
    )
    const isGitHub = view.runner.platform === 'github'
    if (isGitHub && (view.workflow?.environment ?? null) === null) fixes.push(nameEnvironment)
  }
  if (contexts.includes('vars')) {
    const commands = namesIn(expressions, 'vars').map((name) => `gh variable set ${name}`)
    fixes.push(
      inWorkflow(
        say`Check the variable's name. A secret is read with ${'secrets.NAME'}, a variable with ${'vars.NAME'}.`,
        sh(['gh variable list', ...commands].join('\n')),
      ),
    )
  }
  if (contexts.includes('env')) fixes.push(setVariable)
  if (contexts.includes('inputs')) fixes.push(passInput)
  if (contexts.includes('needs') || contexts.includes('steps')) fixes.push(checkOutput)
  return fixes.length > 0 ? fixes : [setInputs(inputs)]
}

const inherit: Fix = inWorkflow(
  say`Another workflow calls this one, and must pass its secrets on. Add this to the job that calls it. Secrets of an environment cannot be passed on.`,
  yaml('secrets: inherit'),
)

const nameEnvironment: Fix = inWorkflow(
  say`If the secret belongs to an environment, name that environment in the job; otherwise the job does not see it.`,
  yaml('jobs:\n  deploy:\n    environment: production   # the name of your environment'),
)

const setVariable: Fix = inWorkflow(
  say`Set the variable under ${'env:'} of the job or workflow, or write it to ${'$GITHUB_ENV'} in an earlier step.`,
)

const passInput: Fix = inWorkflow(
  say`Pass a value for this input where the workflow is started or called. Its name must be the same there.`,
)

const checkOutput: Fix = inWorkflow(
  say`Check the ID and the name of the output. GitHub drops an output of a job that contains a secret; its log says ${'Skip output since it may contain secret'}.`,
)

function setInputs(inputs: readonly InputName[]): Fix {
  const values = inputs.map((input): [InputName, string] => [
    input,
    `\${{ secrets.SSH_${input.toUpperCase()} }}`,
  ])
  return inWorkflow(
    say`Set the input under ${'with:'}, and check that the secret that it is read from exists in this repository.`,
    withBlock(Object.fromEntries(values)),
  )
}
