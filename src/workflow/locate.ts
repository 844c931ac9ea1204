import { isAbsolute, join, relative } from 'node:path'
import type { FileText, RepositoryFile } from './fetched-file'
import { findCompositeStep, findStep, type FoundStep, type OwnStep } from './find-step'

/** What the place of our step is read from. */
export interface WorkflowSources {
  readonly env: NodeJS.ProcessEnv
  /** job.workflow_file_path, through a hidden input: the file that defines the job; empty on older runners. */
  readonly jobFile: string
  /** job.workflow_repository, through a hidden input: the repository of that file. */
  readonly jobRepository: string
  /** job.workflow_sha, through a hidden input: the commit of that file. */
  readonly jobCommit: string
  /** Reads a file of the checked-out repository by its path from the root; null when it isn't there. */
  readonly read: (path: string) => string | null
  /** The commit that is checked out; null when it is not known. */
  readonly commit: string | null
  /** Asks the GitHub API for a file that is not on disk; null without a token. */
  readonly fetch: ((file: RepositoryFile) => Promise<FileText>) | null
}

/**
 * Our own step in the workflow file: the one on disk, else the one that the API gives. A reason instead when the step can't be
 * found for certain: the job did not check out its repository and there is no token. Of a composite action it is the step in the
 * action's own file, if that is in the repository.
 */
export async function locateStep(sources: WorkflowSources): Promise<FoundStep> {
  const { env, jobFile } = sources
  const value = (name: string) => env[name] ?? ''
  // Set only for the steps of a composite action; GITHUB_ACTION then names a step of that action.
  if (value('GITHUB_ACTION_PATH') !== '') return inComposite(sources)
  const file = fileOfJob(sources)
  if (file === null) return { why: 'the runner does not tell which workflow file it runs' }
  const got = await textOf(file, sources)
  if ('why' in got) return got
  const found = findStep(got.text, file.path, {
    ...ownStep(env, file.repository),
    certain: jobFile !== '',
  })
  const { repository, commit } = file
  if ('why' in found || commit === null || isOfThisRun(file, env)) return found
  return { ...found, step: { ...found.step, from: { repository, commit } } }
}

/** Our step in the file of a composite action of the checked-out repository: `.github/actions/deploy/action.yml`. */
function inComposite({ env, read }: WorkflowSources): FoundStep {
  const folder = relative(env['GITHUB_WORKSPACE'] ?? '', env['GITHUB_ACTION_PATH'] ?? '')
  const isInside = folder !== '' && !folder.startsWith('..') && !isAbsolute(folder)
  for (const name of isInside ? ['action.yml', 'action.yaml'] : []) {
    const path = join(folder, name).replaceAll('\\', '/')
    const text = read(path)
    if (text !== null)
      return findCompositeStep(text, path, ownStep(env, env['GITHUB_REPOSITORY'] ?? ''))
  }
  return { why: 'this step is part of a composite action' }
}

function ownStep(env: NodeJS.ProcessEnv, workflowRepository: string): Omit<OwnStep, 'certain'> {
  return {
    job: env['GITHUB_JOB'] ?? '',
    action: env['GITHUB_ACTION'] ?? '',
    repository:
      env['GITHUB_ACTION_REPOSITORY'] === '' ? null : (env['GITHUB_ACTION_REPOSITORY'] ?? null),
    workflowRepository,
  }
}

type JobFile = Omit<RepositoryFile, 'commit'> & { readonly commit: string | null }

const workflowPath = /^[^\p{Cc}]{1,400}\.ya?ml$/iu
const repositoryName = /^[\w.-]+\/[\w.-]+$/

/** The file that defines the job; null when the runner does not tell. The values go into reports, and may be anything: a secret too. */
function fileOfJob({ env, jobFile, jobRepository, jobCommit }: WorkflowSources): JobFile | null {
  const own = env['GITHUB_REPOSITORY'] ?? ''
  const caller = fileOfRef(env['GITHUB_WORKFLOW_REF'] ?? '')
  const repository = jobFile === '' ? (caller?.repository ?? '') : jobRepository || own
  const path = jobFile === '' ? (caller?.path ?? '') : jobFile
  if (!workflowPath.test(path) || !repositoryName.test(repository)) return null
  const isCaller = caller !== null && caller.path === path && isSame(caller.repository, repository)
  const commits = [jobCommit, ...(isCaller ? commitsOfRun(env) : [])]
  const commit = commits.find((each) => /^[\da-f]{40,64}$/.test(each)) ?? null
  return { repository, path, commit }
}

/** `owner/repo/.github/workflows/f.yml@refs/heads/main`: the repository and the path in it. */
function fileOfRef(ref: string): { readonly repository: string; readonly path: string } | null {
  const [, repository, path] = /^([^/@]+\/[^/@]+)\/([^@]+)@/.exec(ref) ?? []
  return repository === undefined || path === undefined ? null : { repository, path }
}

/** Whether an annotation of this run can be in the file: it is of the same repository, in the version that runs. */
function isOfThisRun({ repository, commit }: JobFile, env: NodeJS.ProcessEnv): boolean {
  if (!isSame(repository, env['GITHUB_REPOSITORY'] ?? '')) return false
  const commits = commitsOfRun(env)
  return commit === null || commits.length === 0 || commits.includes(commit)
}

/** The commit of the workflow file, and that of the event, as far as the runner tells them. */
function commitsOfRun(env: NodeJS.ProcessEnv): readonly string[] {
  return ['GITHUB_WORKFLOW_SHA', 'GITHUB_SHA']
    .map((name) => env[name] ?? '')
    .filter((commit) => commit !== '')
}

async function textOf(file: JobFile, sources: WorkflowSources): Promise<FileText> {
  const onDisk = textOnDisk(file, sources)
  if ('text' in onDisk || sources.fetch === null || file.commit === null) return onDisk
  const fetched = await sources.fetch({ ...file, commit: file.commit })
  return 'text' in fetched ? fetched : { why: `${onDisk.why}, and ${fetched.why}` }
}

function textOnDisk(file: JobFile, { env, read, commit }: WorkflowSources): FileText {
  if (!isSame(file.repository, env['GITHUB_REPOSITORY'] ?? ''))
    return { why: 'the workflow of this job is in another repository' }
  // A file of this repository that the job took from a tag or another branch is not the one that is checked out.
  const commits = isOfThisRun(file, env) ? commitsOfRun(env) : [file.commit]
  if (commit !== null && commits.length > 0 && !commits.includes(commit))
    return { why: 'another commit than that of the workflow is checked out' }
  const text = isOfThisRun(file, env) || commit !== null ? read(file.path) : null
  return text === null
    ? { why: `${file.path} is not on disk: the repository is not checked out` }
    : { text }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
