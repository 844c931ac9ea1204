import { isSeq } from 'yaml'
import type { YAMLMap } from 'yaml'
import type { WorkflowFacts } from '../facts'
import { isSecretName } from '../inputs/misnamed'
import { actionPath } from './action-path'
import { redactedSource } from './redacted-source'
import { isLocal, stepIds } from './step-ids'
import { parseYaml } from './parse-yaml'
import { type Reader, yamlReader } from './yaml-reader'

/** Who we are, as the runner tells it. */
export interface OwnStep {
  /** GITHUB_JOB. */
  readonly job: string
  /** GITHUB_ACTION: the id of the step. */
  readonly action: string
  /** GITHUB_ACTION_REPOSITORY, `owner/name`; null for a local action. */
  readonly repository: string | null
  /** That of the workflow file: an action of the same repository may be used by its path. */
  readonly workflowRepository: string
  /** Whether the runner said that this very file defines the job; otherwise the job may be in a file that it calls. */
  readonly certain: boolean
}

/** Where our own step is in the parsed file. */
export interface StepPlace {
  readonly file: Reader
  readonly root: YAMLMap | null
  readonly job: YAMLMap | null
  readonly steps: readonly (YAMLMap | null)[]
  readonly ownIndex: number
}

/** Our own step, without what the later ones do. */
export type OwnStepFacts = Omit<WorkflowFacts, 'deploySteps'>

export type FoundStep =
  { readonly step: OwnStepFacts; readonly place: StepPlace } | { readonly why: string }

/**
 * Finds our own step in the text of a workflow file. Gives a reason instead when it isn't there, or when two steps could
 * be ours: an annotation on a guessed line is worse than none. `path` goes into the facts as it is.
 */
export function findStep(text: string, path: string, own: OwnStep): FoundStep {
  const opened = open(text, path)
  if ('why' in opened) return opened
  const { file, root } = opened
  const jobs = file.map(file.get(root, 'jobs'))
  const job = file.map(file.get(jobs, own.job))
  const steps = file.items(file.get(job, 'steps'))
  if (!steps) return { why: `${path} has no job ${own.job} with steps` }
  if (steps.length > mostSteps) return { why: `the job ${own.job} has too many steps` }
  if (!own.certain && callsOthers(file, jobs)) {
    return {
      why: `${path} calls other workflows, and this runner does not tell which file the job is in`,
    }
  }
  const step = ownStep(file, steps, own)
  if ('why' in step) return step
  const uses = file.pair(step.map, 'uses')
  return {
    step: {
      path,
      usesLine: file.line(uses),
      with: withEntries(file, step.map),
      called: isCalled(file, root),
      runsOn: runsOn(file, job),
      environment: environment(file, job),
    },
    place: { file, root, job, steps, ownIndex: step.index },
  }
}

/** The same in the file of a composite action (`runs.steps`), which has no job and is called by one. */
export function findCompositeStep(
  text: string,
  path: string,
  own: Omit<OwnStep, 'certain'>,
): FoundStep {
  const opened = open(text, path)
  if ('why' in opened) return opened
  const { file, root } = opened
  const runs = file.map(file.get(root, 'runs'))
  const steps = file.items(file.get(runs, 'steps'))
  if (!steps || steps.length > mostSteps) return { why: `${path} has no steps` }
  const step = ownStep(file, steps, own)
  if ('why' in step) return step
  return {
    step: {
      path,
      usesLine: file.line(file.pair(step.map, 'uses')),
      with: withEntries(file, step.map),
      called: false,
      isComposite: true,
    },
    place: { file, root, job: runs, steps, ownIndex: step.index },
  }
}

/** The root of a file; a reason instead when it cannot be read. */
function open(
  text: string,
  path: string,
): { readonly file: Reader; readonly root: YAMLMap | null } | { readonly why: string } {
  if (text.length > longestFile) return { why: `${path} is too large` }
  const parsed = parseYaml(text)
  if ('error' in parsed) return { why: `${path} is not valid YAML: ${parsed.error}` }
  const file = yamlReader(parsed, text)
  return { file, root: file.map(parsed.document.contents) }
}

/** Characters: far above what people write, and parsed within a second. */
const longestFile = 128 * 1024

/** A list of aliases makes many steps of a short text. */
const mostSteps = 256

function ownStep(
  file: Reader,
  steps: readonly (YAMLMap | null)[],
  own: Omit<OwnStep, 'certain'>,
): { readonly map: YAMLMap; readonly index: number } | { readonly why: string } {
  const naming = steps.map((step) => ({
    id: file.text(file.get(step, 'id')),
    uses: file.text(file.get(step, 'uses')),
  }))
  const isOurs = (uses: string | null) => uses !== null && usesUs(uses, own)
  const ids = stepIds(naming)
  const named = ids.findIndex((id) => id.toLowerCase() === own.action.toLowerCase())
  const ours = naming.flatMap(({ uses }, index) => (isOurs(uses) ? [index] : []))
  // Other runners number their steps: then the only step that uses us is ours.
  const index = ours.includes(named) ? named : ours.length === 1 ? ours[0] : undefined
  const map = index === undefined ? null : steps[index]
  if (map && index !== undefined) return { map, index }
  const count = ours.length === 0 ? 'no step' : 'more than one step'
  return { why: `${count} of the job ${own.job} uses this action` }
}

/** `owner/name` with any path and ref, in any case; every local action when we are one or come from this repository. */
function usesUs(
  uses: string,
  { repository, workflowRepository }: Pick<OwnStep, 'repository' | 'workflowRepository'>,
): boolean {
  if (repository === null) return isLocal(uses)
  if (isLocal(uses)) return repository.toLowerCase() === workflowRepository.toLowerCase()
  const path = actionPath(uses)
  const own = repository.toLowerCase()
  return path === own || path.startsWith(`${own}/`)
}

function withEntries(file: Reader, step: YAMLMap): WorkflowFacts['with'] {
  return file.pairs(file.map(file.get(step, 'with'))).flatMap((pair) => {
    const name = file.text(pair.key)
    if (name === null) return []
    const input = name.toLowerCase()
    return [
      {
        input,
        line: file.line(pair),
        text: redactedSource(file.source(pair.value), isSecretName(input)),
      },
    ]
  })
}

function callsOthers(file: Reader, jobs: YAMLMap | null): boolean {
  return file.pairs(jobs).some((job) => file.pair(file.map(job.value), 'uses') !== null)
}

/** Null for several labels, an expression, or a job in a container, whose programs are its own. */
function runsOn(file: Reader, job: YAMLMap | null): string | null {
  const label = file.text(file.get(job, 'runs-on'))
  if (label === null || label.includes('${{') || file.pair(job, 'container')) return null
  return label
}

/** The job's `environment:`, or the `name` in it, as source text: an expression stays one. */
function environment(file: Reader, job: YAMLMap | null): string | null {
  const place = file.get(job, 'environment')
  const name = file.text(place) ?? file.text(file.get(file.map(place), 'name'))
  return name === null || name === '' ? null : redactedSource(name, false)
}

/** `on:` is one event, a list of events or a map of them. */
function isCalled(file: Reader, root: YAMLMap | null): boolean {
  const on = file.get(root, 'on')
  if (file.text(on) === 'workflow_call') return true
  const list = isSeq(on) ? on.items : file.pairs(file.map(on)).map(({ key }) => key)
  return list.some((event) => file.text(event) === 'workflow_call')
}
