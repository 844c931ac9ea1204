/**
 * npm run hostile [-- WORD …]: runs dist/index.js against the hostile servers whose name holds one of the words (all without),
 * two at a time, and prints a row for each: name, seconds, MB, result, cause, and what broke. Exit code 1 when one
 * breaks a promise. One that is late is run once more, by itself, since a busy machine delays every program.
 */
import { hostileCases } from '../__tests__/hostile/cases'
import type { HostileCase } from '../__tests__/hostile/hostile-server'
import { isLate } from '../__tests__/hostile/promises'
import { type Outcome, runCase } from '../__tests__/hostile/run-case'

const atOnce = 2

async function main(): Promise<void> {
  const words = process.argv.slice(2).map((word) => word.toLowerCase())
  const chosen = hostileCases.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
  )
  const startedAt = performance.now()
  const late: HostileCase[] = []
  let failed = 0
  const count = (outcome: Outcome) => {
    print(outcome)
    if (outcome.broken.length > 0) failed++
  }
  const queue = [...chosen]
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const outcome = await runCase(next)
      if (outcome.broken.length > 0 && outcome.broken.every((each) => each.startsWith(isLate)))
        late.push(next)
      else count(outcome)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  for (const hostile of late) count(await runCase(hostile))
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(`${chosen.length - failed} of ${chosen.length} hold, in ${seconds} s`)
  if (failed > 0 || chosen.length === 0) process.exitCode = 1
}

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

void main()
