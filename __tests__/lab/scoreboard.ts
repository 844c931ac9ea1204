import { isFixApplied } from './applied/is-fix-applied'
import { notApplied } from './applied/not-applied'
import { otherToolsSection } from './other-tools-section'
import { cell, idLink, table } from './markdown'
import type { Compared } from './run-lab'
import type { Outcome } from './run-scenario'
import { isNamed, type Server } from './scenario'

/** A program of the lab and its version, as its package has it. */
export interface Version {
  readonly name: string
  readonly version: string
}

/** docs/accuracy.md, from a run of all scenarios. */
export function accuracyPage(outcomes: readonly Compared[], versions: readonly Version[]): string {
  const healthy = outcomes.filter(({ scenario }) => scenario.cause === 'pass')
  const faults = outcomes.filter(({ scenario }) => scenario.cause !== 'pass')
  const isRight = ({ scenario, given }: Outcome) => isNamed(scenario, given.cause)
  const right = faults.filter(isRight).length
  const alarms = healthy.filter((outcome) => !isRight(outcome)).length
  const otherwise = outcomes.filter(({ problems }) => problems.length > 0)
  const seconds = outcomes.map(({ given }) => given.ms / 1000).sort((a, b) => a - b)
  const middle = seconds[Math.floor(seconds.length / 2)] ?? 0
  const lines = [
    '# Accuracy',
    '',
    'How often the first finding is right, against real servers that were broken in real ways: network namespaces, firewall rules, and the daemons below. `npm run lab -- --write` runs every scenario and writes this page.',
    '',
    '## Totals',
    '',
    ...table(
      ['', ''],
      [
        ['Scenarios', count(outcomes.length)],
        [
          'Faults named right by the first finding',
          `${right} of ${faults.length} (${share(right, faults.length)})`,
        ],
        ['False alarms on healthy shapes', `${alarms} of ${healthy.length}`],
        [
          'Kinds of failure (ids of causes)',
          count(new Set(faults.map(({ scenario }) => scenario.cause)).size),
        ],
        ['Scenarios in which anything was not as declared', count(otherwise.length)],
        [
          'Connections that the servers logged',
          distribution(outcomes.map(({ given }) => given.connections)),
        ],
        [
          "Failed logins by fail2ban's `sshd` filter, default mode",
          distribution(counted(outcomes, 'normalFailedLogins')),
        ],
        [
          "Failed logins by fail2ban's `sshd` filter, `mode = aggressive`",
          distribution(counted(outcomes, 'failedLogins')),
        ],
        [
          'Failed logins of healthy OpenSSH servers, `mode = aggressive`',
          distribution(counted(healthy, 'failedLogins')),
        ],
        [
          'Seconds, middle and longest',
          `${middle.toFixed(1)} and ${(seconds[seconds.length - 1] ?? 0).toFixed(1)}`,
        ],
      ],
    ),
    '',
    'A scenario is right when its cause is the first finding. It also declares result, exit code, certainty, candidates, connections, failed logins and time, and what is not as declared counts above. Failed logins are counted only in the log of sshd. fail2ban bans at five in ten minutes.',
    '',
    '## More than one failed login',
    '',
    'A failing check should count as one failed login at most. Where it counts as more, sshd gives no other way:',
    '',
    ...table(
      ['Scenario', 'Failed logins', 'Why'],
      outcomes.flatMap(({ scenario, given }) =>
        scenario.failedLoginsWhy === undefined
          ? []
          : [
              [
                cell(scenario.name),
                count(Math.max(given.failedLogins ?? 0, given.behind?.failedLogins ?? 0)),
                cell(scenario.failedLoginsWhy),
              ],
            ],
      ),
    ),
    '',
    ...otherToolsSection(outcomes),
    '## Scenarios',
    '',
    '"Fix applied": the lab did what the report of this cause prints, for the same kind of fault, and the next run passed. A listing of accounts, password hashes, keys, firewall rules and the configuration of sshd showed that nothing else had changed. Other fixes only look, have nothing to copy, or are in the table after this one.',
    '',
    ...table(
      [
        '',
        'Wanted',
        'Scenario',
        'Server',
        'Given',
        'Fix applied',
        'Seconds',
        'Connections',
        'Failed logins',
        'Aggressive',
      ],
      outcomes.map((outcome) => {
        const { scenario, given, problems } = outcome
        return [
          problems.length === 0 ? 'ok' : '**differs**',
          idLink(scenario.cause),
          cell(scenario.name),
          serverName(scenario.server),
          isRight(outcome)
            ? scenario.cause === 'pass'
              ? 'pass'
              : given.certainty
            : `${idLink(given.cause)}, ${given.certainty}`,
          isFixApplied(scenario.cause) ? 'yes' : '',
          (given.ms / 1000).toFixed(1),
          count(given.connections),
          given.normalFailedLogins === null ? '' : count(given.normalFailedLogins),
          given.failedLogins === null ? '' : count(given.failedLogins),
        ]
      }),
    ),
    '',
    '## Fixes that the lab does not apply',
    '',
    ...table(
      ['The fix begins with', 'Cause', 'Why'],
      notApplied.map(({ fix, cause, why }) => [
        cell(fix),
        cause === undefined ? '' : idLink(cause),
        cell(why),
      ]),
    ),
    ...(otherwise.length === 0
      ? []
      : [
          '',
          '## What was not as declared',
          '',
          ...otherwise.map(
            ({ scenario, problems }) =>
              `- ${cell(scenario.name)}: ${problems.map(cell).join('; ')}`,
          ),
        ]),
    '',
    '## How to reproduce',
    '',
    'On Linux, as root, with Node 24 and a Debian mirror in reach of apt:',
    '',
    '```sh',
    'npm ci && npm run package && npm run lab -- --write',
    '```',
    '',
    'The first run makes four Debian systems with debootstrap (bullseye, bookworm, trixie, and sid for the newest OpenSSH), which takes some minutes. `npm run lab -- WORD` runs the scenarios whose cause or name holds the word, and shows the logs of one.',
    '',
    ...table(
      ['Program', 'Version'],
      versions.map(({ name, version }) => [name, version]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

const count = (number: number): string => String(number)

const share = (part: number, all: number): string =>
  all === 0 ? 'none' : `${((part / all) * 100).toFixed(1)} %`

function counted(
  outcomes: readonly Outcome[],
  which: 'failedLogins' | 'normalFailedLogins',
): readonly number[] {
  return outcomes.flatMap(({ given }) => given[which] ?? [])
}

/** `0 in 50, 1 in 88, 2 in 3 scenarios`. */
function distribution(numbers: readonly number[]): string {
  const values = [...new Set(numbers)].sort((a, b) => a - b)
  const parts = values.map(
    (value) => `${value} in ${numbers.filter((each) => each === value).length}`,
  )
  return parts.length === 0 ? 'none' : `${parts.join(', ')} scenarios`
}

function serverName(server: Server | undefined): string {
  if (server === undefined) return 'OpenSSH 9.2'
  switch (server.kind) {
    case 'openssh':
      return server.version === 'newest' ? 'newest OpenSSH' : `OpenSSH ${server.version}`
    case 'dropbear':
      return 'Dropbear'
    case 'tinyssh':
      return 'TinySSH'
    case 'endlessh':
      return 'endlessh'
    case 'stopped':
      return 'none'
    case 'fake':
      return 'made for it'
  }
}
