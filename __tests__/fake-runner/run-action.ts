import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { actEnvironments, type ActFamily, actLog } from './act-family'
import { inputVariables, readDefinition } from './action-definition'
import { readOutputs, uploadedSummary } from './file-commands'
import { type Annotation, processOutput } from './log'
import { type Masker, masker } from './masker'

export interface ActionRun {
  readonly exitCode: number
  readonly ms: number
  /** The log as GitHub shows it: commands taken out, secrets masked. */
  readonly log: string
  readonly annotations: readonly Annotation[]
  /** Scrubbed, as uploaded. */
  readonly summary: string
  readonly outputs: Readonly<Record<string, string>>
  /** The parsed JSON report, null when there is none. */
  readonly report: unknown
  readonly raw: { readonly stdout: string; readonly stderr: string; readonly summary: string }
}

export interface WorkflowFile {
  readonly path: string
  readonly text: string
  readonly job: string
  /** The id of the step, as GITHUB_ACTION. */
  readonly action: string
}

export interface ActionOptions {
  /** As in `with:`; absent keys get action.yml's defaults. */
  readonly inputs: Readonly<Record<string, string>>
  /** Values that the runner masks. */
  readonly secrets?: readonly string[]
  /** Another runner than GitHub's: its variables, its log, and no annotations. */
  readonly runner?: ActFamily
  /** Over what the runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Written into GITHUB_WORKSPACE. */
  readonly workflow?: WorkflowFile
  readonly event?: { readonly name: string; readonly payload: unknown }
  /** What the runner's expressions give, by their text; `job.workflow_file_path` is known when there is a workflow. */
  readonly contexts?: Readonly<Record<string, string>>
  /** Path of a node binary. */
  readonly node?: string
  /** Run under `ip netns exec NAME`. */
  readonly netns?: string
  /** Words before those of the step, which run it in another place. */
  readonly inside?: readonly string[]
  /** An existing folder for GITHUB_WORKSPACE, which stays. Default: an empty one in the step's folder. */
  readonly workspace?: string
  readonly timeoutMs?: number
  /** Called with the process id once the step runs. */
  readonly onStart?: (pid: number) => void
  /** Called with the step's folder after its end, before the folder is removed. */
  readonly onEnd?: (folder: string) => void
}

/** Tests and scripts run in the folder of the repository. */
const root = process.cwd()

/** Runs the committed bundle as a runner runs a step, alone in an empty folder, and gives all that is seen of it. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), 'ssh-preflight-'))
  try {
    const run = await runIn(folder, options)
    options.onEnd?.(folder)
    return run
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runIn(folder: string, options: ActionOptions): Promise<ActionRun> {
  const definition = readDefinition(readFileSync(join(root, 'action.yml'), 'utf8'))
  const bundle = write(folder, join('action', definition.main), '')
  copyFileSync(join(root, definition.main), bundle)
  const files = {
    GITHUB_OUTPUT: write(folder, 'commands/output', ''),
    GITHUB_STEP_SUMMARY: write(folder, 'commands/summary', ''),
    GITHUB_ENV: write(folder, 'commands/env', ''),
    GITHUB_PATH: write(folder, 'commands/path', ''),
    GITHUB_STATE: write(folder, 'commands/state', ''),
    GITHUB_EVENT_PATH: write(folder, 'event.json', JSON.stringify(options.event?.payload ?? {})),
  }
  const workspace = options.workspace ?? join(folder, 'workspace')
  const temp = join(folder, 'temp')
  mkdirSync(workspace, { recursive: true })
  mkdirSync(temp)
  if (options.workflow) write(workspace, options.workflow.path, options.workflow.text)
  const { variables, unexpected } = inputVariables(definition, options.inputs, {
    'github.secret_source': 'Actions',
    'job.workflow_file_path': options.workflow?.path ?? '',
    'job.workflow_repository': options.workflow ? repository : '',
    ...options.contexts,
  })
  const env = {
    ...baseEnvironment(options),
    ...files,
    ...variables,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    // A runner leaves it to the machine; here nothing is written outside of the step's folder.
    TMPDIR: temp,
    ...(options.runner === undefined ? {} : actEnvironments[options.runner]),
    ...options.env,
  }
  const started = performance.now()
  const { exitCode, stdout, stderr } = await execute(bundle, workspace, env, options)
  const ms = Math.round(performance.now() - started)
  const mask = maskerOf(options.secrets ?? [])
  const warning = unexpected.map((name) => `::warning::Unexpected input(s) '${name}'\n`).join('')
  const output = `${warning}${stdout}\n${stderr}`
  const step =
    options.runner === undefined
      ? processOutput(output, mask, workspace)
      : { log: actLog(options.runner, output, options.secrets ?? []), annotations: [] }
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
  const outputs = readOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8'))
  return {
    exitCode,
    ms,
    ...step,
    summary: uploadedSummary(summary, mask),
    outputs,
    report: readJson(outputs['report'] ?? ''),
    raw: { stdout, stderr, summary },
  }
}

const repository = 'octocat/shop'

/** The exported set of GitHubContext.cs, as far as a step can use it. */
function baseEnvironment({ workflow, event }: ActionOptions): Readonly<Record<string, string>> {
  const sha = '0123456789abcdef0123456789abcdef01234567'
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: workflow?.action ?? '__ssh-preflight_ssh-preflight',
    GITHUB_ACTION_REPOSITORY: 'ssh-preflight/ssh-preflight',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: event?.name ?? 'push',
    GITHUB_JOB: workflow?.job ?? 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: 'octocat',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: sha,
    GITHUB_WORKFLOW: 'Deploy',
    GITHUB_WORKFLOW_REF: `${repository}/${workflow?.path ?? '.github/workflows/deploy.yml'}@refs/heads/main`,
    GITHUB_WORKFLOW_SHA: sha,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_OS: 'Linux',
  }
}

function maskerOf(secrets: readonly string[]): Masker {
  const mask = masker()
  for (const secret of secrets) mask.addSecret(secret)
  return mask
}

function execute(
  bundle: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  { node = process.execPath, netns, inside = [], timeoutMs = 60_000, onStart }: ActionOptions,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const place = netns === undefined ? inside : ['ip', 'netns', 'exec', netns]
  const words = [...place, node, bundle]
  const [command = node, ...rest] = words
  return new Promise((resolve_, reject) => {
    const child = spawn(command, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid !== undefined) onStart?.(child.pid)
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The step did not end within ${timeoutMs} ms:\n${output.stdout}`))
    }, timeoutMs)
    child.on('error', reject)
    child.on('close', (code, killedBy) => {
      clearTimeout(timer)
      if (code === null) reject(new Error(`The step was killed by ${String(killedBy)}`))
      else resolve_({ exitCode: code, ...output })
    })
  })
}

function write(folder: string, path: string, text: string): string {
  const place = join(folder, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, text)
  return place
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
