import type { Compared } from './run-lab'
import type { Scenario } from './scenario'

/** The scenarios whose cause or name holds one of the words, one a line; all for `*` and for nothing. */
export function chosenBy(words: string, scenarios: readonly Scenario[]): readonly Scenario[] {
  if (words === '' || words === '*') return scenarios
  return scenarios.filter((scenario) =>
    words.split('\n').some((word) => titleOf(scenario).includes(word)),
  )
}

/** Every `of`th scenario from the `number`th on, of a shard `number/of`. Throws for what is no shard. */
export function inShard<Item>(shard: string, scenarios: readonly Item[]): readonly Item[] {
  const [, number, of] = (/^([1-9]\d?)\/([1-9]\d?)$/.exec(shard) ?? []).map(Number)
  if (number === undefined || of === undefined || number > of)
    throw new Error(`--shard=${shard}: expected a number and how many there are, such as 1/4`)
  return scenarios.filter((_, index) => index % of === number - 1)
}

export const titleOf = ({ cause, name }: Scenario): string => `${cause}: ${name}`

/** Wanted; given, how sure, seconds, connections, failed logins; then each problem, and what other tools said. */
export function row({ scenario, given, problems, otherTools: others }: Compared): string {
  const facts = [
    [given.result, given.cause === 'pass' ? '' : given.cause, given.certainty].join(' ').trim(),
    `${(given.ms / 1000).toFixed(1)} s`,
    `${given.connections} connections`,
    given.failedLogins === null
      ? 'failed logins not counted'
      : `${given.failedLogins} failed logins (${given.normalFailedLogins ?? 0} in the default mode)`,
  ]
  return [
    `${problems.length === 0 ? 'ok    ' : 'WRONG '} ${titleOf(scenario)}`,
    `       ${facts.join(', ')}`,
    ...problems.map((problem) => `       ! ${problem}`),
    ...Object.entries(others ?? {}).map(([tool, line]) => `       ${tool}: ${line}`),
  ].join('\n')
}
