import { beforeAll, describe, expect, it } from '@jest/globals'
import { serverCauseIds } from '../../../src/facts/cause-ids'
import { serverCauses } from '../../../src/causes/server'
import { inLanes } from '../run-lab'
import type { ActionRun } from '../../fake-runner/run-action'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { prepareLab } from '../prepare'
import { type CheckOutcome, type CheckRun, type CheckScenario, runCheck, shells } from './check'
import { healthyScenarios } from './healthy'
import { keyScenarios } from './keys'
import { loginScenarios } from './login'
import { loginProgramScenarios } from './login-programs'
import { reachScenarios } from './reach'
import { checkedSystems } from './systems'
import { wallScenarios } from './walls'

const scenarios = [
  ...healthyScenarios,
  ...reachScenarios,
  ...wallScenarios,
  ...loginScenarios,
  ...loginProgramScenarios,
  ...keyScenarios,
]
const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

describe('the scenarios of the server check', () => {
  it.each(serverCauseIds)('%s is a fault of one of them', (id) => {
    expect(scenarios.some(({ verdicts }) => verdicts.length === 1 && verdicts[0] === id)).toBe(true)
  })
})

describe('the server check on real servers', () => {
  let outcomes: readonly Promise<CheckOutcome>[] = []

  beforeAll(async () => {
    const lab = await prepareLab(say)
    const roots = await checkedSystems(lab, say)
    outcomes = inLanes(scenarios, (scenario, index) =>
      runCheck(scenario, lab, roots, shells[index % shells.length] ?? 'sh'),
    )
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  it.each(scenarios)(
    '$name',
    async (scenario) => {
      const outcome = await outcomes[scenarios.indexOf(scenario)]
      if (!outcome) throw new Error('the check did not run')
      const { asRoot, asUser } = outcome

      if (ids(asRoot).join() !== scenario.verdicts.join()) say(asRoot.text)
      expect(ids(asRoot)).toEqual(scenario.verdicts)
      for (const text of scenario.says ?? []) expect(asRoot.text).toContain(text)
      // An ordinary user sees less, and never something else.
      expect(ids(asUser)).toEqual(expect.arrayContaining([...(scenario.userSees ?? [])]))
      expect([...scenario.verdicts, ...(scenario.userMaySee ?? [])]).toEqual(
        expect.arrayContaining(ids(asUser)),
      )
      expect(asUser.answer.notSeen).not.toEqual([])
      for (const run of [asRoot, asUser]) expect(faultsOf(run)).toEqual([])
      expect(outcome.after).toBe(outcome.before)
      // Both views together give the fault that was set, and never make a pass of it.
      expect(outcome.combined && verdictOf(outcome.combined)).toEqual(combinedVerdict(scenario))
      expect(outcome.login?.got).toBe(outcome.login?.wanted)
    },
    5 * minutes,
  )
})

const ids = (run: CheckRun) => run.answer.verdicts.map(({ id }) => id)

const verdictOf = ({ outputs }: ActionRun) => [outputs['result'], outputs['cause']]

const combinedVerdict = ({ verdicts, login }: CheckScenario) => {
  if (verdicts.length === 0) return null
  // What is recorded, or keeps no login out, has nothing outside to be joined with.
  return login === true || login === null ? ['pass', ''] : ['fail', verdicts[0]]
}

/** What no run may do, whatever it finds: sentences, none when all is well. */
function faultsOf({ answer, code, seconds, stderr, text }: CheckRun): string[] {
  const faults: string[] = []
  if (stderr !== '') faults.push(`it wrote to stderr: ${stderr}`)
  if (seconds >= 2) faults.push(`it took ${seconds} s of the processor`)
  if (code !== (answer.verdicts.length === 0 ? 0 : 1)) faults.push(`it ended with ${code}`)
  for (const verdict of answer.verdicts) {
    const title = serverCauses.find(({ id }) => id === verdict.id)?.title
    if (verdict.title !== title) faults.push(`${verdict.id} has the title ${verdict.title}`)
    if (verdict.fix.what === '') faults.push(`${verdict.id} has no fix`)
  }
  for (const form of [text, JSON.stringify(answer)]) {
    const read = readServerAnswer(form)
    const said = 'error' in read ? read.error : read.facts.verdicts.map(({ id }) => id).join()
    if (said !== answer.verdicts.map(({ id }) => id).join()) faults.push(`it is read as ${said}`)
    if ('facts' in read && !read.facts.whole) faults.push('it is read as not whole')
  }
  const shown = text + JSON.stringify(answer)
  if (/PRIVATE KEY-|AAAA[A-Za-z0-9+/]{20}|\$y\$|\$6\$/.test(shown))
    faults.push('it shows a key or a hash')
  if (/[^\n\x20-\x7e]/.test(shown)) faults.push('it shows what is not printable ASCII')
  return faults
}
