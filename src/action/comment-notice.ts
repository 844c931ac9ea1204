/** What the log says when no comment could be written: the reason, and what to add. */
import type { RunnerFacts } from '../facts'
import type { CommentProblem } from './sticky-comment'
import { literal, say, type Words } from '../text/words'

/** Title of the notice; fixed, as runners mask no titles. */
export const noticeTitle = 'No comment on the pull request'

/** `comment: true` without a token. */
export const noToken: Words = literal(
  'comment: true needs a token: add github_token: ${{ github.token }} to this step, and pull-requests: write to the permissions of the job.',
)

/** An event that belongs to no pull request: nothing is wrong. */
export function noPullRequest({ event }: RunnerFacts): Words {
  return say`No comment: the event (${event}) belongs to no pull request.`
}

/** Why no comment was written, and what helps. The verdict is elsewhere, so this is never more than a notice. */
export function problemNotice(
  problem: CommentProblem,
  status: number | null,
  runner: RunnerFacts,
): Words {
  const answer = literal(status === null ? '' : ` (the GitHub API answered ${String(status)})`)
  return say`${literal(sentences(problem, runner))}${answer}. The verdict is in the job summary.`
}

function sentences(problem: CommentProblem, { fork, secretSource }: RunnerFacts): string {
  switch (problem) {
    case 'not-composed':
      return 'SSH Preflight itself failed: the comment could not be composed'
    case 'no-permission':
      if (fork === true) return 'GitHub gives pull requests from forks a read-only token'
      if (secretSource === 'Dependabot') {
        return 'GitHub gives runs that Dependabot starts a read-only token, unless the job has pull-requests: write in its permissions'
      }
      return 'The token cannot comment: add pull-requests: write to the permissions of the job'
    case 'not-found':
      return 'The token has no access to this pull request: it must be a token of this repository, with pull-requests: write in the permissions of the job'
    case 'bad-token':
      return 'The token in github_token is invalid or has expired'
    case 'locked':
      return 'The conversation of the pull request is locked'
    case 'refused':
      return 'The comment was refused'
    case 'rate-limit':
      return 'Too many requests were made with this token: the next run tries again'
    case 'server-fault':
      return 'The GitHub API has a fault: the next run tries again'
    case 'unreachable':
      return 'The GitHub API cannot be reached from this runner'
    case 'out-of-time':
      return 'The GitHub API took too long to answer: the next run tries again'
  }
}
