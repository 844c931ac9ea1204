import type { ActionRun } from '../fake-runner/run-action'
import { serverCheckProblems } from './expected-server-check'
import { leaksIn } from './leaks'
import { isNamed, type Scenario } from './scenario'

/** What the action gave and what it cost the server. */
export interface Given {
  readonly result: string
  /** The first cause; `pass` when there was none. */
  readonly cause: string
  /** All of them in order, candidates included. */
  readonly causes: readonly string[]
  readonly certainty: string
  readonly exitCode: number
  readonly ms: number
  /** Counted in the server's own log. */
  readonly connections: number
  /** Counted by fail2ban's filter in its aggressive mode; null for servers that it does not know. */
  readonly failedLogins: number | null
  /** The same in its default mode. */
  readonly normalFailedLogins: number | null
  /** The same of the target behind a jump host; null without one. */
  readonly behind: { readonly connections: number; readonly failedLogins: number } | null
}

/** Compares what a scenario wants with what was given. Gives one sentence for each thing that is not as declared. */
export function disagreements(
  scenario: Scenario,
  given: Given,
  action: ActionRun,
  inputs: Readonly<Record<string, string>>,
  publicKeys: readonly string[],
): string[] {
  const passes = scenario.cause === 'pass'
  const result = scenario.result ?? (passes ? 'pass' : 'fail')
  const connections = scenario.connections ?? 1
  const failedLogins = scenario.failedLogins ?? (passes ? 0 : 1)
  const problems: string[] = []
  const want = (isSo: boolean, problem: string) => {
    if (!isSo) problems.push(problem)
  }
  want(isNamed(scenario, given.cause), `first cause: wanted ${scenario.cause}, got ${given.cause}`)
  want(given.result === result, `result: wanted ${result}, got ${given.result}`)
  want(
    given.exitCode === (result === 'fail' ? 1 : 0),
    `exit code ${given.exitCode} for a ${result}`,
  )
  if (scenario.certainty) {
    want(
      given.certainty === scenario.certainty,
      `certainty: wanted ${scenario.certainty}, got ${given.certainty}`,
    )
  }
  for (const id of scenario.candidates ?? []) {
    want(given.causes.includes(id), `${id} is not listed`)
  }
  if (scenario.firstCandidate) {
    const first = given.causes.find((id) => id.startsWith('server/'))
    want(
      first === scenario.firstCandidate,
      `first candidate: wanted ${scenario.firstCandidate}, got ${first ?? 'none'}`,
    )
  }
  for (const text of scenario.says ?? []) {
    want(action.log.includes(text), `the log does not say "${text}"`)
  }
  for (const id of scenario.also ?? []) {
    want(given.causes.includes(id) || action.log.includes(id), `${id} is not found`)
  }
  want(
    passes ? given.connections === connections : given.connections <= connections,
    `connections: wanted ${connections}, the server logged ${given.connections}`,
  )
  want(
    (given.failedLogins ?? 0) <= failedLogins,
    `failedLogins: at most ${failedLogins}, fail2ban counts ${given.failedLogins ?? 0}`,
  )
  const printed = Number(/(\d+) failed logins?\b/.exec(action.log)?.[1] ?? 0)
  want(
    (given.failedLogins ?? 0) <= printed,
    `failedLogins: the log says up to ${printed}, fail2ban counts ${given.failedLogins ?? 0}`,
  )
  if (scenario.failedLoginsWhy !== undefined) {
    const most = Math.max(given.failedLogins ?? 0, given.behind?.failedLogins ?? 0)
    want(most > 1, `failedLogins: a reason is given, and fail2ban counts ${most}`)
  }
  if (given.behind) {
    const most = scenario.behind?.connections ?? 1
    want(
      passes ? given.behind.connections === most : given.behind.connections <= most,
      `connections: wanted ${most}, the target logged ${given.behind.connections}`,
    )
    want(
      given.behind.failedLogins <= (scenario.behind?.failedLogins ?? failedLogins),
      `failed logins on the target: fail2ban counts ${given.behind.failedLogins}`,
    )
  }
  const limit = inMs(inputs['timeout']) + inMs(inputs['wait']) + 2000
  want(given.ms <= limit, `the verdict took ${given.ms} ms, promised within ${limit}`)
  want(action.log.trim() !== '', 'the log is empty')
  want(action.summary.trim() !== '', 'the job summary is empty')
  if (scenario.serverCheck)
    problems.push(...serverCheckProblems(scenario.serverCheck, action.report))
  problems.push(...leaksIn(action, inputs, publicKeys))
  return problems
}

/** The lab gives whole seconds. */
const inMs = (text = '0s'): number => Number.parseInt(text, 10) * 1000
