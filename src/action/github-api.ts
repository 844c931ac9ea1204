/** The few calls of GitHub's API, at the address of GITHUB_API_URL. With main.ts the only file that touches @actions/*. */
import type { CommentPort } from './sticky-comment'
import type { RepositoryFile } from '../workflow/fetched-file'

/** Throws for an address that is none. */
async function clientOf(token: string) {
  // Loaded here and not before: on import the module reads the event, and throws on a broken one.
  const { getOctokitOptions, GitHub } = await import(
    /* webpackMode: "eager" */ '@actions/github/lib/utils'
  )
  const quiet = () => undefined
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  return new GitHub(getOctokitOptions(token, { log })).rest
}

/** The comments of one pull request; the signal ends its calls. */
export async function commentPort(
  token: string,
  pull: { readonly owner: string; readonly repo: string; readonly issue_number: number },
  signal: AbortSignal,
): Promise<CommentPort> {
  const { issues, users } = await clientOf(token)
  const { owner, repo } = pull
  const request = { signal }
  return {
    async list(page) {
      const answer = await issues.listComments({ ...pull, page, per_page: 100, request })
      const comments = answer.data.map(({ id, body, user }) => ({
        id,
        body: body ?? '',
        login: user?.login ?? null,
        isBot: user?.type === 'Bot',
      }))
      return { comments, more: answer.headers.link?.includes('rel="next"') ?? false }
    },
    self: async () => (await users.getAuthenticated({ request })).data.login,
    async create(body) {
      await issues.createComment({ ...pull, body, request })
    },
    async update(id, body) {
      await issues.updateComment({ owner, repo, comment_id: id, body, request })
    },
  }
}

/** What the contents API says of a file, unread. Needs `contents: read` for a private repository. Throws what the client throws. */
export async function contentsOf(
  token: string,
  { repository, path, commit }: RepositoryFile,
  signal: AbortSignal,
): Promise<unknown> {
  const { repos } = await clientOf(token)
  const [owner = '', repo = ''] = repository.split('/')
  const answer = await repos.getContent({ owner, repo, path, ref: commit, request: { signal } })
  return answer.data
}
