import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runAction } from '../../fake-runner/run-action'
import { serverName } from '../addresses'
import { systemPath } from '../command'
import { placeName } from '../leftovers'
import type { Lab } from '../prepare'
import { inPlace } from '../run-scenario'
import type { Scenario } from '../scenario'
import type { Clients } from './clients'
import { expand } from './expressions'
import { type FailedStep, type Job, lastingVariables, runSteps } from './run-steps'
import { startRunner, workspaceOf } from './runner'
import type { SetUp } from './set-up'
import { ourInputs, workflowText } from './workflow'
import { type Verdict, verdictOf } from './verdict'

// Apart from those of the scenario that the same process builds.
let places = 100_000

/** Runs the steps before ours, our step, and then the deploy, all in one job; `logs` is for whoever looks into it. */
export async function runSetUp(setUp: SetUp, lab: Lab, clients: Clients): Promise<Verdict> {
  const { later, ...server } = setUp
  const scenario: Scenario = { ...server, cause: 'pass' }
  places += 1
  const own = await lab.folder(placeName(places))
  try {
    return await inPlace(scenario, lab, async (place) => {
      const runner = await startRunner(place.client, join(own, 'home'))
      try {
        const workspace = workspaceOf(own)
        const job: Job = { runner, clients, workspace, ...(await jobOf(setUp, lab, own, clients)) }
        const prepared = await runSteps(setUp.before ?? [], job)
        if (prepared) throw new Error(`a step before ours failed: ${prepared.end.output}`)
        const action = await check(setUp, job)
        const failed = await runSteps(later, job)
        const isThere = await arrived(setUp, failed, place.system)
        return verdictOf(setUp, action, failed, isThere)
      } finally {
        await runner.stop()
      }
    })
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function jobOf(setUp: SetUp, lab: Lab, own: string, clients: Clients) {
  const temp = join(own, 'temp')
  const workspace = workspaceOf(own)
  await mkdir(temp, { recursive: true })
  const files = { 'dist/index.html': '<h1>Shop</h1>\n', ...setUp.files }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true })
    await writeFile(join(workspace, path), text)
  }
  const secrets: Readonly<Record<string, string>> = {
    SSH_HOST: serverName,
    SSH_USER: 'deploy',
    SSH_KEY: lab.keys.ed25519.private,
    SSH_PORT: '22',
    ...setUp.secrets?.(lab),
  }
  const values = new Map([
    ...Object.entries(secrets).map(
      ([name, text]) => [`secrets.${name.toLowerCase()}`, text] as const,
    ),
    ...Object.entries({ 'github.ref': 'refs/heads/main', ...setUp.contexts }),
  ])
  const declared = setUp.job?.['env']
  const jobEnv = isStrings(declared) ? declared : {}
  const env = {
    ...{ HOME: '/root', CI: 'true', GITHUB_ACTIONS: 'true', LC_ALL: 'C.UTF-8' },
    ...{ GITHUB_REF: 'refs/heads/main', GITHUB_REPOSITORY: 'octocat/shop', GITHUB_SHA: 'abc' },
    PATH: `${clients.python === null ? '' : `${clients.python}:`}${systemPath}`,
    ...setUp.env,
    ...Object.fromEntries(
      Object.entries(jobEnv).map(([name, text]) => [name, expand(text, values)]),
    ),
  }
  return { temp, env, values }
}

async function check(setUp: SetUp, job: Job) {
  const written = Object.entries(ourInputs(setUp))
  const inputs = Object.fromEntries(written.map(([name, text]) => [name, expand(text, job.values)]))
  const secrets = [...job.values].flatMap(([name, text]) =>
    name.startsWith('secrets.') && text !== '' ? [text] : [],
  )
  return runAction({
    inputs,
    secrets,
    env: { RUNNER_ENVIRONMENT: 'github-hosted', ...job.env, ...(await lastingVariables(job)) },
    workflow: {
      path: '.github/workflows/deploy.yml',
      text: workflowText(setUp),
      job: 'deploy',
      action: '__ssh-preflight_ssh-preflight',
    },
    workspace: job.workspace,
    inside: job.runner.inside(job.workspace),
    timeoutMs: 60_000,
  })
}

/** Whether the deploy has done on the server what it is for, also where its client reports success and did nothing. */
async function arrived(
  { deployed }: SetUp,
  failed: FailedStep | null,
  system: { run(script: string): Promise<string> },
): Promise<boolean> {
  if (failed !== null || deployed === undefined) return failed === null
  return system.run(deployed).then(
    () => true,
    () => false,
  )
}

const isStrings = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
