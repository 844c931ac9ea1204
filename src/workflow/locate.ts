import type { Fact, WorkflowFacts } from '../facts'
import type { Environment } from '../runner'
import { findStep } from './find-step'

/** What the place of our step is read from. */
export interface WorkflowSources {
  readonly env: Environment
  /** job.workflow_file_path, through a hidden input: the file that defines the job; empty on older runners. */
  readonly jobFile: string
  /** job.workflow_repository, through a hidden input: the repository of that file. */
  readonly jobRepository: string
  /** Reads a file of the checked-out repository by its path from the root; null when it isn't there. */
  readonly read: (path: string) => string | null
  /** The commit that is checked out; null when it can't be told. */
  readonly commit: string | null
}

/**
 * Our own step in the workflow file on disk. Failed, with the reason, when it can't be found for certain: the job did
 * not check out its repository, another commit is on disk, or we are a step of a composite action.
 */
export function locateStep(sources: WorkflowSources): Fact<WorkflowFacts> {
  const started = performance.now()
  const found = locate(sources)
  const ms = Math.round(performance.now() - started)
  if ('step' in found) return { state: 'observed', value: found.step, ms }
  return { state: 'failed', error: { message: found.why, code: null }, ms }
}

function locate({ env, jobFile, jobRepository, read, commit }: WorkflowSources) {
  const value = (name: string) => env[name] ?? ''
  // Set for the steps of a composite action alone; GITHUB_ACTION then names a step of that action.
  if (value('GITHUB_ACTION_PATH') !== '') return { why: 'this step is part of a composite action' }
  const repository = value('GITHUB_REPOSITORY')
  if (jobRepository !== '' && jobRepository.toLowerCase() !== repository.toLowerCase()) {
    return { why: 'the workflow of this job is in another repository' }
  }
  const path = jobFile === '' ? pathOfRef(value('GITHUB_WORKFLOW_REF'), repository) : jobFile
  // The path goes into reports; whatever else got into these values may be anything, a secret too.
  if (path === null || !workflowPath.test(path))
    return { why: 'the runner does not tell which workflow file it runs' }
  const commits = [value('GITHUB_SHA'), value('GITHUB_WORKFLOW_SHA')].filter((sha) => sha !== '')
  if (commit !== null && commits.length > 0 && !commits.includes(commit)) {
    return { why: 'another commit than that of the workflow is checked out' }
  }
  const text = read(path)
  if (text === null) return { why: `${path} is not on disk: the repository is not checked out` }
  return findStep(text, path, {
    job: value('GITHUB_JOB'),
    action: value('GITHUB_ACTION'),
    repository: value('GITHUB_ACTION_REPOSITORY') || null,
    workflowRepository: repository,
    certain: jobFile !== '',
    environment: Object.keys(env),
  })
}

const workflowPath = /^[^\p{Cc}]{1,400}\.ya?ml$/iu

/** `owner/repo/.github/workflows/f.yml@refs/heads/main`: the path in the repository; null for another repository. */
function pathOfRef(ref: string, repository: string): string | null {
  const path = ref.slice(0, ref.indexOf('@'))
  const root = `${repository}/`
  return path.toLowerCase().startsWith(root.toLowerCase()) ? path.slice(root.length) : null
}
