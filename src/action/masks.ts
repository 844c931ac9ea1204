/**
 * Whose rules read the workflow commands of this run. Unlike GitHub's runner, act and its descendants (Forgejo, Gitea and their
 * `exec`) split a command at its last `::` and print one that they do not know; Forgejo leaves `%25` as it is, and
 * act undoes escapes in any order. `nobody` reads commands where no runner says that it does.
 */
export type CommandReader = 'github' | 'act' | 'nobody'

/**
 * Detects the reader by what only GitHub's runner sets: RUNNER_TRACKING_ID (`github_…`, for every process of a job on the
 * host), ACTIONS_ORCHESTRATION_ID, and `github-hosted` as RUNNER_ENVIRONMENT. Whoever sets GITHUB_ACTIONS without
 * any of them counts as one of act's family.
 */
export function commandReader(env: NodeJS.ProcessEnv): CommandReader {
  if (env['FORGEJO_ACTIONS'] || env['GITEA_ACTIONS'] || env['ACT']) return 'act'
  if (env['GITHUB_ACTIONS'] !== 'true') return 'nobody'
  const isGitHub =
    env['RUNNER_TRACKING_ID']?.startsWith('github_') === true ||
    Boolean(env['ACTIONS_ORCHESTRATION_ID']) ||
    env['RUNNER_ENVIRONMENT'] === 'github-hosted'
  return isGitHub ? 'github' : 'act'
}

/**
 * The values to register with `add-mask`, each once: those of `secrets` that this reader takes for one whole command. A value that
 * it would print instead of masking it is left out.
 */
export function masks(secrets: readonly string[], reader: CommandReader): readonly string[] {
  if (reader === 'nobody') return []
  const values =
    reader === 'github'
      ? secrets
      : secrets.flatMap((secret) => secret.split(/[\r\n]+/)).filter(isOneCommand)
  return [...new Set(values)].filter((value) => value.trim() !== '')
}

const isOneCommand = (value: string) =>
  !value.includes('::') && !value.startsWith(':') && !value.includes('%')
