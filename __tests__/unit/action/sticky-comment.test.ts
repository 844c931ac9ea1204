import { describe, expect, it } from '@jest/globals'
import { pullRequestNumber } from '../../../src/action/event'
import {
  type CommentPort,
  type PostedComment,
  stickyComment,
} from '../../../src/action/sticky-comment'

const comment = { marker: '<!-- m -->', body: '<!-- m -->\n\nbroken\n', isPass: false }
const pass = { ...comment, body: '<!-- m -->\n\nfine\n', isPass: true }
const bot: PostedComment = { id: 1, body: '<!-- m -->\n\nold', login: 'app[bot]', isBot: true }
const person: PostedComment = { ...bot, id: 2, login: 'octocat', isBot: false }

/** A pull request with pages of comments, that records the calls. */
function pull(pages: readonly (readonly PostedComment[])[], self = '') {
  const calls: string[] = []
  const port: CommentPort = {
    list: (page) => {
      calls.push(`list ${String(page)}`)
      return Promise.resolve({ comments: pages[page - 1] ?? [], more: page < pages.length })
    },
    self: () => (self === '' ? Promise.reject(new Error('403')) : Promise.resolve(self)),
    create: (body) => {
      calls.push(`create ${body}`)
      return Promise.resolve()
    },
    update: (id, body) => {
      calls.push(`update ${String(id)} ${body}`)
      return Promise.resolve()
    },
  }
  return { calls, port }
}

const { signal } = new AbortController()
const stick = (port: CommentPort, words = comment) =>
  stickyComment(
    () => words,
    () => Promise.resolve(port),
    signal,
  )

describe('a sticky comment', () => {
  it('is created when there is none', async () => {
    const { calls, port } = pull([[{ ...bot, body: 'quoted <!-- m -->' }]])
    expect(await stick(port)).toEqual({ done: 'created' })
    expect(calls).toEqual(['list 1', `create ${comment.body}`])
  })

  it('is updated on the page where it is, and no later page is requested', async () => {
    const { calls, port } = pull([[person], [bot], []])
    expect(await stick(port)).toEqual({ done: 'updated' })
    expect(calls).toEqual(['list 1', 'list 2', `update 1 ${comment.body}`])
  })

  it('is not written twice', async () => {
    const { calls, port } = pull([[{ ...bot, body: comment.body.trim() }]])
    expect(await stick(port)).toEqual({ done: 'updated' })
    expect(calls).toEqual(['list 1'])
  })

  it('of a person is changed only with the token of that person', async () => {
    expect(await stick(pull([[person]], 'octocat').port)).toEqual({ done: 'updated' })
    expect(await stick(pull([[person]], 'hubot').port)).toEqual({ done: 'created' })
    expect(await stick(pull([[person]]).port)).toEqual({ done: 'created' })
    expect(await stick(pull([[{ ...person, login: null }]]).port)).toEqual({ done: 'created' })
  })

  it('of a pass replaces one, and is never new', async () => {
    expect(await stick(pull([[]]).port, pass)).toEqual({ done: 'unneeded' })
    const { calls, port } = pull([[bot]])
    expect(await stick(port, pass)).toEqual({ done: 'updated' })
    expect(calls).toContain(`update 1 ${pass.body}`)
  })
})

describe('a comment that can not be written', () => {
  const failure = (status: number, message = '', headers: object = {}) =>
    Object.assign(new Error(message), { response: { status, headers } })

  it.each([
    ['bad-token', failure(401)],
    ['no-permission', failure(403, 'Resource not accessible by integration')],
    ['no-permission', failure(403, 'Blocked')],
    ['locked', failure(403, 'Unable to create comment because issue is locked.')],
    ['rate-limit', failure(403, 'You have exceeded a secondary rate limit')],
    ['rate-limit', failure(403, '', { 'retry-after': '60' })],
    ['rate-limit', failure(403, '', { 'x-ratelimit-remaining': '0' })],
    ['rate-limit', failure(429)],
    ['not-found', failure(404)],
    ['refused', failure(410)],
    ['refused', failure(422)],
    ['server-fault', failure(502)],
    ['unreachable', Object.assign(new Error('ECONNREFUSED'), { status: 500 })],
    ['unreachable', new TypeError('Invalid URL')],
  ])('tells %s', async (problem, error) => {
    const port = { ...pull([[]]).port, create: () => Promise.reject(error) }
    expect(await stick(port)).toMatchObject({ done: 'failed', problem })
  })

  it('reports that the time was over, and its own faults', async () => {
    const port = { ...pull([]).port, list: () => Promise.reject(new Error('aborted')) }
    const connect = () => Promise.resolve(port)
    expect(await stickyComment(() => comment, connect, AbortSignal.abort())).toMatchObject({
      problem: 'out-of-time',
    })
    const throws = () => {
      throw new Error('a fault')
    }
    expect(await stickyComment(throws, connect, signal)).toMatchObject({ problem: 'not-composed' })
  })
})

it.each([
  [7, { pull_request: { number: 7 } }],
  [7, { issue: { number: 7, pull_request: {} } }],
  [null, { issue: { number: 7 } }],
  [null, { number: 7 }],
  [null, { pull_request: { number: '7/../8' } }],
  [null, { pull_request: { number: -1 } }],
  [null, null],
])('the pull request is %s for the event %j', (number, event) => {
  expect(pullRequestNumber(event)).toBe(number)
})
