import { posix } from 'node:path'
import type { YAMLMap } from 'yaml'
import { parseYaml } from '../workflow/parse-yaml'
import { isLocal } from '../workflow/step-ids'
import { type Reader, yamlReader } from '../workflow/yaml-reader'

/** A step with the reader of its file. */
export interface PlacedStep {
  readonly file: Reader
  readonly map: YAMLMap
  /** The step that uses the composite action in which this one is; null in the job itself. */
  readonly caller: PlacedStep | null
}

/** Characters of the file of an action. */
const longestFile = 64 * 1024

/** Steps of one action, and actions in one another. */
const mostSteps = 50
const deepest = 3

/**
 * A step, or those of the composite action of this repository that it uses. Their expressions of `inputs` have the source text
 * of the caller in them, and their lines are that of its `uses:`, since a finding points into the workflow file. Whose file cannot
 * be read stays one step.
 *
 * @param read gives a file of the checked-out repository, by its path from the root
 */
export function expanded(
  step: PlacedStep,
  read: (path: string) => string | null,
  depth = 0,
): readonly PlacedStep[] {
  const uses = step.file.text(step.file.get(step.map, 'uses'))
  if (uses === null || !isLocal(uses) || depth === deepest) return [step]
  const folder = posix.normalize(uses)
  const text = read(posix.join(folder, 'action.yml')) ?? read(posix.join(folder, 'action.yaml'))
  const parsed = text === null || text.length > longestFile ? null : parseYaml(text)
  if (text === null || parsed === null || 'error' in parsed) return [step]
  const plain = yamlReader(parsed, text)
  const root = plain.map(parsed.document.contents)
  const steps = plain.items(plain.get(plain.map(plain.get(root, 'runs')), 'steps'))
  if (!steps || steps.length > mostSteps) return [step]
  const file = withInputs(plain, inputsOf(plain, root, step), lineOf(step))
  return steps.flatMap((map) => (map ? expanded({ file, map, caller: step }, read, depth + 1) : []))
}

const lineOf = ({ file, map }: PlacedStep) => file.line(file.pair(map, 'uses'))

/** The source text of each input: what the caller gives, or its default. */
function inputsOf(
  plain: Reader,
  root: YAMLMap | null,
  { file, map }: PlacedStep,
): ReadonlyMap<string, string> {
  const defaults = plain.pairs(plain.map(plain.get(root, 'inputs'))).map(({ key, value }) => {
    const text = plain.text(plain.get(plain.map(value), 'default'))
    return [plain.text(key)?.toLowerCase() ?? '', text ?? ''] as const
  })
  const given = file.pairs(file.map(file.get(map, 'with'))).map(({ key, value }) => {
    return [
      file.text(key)?.toLowerCase() ?? '',
      file.script(value)?.text ?? file.source(value),
    ] as const
  })
  return new Map([...defaults, ...given])
}

function withInputs(plain: Reader, inputs: ReadonlyMap<string, string>, line: number): Reader {
  const fill = (text: string) =>
    text.replace(
      /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g,
      (all, name: string) => inputs.get(name.toLowerCase()) ?? all,
    )
  const filled = (text: string | null) => (text === null ? null : fill(text))
  return {
    ...plain,
    text: (node) => filled(plain.text(node)),
    source: (node) => fill(plain.source(node)),
    line: () => line,
    script(node) {
      const script = plain.script(node)
      return script && { text: fill(script.text), lineOf: () => line }
    },
  }
}
