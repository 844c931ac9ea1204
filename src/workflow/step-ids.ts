/** What decides the id that a runner gives to a step. */
export interface StepNaming {
  /** The step's own `id`; null without one. */
  readonly id: string | null
  readonly uses: string | null
}

/**
 * The ids that a runner gives to the steps of a job, in order: the step's own `id`, else one made from its `uses`
 * (`__owner_repo`, `__self` for a local action, `__run` for a script), with `_2`, `_3` … for repeats. Own ids take
 * their names first. Source: actions/runner, WorkflowTemplateConverter.cs and IdBuilder.cs.
 */
export function stepIds(steps: readonly StepNaming[]): readonly string[] {
  const taken = new Set(steps.flatMap(({ id }) => id?.toLowerCase() ?? []))
  const repeats = new Map<string, number>()
  return steps.map(({ id, uses }) => id ?? unused(generated(uses), taken, repeats))
}

const longestId = 100

function generated(uses: string | null): string {
  const name = uses === null ? 'run' : nameOfUses(uses)
  const legal = name.replace(/[^A-Za-z0-9_-]/g, '_')
  // An id starts with a letter or an underscore; generated ones always with two underscores.
  return `__${legal}`.slice(0, longestId)
}

function nameOfUses(uses: string): string {
  if (isLocal(uses)) return 'self'
  if (uses.startsWith('docker://')) return uses.slice('docker://'.length).split('@')[0] ?? ''
  const [path = ''] = uses.split('@')
  return path.split('/').slice(0, 2).join('_')
}

/** `./path` is in the checked-out repository; `$/path` in the repository of the workflow (runner 2.336 and later). */
export function isLocal(uses: string): boolean {
  return /^(\.|\$)[/\\]/.test(uses) || uses === '.'
}

/** `repeats` has the current count of each name, so that a long row of equal steps takes no longer than others. */
function unused(name: string, taken: Set<string>, repeats: Map<string, number>): string {
  const key = name.toLowerCase()
  let candidate = name
  let count = repeats.get(key) ?? 2
  for (; taken.has(candidate.toLowerCase()); count++) {
    const suffix = `_${count}`
    candidate = name.slice(0, longestId - suffix.length) + suffix
  }
  repeats.set(key, count)
  taken.add(candidate.toLowerCase())
  return candidate
}
