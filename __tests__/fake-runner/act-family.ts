/**
 * act and the runners that were made from it read the output of a step by rules of their own: nektos/act (pkg/runner/command.go),
 * Forgejo's runner and Gitea's (internal/pkg/report/reporter.go).
 */
export type ActFamily = 'act' | 'forgejo' | 'gitea' | 'gitea-exec'

/** What they set over the variables of GitHub's runner; undefined takes a variable away. */
export const actEnvironments: Readonly<
  Record<ActFamily, Readonly<Record<string, string | undefined>>>
> = {
  act: { ...unset(), ACT: 'true' },
  forgejo: { ...unset(), FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true' },
  gitea: { ...unset(), GITEA_ACTIONS: 'true', RUNNER_ENVIRONMENT: 'self-hosted' },
  'gitea-exec': { ...unset(), RUNNER_ENVIRONMENT: 'self-hosted' },
}

function unset() {
  return {
    GITHUB_ACTION: '0',
    GITHUB_WORKFLOW_REF: undefined,
    GITHUB_WORKFLOW_SHA: undefined,
    RUNNER_ENVIRONMENT: undefined,
    RUNNER_TRACKING_ID: undefined,
  }
}

/** `[^ ]+` is greedy: a command ends at the last `::` before which no blank stands. */
const actCommand = /^::([^ ]+)( (.+))?::([^\r\n]*)$/

/** The reporter of the daemons: the value begins at the first `::` of a command without properties. */
const reporterCommand = /^::([^ :]+)( .*)?::(.*)$/

const actKnown = ['debug', 'warning', 'error', 'set-output', 'save-state', 'stop-commands']

/** The log that each of them shows: whole values are masked, in no other form than the one that was registered. */
export function actLog(runner: ActFamily, text: string, secrets: readonly string[]): string {
  const values = secrets.filter((secret) => secret !== '')
  const mask = (line: string) =>
    [...values]
      .sort((a, b) => b.length - a.length)
      .reduce((masked, value) => masked.replaceAll(value, '***'), line)
  const reports = runner === 'forgejo' || runner === 'gitea'
  const rows: string[] = []
  for (const line of text.replace(/\n$/, '').split(/\r?\n/)) {
    const [, command, , , data] = actCommand.exec(line) ?? []
    if (command === 'add-mask' && !reports) values.push(unescaped(data ?? ''))
    if (command === undefined) rows.push(mask(line))
    else if (command === 'add-mask') rows.push(mask('  \u2699  ***'))
    else rows.push(mask(`${actKnown.includes(command) ? '  \u2699  ' : '  \u2753  '}${line}`))
    if (!reports) continue
    // The daemons pass a command on as a line of the log too, and their reporter reads it again and masks.
    const [, name, , value] = reporterCommand.exec(line) ?? []
    if (name === 'add-mask')
      values.push(runner === 'gitea' ? unescaped(value ?? '') : (value ?? ''))
    else if (name !== undefined) rows.push(mask(line))
  }
  // The daemons mask a batch of rows when they send it.
  return (reports ? rows.map(mask) : rows).filter((row) => row !== '').join('\n')
}

/** In the order of a Go map, which is any: here the one that goes wrong for `%250A`. */
function unescaped(data: string): string {
  return data.replaceAll('%25', '%').replaceAll('%0D', '\r').replaceAll('%0A', '\n')
}
