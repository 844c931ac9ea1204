import { beforeAll, describe, expect, it } from '@jest/globals'
import { isRequired, prepareLab, whyNot } from './prepare'
import { chosenBy, row } from './rows'
import { runLab } from './run-lab'
import type { Outcome } from './run-scenario'
import { scenarios } from './scenarios'

const say = (line: string) => process.stderr.write(`${line}\n`)
const why = whyNot()
const minutes = 60_000

/** Set by `npm run lab`: which scenarios, and that rows are wanted. */
const rows = process.env['SSH_PREFLIGHT_LAB_ROWS'] ?? ''
const chosen = chosenBy(rows, scenarios)

const skips = why !== null && !isRequired()
if (skips) say(`lab: ${chosen.length} scenarios skipped: ${why}`)

describe('the lab', () => {
  /** Each scenario starts at once, in one of a few lanes; its test waits for it. */
  let outcomes: readonly Promise<Outcome>[] = []

  beforeAll(async () => {
    if (skips) return
    if (why !== null) throw new Error(`the lab is required here and cannot run: ${why}`)
    outcomes = runLab(chosen, await prepareLab(say))
    // A rejection is told by the scenario's own test, which may come much later.
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  if (skips) {
    // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- said above, with the reason; never in CI
    it.skip.each(chosen)('skipped: $cause: $name', () => undefined)
  } else {
    it.each(chosen)(
      '$cause: $name',
      async (scenario) => {
        const outcome = await outcomes[chosen.indexOf(scenario)]
        if (outcome && rows !== '') say(row(outcome))
        if (outcome && (outcome.problems.length > 0 || chosen.length === 1)) say(outcome.logs)
        expect(outcome?.problems).toEqual([])
      },
      20 * minutes,
    )
  }
})
