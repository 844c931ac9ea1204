/** One comment on a pull request, found again by its marker and changed in place. */
import { apiRefusal } from '../workflow/api-error'
import type { Comment } from '../report/comment'

/** A comment on the pull request. */
export interface PostedComment {
  readonly id: number
  readonly body: string
  /** Null where the API does not say. */
  readonly login: string | null
  readonly isBot: boolean
}

/** The few calls of the API that a sticky comment needs, on one pull request; each throws what the client throws. */
export interface CommentPort {
  /** Pages count from 1; `more` says whether another follows. */
  list(
    page: number,
  ): Promise<{ readonly comments: readonly PostedComment[]; readonly more: boolean }>
  /** The login that owns the token. Throws for the token of a job, which belongs to no user. */
  self(): Promise<string>
  create(body: string): Promise<void>
  update(id: number, body: string): Promise<void>
}

/** Why no comment was written. */
export type CommentProblem =
  | 'not-composed'
  | 'out-of-time'
  | 'unreachable'
  | 'bad-token'
  | 'locked'
  | 'no-permission'
  | 'not-found'
  | 'refused'
  | 'rate-limit'
  | 'server-fault'

/** What became of the comment. `unneeded`: nothing to report, and no older report to replace. */
export type CommentOutcome =
  | { readonly done: 'created' | 'updated' | 'unneeded' }
  /** `status` is that of the answer; null without one. */
  | { readonly done: 'failed'; readonly problem: CommentProblem; readonly status: number | null }

/**
 * Changes the comment of an earlier run, or writes a new one unless there is nothing to report. Never throws, not even if the
 * words can't be composed: the verdict is known by then. `connect` opens the client. The signal ends its calls, and shows here
 * that it ended them.
 */
export async function stickyComment(
  compose: () => Comment,
  connect: () => Promise<CommentPort>,
  signal: AbortSignal,
): Promise<CommentOutcome> {
  let comment: Comment
  try {
    comment = compose()
  } catch {
    return { done: 'failed', problem: 'not-composed', status: null }
  }
  try {
    const port = await connect()
    const earlier = await find(port, comment.marker)
    if (earlier !== null) {
      if (earlier.body.trim() !== comment.body.trim()) await port.update(earlier.id, comment.body)
      return { done: 'updated' }
    }
    if (comment.isPass) return { done: 'unneeded' }
    await port.create(comment.body)
    return { done: 'created' }
  } catch (error) {
    return signal.aborted
      ? { done: 'failed', problem: 'out-of-time', status: null }
      : { done: 'failed', ...problemOf(error) }
  }
}

/** Anyone can write the marker into a comment, so the author must be a bot, or whoever owns the token. */
async function find(port: CommentPort, marker: string): Promise<PostedComment | null> {
  const ofPeople: PostedComment[] = []
  for (let page = 1; ; page++) {
    const { comments, more } = await port.list(page)
    const marked = comments.filter(({ body }) => body.startsWith(marker))
    const ofBot = marked.find(({ isBot }) => isBot)
    if (ofBot) return ofBot
    ofPeople.push(...marked)
    if (!more) break
  }
  if (ofPeople.length === 0) return null
  const self = await port.self().catch(() => null)
  return ofPeople.find(({ login }) => login !== null && login === self) ?? null
}

/** What an error of the client means (docs.github.com, REST API: troubleshooting). */
function problemOf(error: unknown): {
  readonly problem: CommentProblem
  readonly status: number | null
} {
  const { status, isRateLimit, message } = apiRefusal(error)
  if (status === null) return { problem: 'unreachable', status }
  if (isRateLimit) return { problem: 'rate-limit', status }
  return { problem: problemOfStatus(status, message), status }
}

function problemOfStatus(status: number, message: string): CommentProblem {
  if (status === 401) return 'bad-token'
  if (status === 403 && /\block(ed)?\b/i.test(message)) return 'locked'
  if (status === 403) return 'no-permission'
  if (status === 404) return 'not-found'
  return status >= 500 ? 'server-fault' : 'refused'
}
