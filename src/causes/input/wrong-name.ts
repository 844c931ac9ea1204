import type { InputName } from '../../facts'
import { inputName, list, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { explainedBy } from '../readings/empty-inputs'
import type { View } from '../view'

export const wrongName = defineCause({
  id: 'input/wrong-name',
  title: 'An input has a name that this action does not know',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The step sets an input under the name that another action uses for it, such as `remote_host`, `server` or `ssh-private-key`. A runner passes on the value, and the action does not read it. So the input arrives empty, although the workflow sets it. The inputs here have the names of appleboy/ssh-action: `host`, `port`, `username`, `password`, `key`.',
    detection:
      'The input is empty, and the runner passed on a value under another name that means the same. The value itself is not read.',
    firstMove: 'Compare the names under `with:` with the inputs that the action lists.',
  },
  lookalikes: {
    'An input that is left empty on purpose':
      'A value arrived under the other name, and none under the right one.',
  },
  needs: [],
  judge(view) {
    const misnamed = view.input.misnamed ?? []
    const [first] = misnamed
    if (!first) return null
    const inputs = misnamed.map(({ input }) => input)
    const entries = misnamed.map(({ written }) => entryNamed(view, written))
    return {
      certainty: 'proved',
      ...(!inputs.some(isNeeded) && { severity: 'warning' as const }),
      evidence: {
        inputs,
        written: misnamed.map(({ written }) => written),
        texts: entries.map((entry) => entry?.text ?? ''),
        line: entries[0]?.line ?? null,
      },
      explains: ['input/secret-empty', ...explainedBy(inputs)],
    }
  },
  explain({ inputs, written, texts }) {
    const pairs = inputs.map((input, at) => say`${written[at] ?? ''} is ${inputName(input)} here`)
    const lines = inputs.map((input, at) => {
      const text = texts[at] ?? ''
      return { input, value: text === '' || text.startsWith('(') ? '…' : text }
    })
    return {
      verdict: say`This action does not know the input ${list(written.map((name) => say`${name}`))}: ${list(pairs)}`,
      why: say`the runner passed on a value under the wrong name, and none under the right one.`,
      observed: pairs.map((pair) => say`${pair}.`),
      fixes: [
        inWorkflow(
          say`Rename it under ${'with:'}; the value stays.`,
          yaml(lines.map(({ input, value }) => `${input}: ${value}`).join('\n')),
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** Without the value, the check is of another server or user, or cannot log in. */
const needed: readonly InputName[] = [
  'host',
  'port',
  'username',
  'key',
  'key_path',
  'password',
  'proxy_host',
]

const isNeeded = (input: InputName) => needed.includes(input)

function entryNamed({ workflow }: View, name: string) {
  return workflow?.with.find(({ input }) => input === name) ?? null
}
