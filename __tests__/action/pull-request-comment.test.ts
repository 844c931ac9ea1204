import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals'
import { type ActionOptions, runAction } from '../fake-runner/run-action'
import { type Fault, type GithubApi, githubApi } from './github-api'
import { expectMaskedFirst, expectNoSecret } from './no-secret'
import { ed25519Key, freePort, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

const key = ed25519Key()
const token = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const pull = { name: 'pull_request', payload: { pull_request: { number: 7 } } }

let server: Listening
let api: GithubApi
let closed: number
beforeAll(async () => {
  server = await sshServer({ authorized: key })
  closed = await freePort()
})
afterAll(() => server.close())
beforeEach(async () => {
  api = await githubApi()
})
afterEach(() => api.close())

async function run(
  port: number,
  inputs: Readonly<Record<string, string>> = {},
  changes: Partial<ActionOptions> = {},
) {
  const step = await runAction({
    inputs: {
      host: '127.0.0.1',
      port: String(port),
      username: 'deployer',
      key,
      comment: 'true',
      github_token: token,
      probe: 'off',
      ...inputs,
    },
    secrets: [key, token],
    event: pull,
    contexts: { 'strategy.job-index': '0' },
    ...changes,
    env: { GITHUB_API_URL: api.url, ...changes.env },
  })
  expectNoSecret(step, [key, token])
  return step
}

type Changes = readonly [Readonly<Record<string, string>>?, Partial<ActionOptions>?]
const broken = (...changes: Changes) => run(closed, ...changes)
const healthy = (...changes: Changes) => run(server.port, ...changes)

/** The calls about comments; with a token the workflow file is asked for as well, as nothing is checked out here. */
const calls = () => api.requests.filter((request) => !request.includes('/contents/'))

const bodies = () => api.comments.map(({ body }) => body)
const notices = ({ annotations }: Awaited<ReturnType<typeof run>>) =>
  annotations.filter(({ title }) => title === 'No comment on the pull request')

describe('the comment on a pull request', () => {
  it('is one, written for a fault, changed in place, and turned when the run passes', async () => {
    const first = await broken()
    expect(first.exitCode).toBe(1)
    expect(first.log).toContain('Comment on the pull request: created.')
    expectMaskedFirst(first, [token])
    expect(bodies()).toEqual([
      expect.stringMatching(/^<!-- ssh-preflight [0-9a-f]{16} -->\n\n### ❌ /),
    ])
    expect(bodies()[0]).toContain('(https://github.com/octocat/shop/actions/runs/1)')

    const second = await broken({ username: '' })
    expect(second.log).toContain('Comment on the pull request: updated.')
    expect(bodies()).toEqual([expect.stringContaining('input/username-missing')])

    const third = await healthy()
    expect(third.exitCode).toBe(0)
    expect(bodies()).toEqual([expect.stringContaining('✅ **SSH Preflight now passes.**')])
    expect(new Set(api.tokens)).toEqual(new Set([`token ${token}`]))
  })

  it('is not written for a run that passes', async () => {
    const step = await healthy()
    expect(step.log).toContain('Comment on the pull request: unneeded.')
    expect(calls()).toEqual(['GET /repos/octocat/shop/issues/7/comments?page=1&per_page=100'])
  })

  it('is found behind a hundred others, and not among those of other people', async () => {
    await broken()
    const [own] = api.comments.splice(0)
    const body = own?.body ?? ''
    const person = { login: 'mallory', type: 'User' }
    for (let id = 1; id <= 100; id++) api.comments.push({ id, user: person, body: `${body}copy` })
    api.comments.push({ id: 101, user: { login: 'github-actions[bot]', type: 'Bot' }, body })
    await healthy()
    expect(api.comments).toHaveLength(101)
    expect(api.comments.filter(({ body: text }) => text.includes('now passes'))).toMatchObject([
      { id: 101 },
    ])
  })

  it('is found again when the token is that of a person', async () => {
    api.owner = 'octocat'
    await broken()
    await broken({ username: '' })
    expect(bodies()).toEqual([expect.stringContaining('input/username-missing')])
    api.owner = 'hubot'
    await broken()
    expect(api.comments.map(({ user }) => user.login)).toEqual(['octocat', 'hubot'])
  })

  it('is another for another job, step and place in the matrix', async () => {
    await broken()
    await broken({}, { contexts: { 'strategy.job-index': '1' } })
    await broken({}, { env: { GITHUB_JOB: 'staging' } })
    await broken({}, { env: { GITHUB_ACTION: '__ssh-preflight_ssh-preflight_2' } })
    expect(new Set(bodies().map((body) => body.split('\n')[0])).size).toBe(4)
  })

  it('redacts what no runner masks there: values that do not are in the workflow file', async () => {
    await broken()
    expect(bodies()[0]).not.toMatch(/127\.0\.0\.1|deployer/)
    expect(bodies()[0]).not.toContain(String(closed))
    expect(bodies()[0]).toContain('***')
  })

  it('comes to a pull request that is commented on', async () => {
    const payload = { issue: { number: 7, pull_request: { url: 'https://api.github.com/' } } }
    await broken({}, { event: { name: 'issue_comment', payload } })
    expect(bodies()).toHaveLength(1)
  })
})

describe('without a comment', () => {
  const refused: readonly (readonly [string, string, Fault, string])[] = [
    [
      'the token may only read',
      'POST',
      { status: 403, message: 'Resource not accessible by integration' },
      'add pull-requests: write to the permissions of the job (the GitHub API answered 403)',
    ],
    [
      'the conversation is locked',
      'POST',
      { status: 403, message: 'Unable to create comment because issue is locked.' },
      'The conversation of the pull request is locked (',
    ],
    [
      'the token is no longer valid',
      'GET',
      { status: 401, message: 'Bad credentials' },
      'is invalid',
    ],
    ['nothing is found', 'GET', { status: 404, message: 'Not Found' }, 'pull-requests: write'],
    ['the comment is not taken', 'POST', { status: 422, message: 'Validation Failed' }, 'refused'],
    [
      'there were too many requests',
      'GET',
      { status: 429, message: 'Too many requests', headers: { 'retry-after': '60' } },
      'Too many requests',
    ],
    [
      'the rate is limited a second time',
      'POST',
      { status: 403, message: 'You have exceeded a secondary rate limit.' },
      'Too many requests',
    ],
    [
      'the rate is used up',
      'GET',
      { status: 403, message: 'API rate', headers: { 'x-ratelimit-remaining': '0' } },
      'Too many requests',
    ],
    ['the API is broken', 'GET', { status: 500, message: 'Server Error' }, 'has a fault'],
    ['the API hangs up', 'GET', 'reset', 'cannot be reached'],
  ]

  it.each(refused)('when %s', async (_what, method, fault, said) => {
    api.faults.set(method, fault)
    const step = await broken()
    expect(step.exitCode).toBe(1)
    expect(step.outputs['cause']).toBe('tcp/not-listening')
    expect(step.summary).toContain('❌')
    expect(notices(step)).toMatchObject([
      { level: 'notice', message: expect.stringContaining(said) },
    ])
    expect(bodies()).toEqual([])
    expect(calls().length).toBeLessThan(3)
  })

  it('a run that passes stays one', async () => {
    api.faults.set('GET', { status: 500, message: 'Server Error' })
    const step = await healthy()
    expect(step.exitCode).toBe(0)
    expect(notices(step)).toHaveLength(1)
  })

  it('when the API does not answer in ten seconds', async () => {
    api.faults.set('GET', 'hang')
    const step = await broken()
    expect(notices(step)).toMatchObject([{ message: expect.stringContaining('took too long') }])
    expect(step.ms).toBeGreaterThan(9_900)
    expect(step.ms).toBeLessThan(20_000)
  })

  it('says that the token of a fork can only read', async () => {
    api.faults.set('POST', { status: 403, message: 'Resource not accessible by integration' })
    const head = { repo: { full_name: 'mallory/shop' } }
    const base = { repo: { full_name: 'octocat/shop' } }
    const payload = { pull_request: { number: 7, head, base } }
    const step = await broken({}, { event: { name: 'pull_request', payload } })
    expect(notices(step)).toMatchObject([{ message: expect.stringContaining('from forks') }])
  })

  it('says that the token of Dependabot can only read', async () => {
    api.faults.set('POST', { status: 403, message: 'Resource not accessible by integration' })
    const step = await broken({}, { contexts: { 'github.secret_source': 'Dependabot' } })
    expect(notices(step)).toMatchObject([{ message: expect.stringContaining('Dependabot') }])
  })

  it('asks for a token', async () => {
    const step = await broken({ github_token: '' })
    expect(notices(step)).toMatchObject([
      { message: expect.stringContaining('github_token: ${{ github.token }}') },
    ])
    expect(calls()).toEqual([])
  })

  it('asks for no comments where the event has no pull request, or nobody wants a comment', async () => {
    const step = await broken({}, { event: { name: 'push', payload: {} } })
    expect(step.log).toContain('No comment: the event (push) belongs to no pull request.')
    expect(notices(step)).toEqual([])
    await broken({ comment: 'false' })
    expect(calls()).toEqual([])
  })

  it('survives an address of the API that is none', async () => {
    const step = await broken({}, { env: { GITHUB_API_URL: 'not an address' } })
    expect(step.outputs['cause']).toBe('tcp/not-listening')
    expect(notices(step)).toHaveLength(1)
  })
})
