/**
 * npm run fuzz [-- TARGET] [--seconds N] [--seed S] [--path P]: random inputs for everything that reads what others write. A row
 * for each target of __tests__/fuzz/, and exit code 1 when one broke a promise. `--path` repeats one input of a seed.
 */
import { createHash, randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { parseArgs } from 'node:util'
import { encode } from '../__tests__/fuzz/harness/corpus'
import {
  fuzz,
  type FuzzFailure,
  type FuzzPlan,
  type FuzzResult,
  inputAt,
} from '../__tests__/fuzz/harness/fuzz-run'
import type { FuzzTarget } from '../__tests__/fuzz/harness/fuzz-target'
import { loadTargets } from '../__tests__/fuzz/harness/load-targets'

const defaultSeconds = 60
/** An input that needs more CPU time than this hangs its target. A busy machine takes no CPU time of it. */
const hangMs = 20_000
const watchMs = 1_000
const mostMegabytes = 512
/** Where inputs that failed are written, in the form of the corpus. */
const foundFolder = join('node_modules', '.cache', 'fuzz', 'found')
const longestPrinted = 2_000

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  })
  const targets = await loadTargets()
  const [wanted] = positionals
  const names = wanted === undefined ? [...targets.keys()] : [wanted]
  const seconds = Number(values.seconds ?? defaultSeconds) / names.length
  const seed = Number(values.seed ?? randomInt(2 ** 31))
  if (wanted !== undefined && !targets.has(wanted)) {
    throw new Error(`There is no target ${wanted}. Targets: ${[...targets.keys()].join(', ')}`)
  }
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    throw new Error('--seconds takes a positive number, --seed a whole number')
  }
  console.log(`seed ${String(seed)}\n`)
  console.log(row(['target', 'runs', 'runs/s', 'longest', 'failures']))
  for (const name of names) {
    const target = targets.get(name)
    if (!target) continue
    const plan = { name, seed, seconds, path: values.path ?? null }
    const result = await inWorker(target, plan)
    const { runs, longestMs, failures } = result
    const rate = runs / result.seconds
    console.log(
      row([
        name,
        String(runs),
        rate.toFixed(0),
        `${longestMs.toFixed(0)} ms`,
        String(failures.length),
      ]),
    )
    for (const failure of failures) {
      console.log(describe(failure, plan))
      process.exitCode = 1
    }
  }
}

/** Runs a target in its own thread, so that an input on which it never ends, or uses all memory, is found too. */
function inWorker(target: FuzzTarget, plan: FuzzPlan): Promise<FuzzResult> {
  const progress = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(process.argv[1] ?? '', {
    workerData: { plan, progress },
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  })
  const began = performance.now()
  return new Promise((resolve) => {
    const end = (result: FuzzResult) => {
      clearInterval(watch)
      worker.removeAllListeners()
      void worker.terminate()
      resolve(result)
    }
    const stopped = (message: string) => {
      const number = Atomics.load(progress, 0)
      const path = plan.path ?? String(number)
      const input = inputAt(target, plan.seed, path)
      const seconds = (performance.now() - began) / 1000
      end({
        runs: number + 1,
        seconds,
        longestMs: seconds * 1000,
        failures: [{ from: { path }, input, message }],
      })
    }
    let before = 0
    let since = process.cpuUsage()
    const watch = setInterval(() => {
      const beat = Atomics.load(progress, 1)
      const { user, system } = process.cpuUsage(since)
      if (beat !== before) since = process.cpuUsage()
      else if ((user + system) / 1000 > hangMs)
        stopped('It does not end with this input, or with one of the corpus.')
      before = beat
    }, watchMs)
    worker.on('message', end)
    worker.on('error', (error) => {
      stopped(String(error))
    })
    worker.on('exit', () => {
      stopped('It waits for something that never comes.')
    })
  })
}

function describe({ from, input, message }: FuzzFailure, { name, seed }: FuzzPlan): string {
  const json = JSON.stringify(encode(input), null, 1)
  const file = join(
    foundFolder,
    name,
    `${createHash('sha256').update(json).digest('hex').slice(0, 12)}.json`,
  )
  mkdirSync(join(foundFolder, name), { recursive: true })
  writeFileSync(file, `${json}\n`)
  const shown =
    json.length <= longestPrinted ? json : `${json.slice(0, longestPrinted)}… (whole in the file)`
  const again =
    'corpus' in from
      ? `npm run fuzz -- ${name}  (corpus entry ${from.corpus})`
      : `npm run fuzz -- ${name} --seed ${String(seed)} --path ${from.path}`
  return [
    ``,
    message,
    `input:  ${shown}`,
    `file:   ${file}`,
    `seed:   ${String(seed)}`,
    `repeat: ${again}`,
    ``,
  ].join('\n  ')
}

function row([name = '', ...rest]: readonly string[]): string {
  return `${name.padEnd(22)}${rest.map((cell) => cell.padStart(10)).join('')}`
}

interface Task {
  readonly plan: FuzzPlan
  /** Shared with the main thread: the number of the random input, and a count of all inputs. */
  readonly progress: Int32Array
}

/** In the thread: runs one target, and sends its result as a message. */
async function work({ plan, progress }: Task): Promise<void> {
  const target = (await loadTargets()).get(plan.name)
  if (!target) throw new Error(`no target ${plan.name}`)
  const result = await fuzz(target, plan, (run) => {
    if (run !== null) Atomics.store(progress, 0, run)
    Atomics.add(progress, 1, 1)
  })
  parentPort?.postMessage(result)
}

if (isMainThread) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  })
} else void work(workerData as Task)
