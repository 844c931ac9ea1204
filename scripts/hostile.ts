/**
 * npm run hostile [-- WORD …]: runs dist/index.js against the hostile servers whose name has one of the words (all servers without words),
 * two at a time, and prints a row for each: name, seconds, MB, result, cause, and what broke. Exit code 1 when one
 * breaks a promise. A late one runs again by itself, since a busy machine delays every program.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { hostileCases } from '../__tests__/hostile/cases'
import { isLate } from '../__tests__/hostile/promises'
import { type Outcome, runCase } from '../__tests__/hostile/run-case'

const atOnce = 2
/** Set in a process that runs the servers of one case after the other, so that no flood delays the other case. */
const workerVariable = 'SSH_PREFLIGHT_HOSTILE_WORKER'

async function main(): Promise<void> {
  const words = process.argv.slice(2).map((word) => word.toLowerCase())
  const names = hostileCases
    .map(({ name }) => name)
    .filter((name) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)))
  const startedAt = performance.now()
  const workers = Array.from({ length: atOnce }, () =>
    fork(process.argv[1] ?? '', { env: { ...process.env, [workerVariable]: 'yes' } }),
  )
  const late: string[] = []
  let failed = 0
  const count = (outcome: Outcome) => {
    print(outcome)
    if (outcome.broken.length > 0) failed++
  }
  const queue = [...names]
  await Promise.all(
    workers.map(async (worker) => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const outcome = await ask(worker, name)
        if (isOnlyLate(outcome)) late.push(name)
        else count(outcome)
      }
    }),
  )
  for (const worker of workers.slice(0, 1)) {
    for (const name of late) count(await ask(worker, name))
  }
  for (const worker of workers) worker.disconnect()
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(`${names.length - failed} of ${names.length} hold, in ${seconds} s`)
  if (failed > 0 || names.length === 0) process.exitCode = 1
}

/** Runs one case in a worker. Rejects when the worker ends. */
function ask(worker: ChildProcess, name: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onExit = () => {
      reject(new Error(`The servers of "${name}" ended`))
    }
    worker.once('exit', onExit)
    worker.once('message', (outcome: Outcome) => {
      worker.off('exit', onExit)
      resolve(outcome)
    })
    worker.send(name)
  })
}

function work(): void {
  process.on('message', (name) => {
    const hostile = hostileCases.find((each) => each.name === name)
    if (hostile) void runCase(hostile).then((outcome) => process.send?.(outcome))
  })
}

const isOnlyLate = ({ broken }: Outcome): boolean =>
  broken.length > 0 && broken.every((each) => each.startsWith(isLate))

function print({ name, ms, megabytes, result, cause, broken }: Outcome): void {
  const verdict = broken.length === 0 ? 'ok' : broken.join('; ')
  const cells = [
    name.padEnd(88),
    (ms / 1000).toFixed(1).padStart(5),
    `${megabytes}`.padStart(5),
    result.padEnd(5),
    cause.padEnd(30),
    verdict,
  ]
  console.log(cells.join(' '))
}

if (process.env[workerVariable] === undefined) void main()
else work()
