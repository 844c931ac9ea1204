import type { CauseId, ServerCauseId } from '../facts/cause-ids'
import type { RunnerFacts, WorkflowFacts } from '../facts'

const defaultRepository = 'ssh-preflight/ssh-preflight'

/** The moving tag whose pages a link shows. */
const pagesTag = 'v1'

/**
 * The web address of a cause's page. On GitHub it lies in the repository that the workflow took this action from
 * (a fork has its own pages); other forges mirror actions without their pages, so there it is the original.
 */
export function causePage(
  id: CauseId | ServerCauseId,
  runner: Pick<RunnerFacts, 'platform' | 'actionRepository'>,
): string {
  const own = ownRepository(runner)
  return `https://github.com/${own ?? defaultRepository}/blob/${pagesTag}/docs/causes/${id}.md`
}

/** The page of a message in docs/messages, by its id. */
export function messagePage(id: string): string {
  return `https://github.com/${defaultRepository}/blob/${pagesTag}/docs/messages/${id}.md`
}

/**
 * Where everybody can get server-check.sh as the running version has it: at the commit that the workflow names, else at the tag
 * of the version; a fork names its own tags.
 */
export function scriptUrl(runner: RunnerFacts, version: string): string {
  const own = ownRepository(runner)
  const written = own === null ? '' : (runner.actionRef ?? '')
  const named = /^[\w./-]+$/.test(written) ? written : null
  // A tag such as v1 moves on with the next version.
  const isMoving = own === defaultRepository && /^v\d/.test(named ?? '')
  const ref = named === null || isMoving ? `v${version}` : named
  return `https://raw.githubusercontent.com/${own ?? defaultRepository}/${ref}/server-check.sh`
}

/** A saved report may hold any text in its place. */
function ownRepository(runner: Pick<RunnerFacts, 'platform' | 'actionRepository'>): string | null {
  const { platform, actionRepository } = runner
  return platform === 'github' && /^[\w.-]+\/[\w.-]+$/.test(actionRepository ?? '')
    ? actionRepository
    : null
}

/** Where a fault of this program can be reported. */
export const issuesPage = `https://github.com/${defaultRepository}/issues`

/** The JSON Schema of the JSON report, for its `$schema`. */
export const schemaUrl = `https://raw.githubusercontent.com/${defaultRepository}/${pagesTag}/src/report/report.schema.json`

/** The web page of a run on GitHub; null where the environment does not make it plain. */
export function runPage(env: Readonly<Record<string, string | undefined>>): string | null {
  const [server, repository, run] = ['SERVER_URL', 'REPOSITORY', 'RUN_ID'].map(
    (name) => env[`GITHUB_${name}`] ?? '',
  )
  const page = `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}`
  return /^https?:\/\/[\w.:-]+(\/[\w.-]+){2}\/actions\/runs\/\d+$/.test(page) ? page : null
}

/** The web page of a line of the workflow file at the commit of this run; null where it is not known. */
export function linePage(
  { platform, pages }: RunnerFacts,
  { path, from }: Pick<WorkflowFacts, 'path' | 'from'>,
  line: number,
): string | null {
  if (!pages) return null
  const root = from === undefined ? pages.root : besides(pages.root, from.repository)
  const commit = from?.commit ?? pages.commit
  const kind = isGiteaLike(platform) ? 'src/commit' : 'blob'
  return `${root}/${kind}/${encodeURIComponent(commit)}/${encodedPath(path)}#L${String(line)}`
}

/** The page on which the workflow file can be edited in a browser; null where it is not known. */
export function editPage(
  { platform, pages }: RunnerFacts,
  { path, from }: Pick<WorkflowFacts, 'path' | 'from'>,
): string | null {
  if (pages?.branch == null || from !== undefined) return null
  const kind = isGiteaLike(platform) ? '_edit' : 'edit'
  return `${pages.root}/${kind}/${encodedPath(pages.branch)}/${encodedPath(path)}`
}

/** The page of the secrets of the repository; null where it is not known. */
export function secretsPage({ platform, pages }: RunnerFacts): string | null {
  if (!pages) return null
  return `${pages.root}/settings/${isGiteaLike(platform) ? 'actions/secrets' : 'secrets/actions'}`
}

const isGiteaLike = (platform: RunnerFacts['platform']) =>
  platform === 'gitea' || platform === 'forgejo'

/** Another repository of the same server. */
const besides = (root: string, repository: string) =>
  `${root.split('/').slice(0, -2).join('/')}/${encodedPath(repository)}`

const encodedPath = (path: string) => path.split('/').map(encodeURIComponent).join('/')
