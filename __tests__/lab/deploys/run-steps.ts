import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { inCheckout } from '../checkout'
import { actions } from './actions'
import type { Clients } from './clients'
import { expand, isTrue, type Values } from './expressions'
import type { ProgramEnd, Runner } from './runner'
import type { Step } from './set-up'

/** The job while its steps run. */
export interface Job {
  readonly runner: Runner
  readonly clients: Clients
  readonly workspace: string
  /** RUNNER_TEMP. */
  readonly temp: string
  /** The environment of every step. */
  readonly env: Readonly<Record<string, string>>
  readonly values: Values
}

/** A step that has failed, and the job with it. */
export interface FailedStep {
  /** Its place among the steps that were run here, from 0. */
  readonly index: number
  readonly end: ProgramEnd
}

/** Longer than every limit of a client that a set-up sets. */
const longestStepMs = 25_000

/** Runs steps one after the other, as a runner does; null when the job goes on after the last one. */
export async function runSteps(steps: readonly Step[], job: Job): Promise<FailedStep | null> {
  for (const [index, step] of steps.entries()) {
    const values = withEnvironment(job, await lastingVariables(job), step)
    if (!isTrue(step.if, values)) continue
    if (step.uses?.startsWith('./') === true) {
      const failed = await runSteps(await compositeSteps(step.uses, job), {
        ...job,
        values: new Map([...values, ...inputsOf(step, values)]),
      })
      if (failed) return { index, end: failed.end }
      continue
    }
    const end = await runStep(step, job, values)
    if (end.code !== 0 && step['continue-on-error'] !== true) return { index, end }
  }
  return null
}

/** The steps of a composite action of the workspace. */
async function compositeSteps(uses: string, { workspace }: Job): Promise<readonly Step[]> {
  const text = await readFile(join(workspace, uses, 'action.yml'), 'utf8')
  return (parse(text) as { readonly runs: { readonly steps: readonly Step[] } }).runs.steps
}

const inputsOf = (step: Step, values: Values) =>
  Object.entries(step.with ?? {}).map(
    ([name, text]) => [`inputs.${name.toLowerCase()}`, expand(text, values)] as const,
  )

/** What steps have written to GITHUB_ENV. */
export async function lastingVariables({ temp }: Job): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(temp, 'github-env'), 'utf8').catch(() => '')
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
  })
  return Object.fromEntries(pairs)
}

function withEnvironment(job: Job, lasting: Readonly<Record<string, string>>, step: Step): Values {
  const values = new Map(job.values)
  const set = (from: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(from))
      values.set(`env.${name.toLowerCase()}`, expand(text, values))
  }
  set(job.env)
  set(lasting)
  set(step.env ?? {})
  return values
}

async function runStep(step: Step, job: Job, values: Values): Promise<ProgramEnd> {
  const own = Object.entries({ ...(await lastingVariables(job)), ...step.env })
  const env: Record<string, string> = {
    ...job.env,
    ...Object.fromEntries(own.map(([name, text]) => [name, expand(text, values)])),
    ...programPlaces(job.clients),
    LAB_PROGRAMS: inCheckout('__tests__/lab/deploys/programs'),
    GITHUB_ENV: join(job.temp, 'github-env'),
    GITHUB_WORKSPACE: job.workspace,
    RUNNER_TEMP: job.temp,
  }
  const file = join(job.temp, `${randomUUID()}.sh`)
  const run = (text: string, shell: readonly string[], more: Readonly<Record<string, string>>) =>
    writeFile(file, text).then(() =>
      job.runner.run([...shell, file], {
        folder: job.workspace,
        env: { ...env, ...more },
        timeoutMs: longestStepMs,
      }),
    )
  if (step.run !== undefined) {
    // Source: ScriptHandlerHelpers.cs of the runner. Only a shell that is named gets `pipefail`.
    const named = ['bash', '--noprofile', '--norc', '-eo', 'pipefail']
    return run(expand(step.run, values), step.shell === 'bash' ? named : ['bash', '-e'], {})
  }
  const id = (step.uses ?? '').replace(/@.*$/, '').toLowerCase()
  const action = actions[id]
  if (!action) throw new Error(`no program of the lab does what ${id} does`)
  const given = Object.entries({ ...action.defaults, ...step.with }).map(
    ([name, text]) =>
      [`INPUT_${name.toUpperCase().replace(/[ -]/g, '_')}`, expand(text, values)] as const,
  )
  return run(action.script, ['bash', '-e'], Object.fromEntries(given))
}

function programPlaces(clients: Clients): Readonly<Record<string, string>> {
  return {
    DRONE_SSH: clients.droneSsh ?? '',
    DRONE_SCP: clients.droneScp ?? '',
    NODE_PATH: clients.nodeModules ?? '',
  }
}
