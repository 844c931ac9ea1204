import { type InputName } from '../../facts'
import { say } from '../../text/words'
import type { Fix } from '../finding'
import type { View } from '../view'
import { inWorkflow, yaml } from './build'
import { secretName } from './set-secret'

/**
 * For a step of a composite action, which can't read secrets: what its caller must pass. `inputs` are those that arrived
 * empty. Nothing where the step is in a workflow.
 */
export function askCaller(view: View, inputs: readonly InputName[]): readonly Fix[] {
  if (view.runner.isComposite !== true) return []
  const passed = inputs.map((input) => {
    const text = view.workflow?.with.find((each) => each.input === input)?.text ?? ''
    const name = /\binputs\.([\w-]+)/.exec(text)?.[1] ?? input.replaceAll('_', '-')
    return { input, name, secret: secretName(view, input) }
  })
  const isRead = view.workflow !== null
  return [
    inWorkflow(
      say`This step is in a composite action, which gets no secrets by itself. Pass the value where a workflow uses the action.`,
      yaml(
        ['with:', ...passed.map(({ name, secret }) => `  ${name}: \${{ secrets.${secret} }}`)].join(
          '\n',
        ),
      ),
    ),
    ...(isRead
      ? []
      : [
          inWorkflow(
            say`In the ${'action.yml'} of the composite action, declare the input, and read it in this step.`,
            yaml(passed.map(({ input, name }) => `${input}: \${{ inputs.${name} }}`).join('\n')),
          ),
        ]),
  ]
}
