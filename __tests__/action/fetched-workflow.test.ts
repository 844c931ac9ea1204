import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type ActionOptions, runAction } from '../fake-runner/run-action'
import { type Fault, type GithubApi, githubApi } from './github-api'
import { expectMaskedFirst, expectNoSecret } from './no-secret'
import { ed25519Key, rawServer } from './servers'

jest.setTimeout(60_000)

const key = ed25519Key()
const token = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const sha = '0123456789abcdef0123456789abcdef01234567'
const path = '.github/workflows/deploy.yml'

const text = `on: push
jobs:
  deploy:
    steps:
      - uses: ssh-preflight/ssh-preflight@v1
        with:
          host: \${{ secrets.SSH_HOST }}
          username: deploy
          key: \${{ secrets.SSH_KEY }}
`

let api: GithubApi
beforeAll(async () => {
  api = await githubApi()
  api.files.set(`octocat/shop/${path}@${sha}`, text)
})
afterAll(() => api.close())

/** A step whose host came out empty, in a job without a checkout. */
async function run(inputs: Readonly<Record<string, string>> = {}, changes: ChangesOf = {}) {
  const { fault, contexts, ...rest } = changes
  api.requests.length = 0
  api.tokens.length = 0
  if (fault) api.faults.set('GET', fault)
  const step = await runAction({
    inputs: { host: '', username: 'deploy', key, github_token: token, ...inputs },
    secrets: [key, token],
    contexts: {
      'job.workflow_file_path': path,
      'job.workflow_repository': 'octocat/shop',
      'job.workflow_sha': sha,
      ...contexts,
    },
    ...rest,
    env: { GITHUB_API_URL: api.url, ...rest.env },
  })
  api.faults.clear()
  expectNoSecret(step, [key, token])
  return step
}

type ChangesOf = Partial<ActionOptions> & { readonly fault?: Fault }

describe('a workflow file that is not on disk', () => {
  it('is read through the API, and gives the line and the name of the secret', async () => {
    const step = await run()
    expect(step.annotations).toMatchObject([
      { level: 'error', file: path, line: 7, message: expect.stringContaining('secrets.SSH_HOST') },
    ])
    expect(api.requests).toEqual([
      `GET /repos/octocat/shop/contents/${encodeURIComponent(path)}?ref=${sha}`,
    ])
    expect(api.tokens).toEqual([`token ${token}`])
    expectMaskedFirst(step, [token])
  })

  it('is that of the caller on runners that do not tell more', async () => {
    const contexts = { 'job.workflow_file_path': '', 'job.workflow_sha': '' }
    const step = await run({}, { contexts })
    expect(step.annotations).toMatchObject([{ file: path, line: 7 }])
  })

  it('may be of another repository: then words name the line, as no annotation can be there', async () => {
    const commit = 'b'.repeat(40)
    api.files.set(`acme/flows/.github/workflows/ship.yml@${commit}`, text)
    const step = await run(
      {},
      {
        contexts: {
          'job.workflow_file_path': '.github/workflows/ship.yml',
          'job.workflow_repository': 'acme/flows',
          'job.workflow_sha': commit,
        },
      },
    )
    expect(step.annotations).toMatchObject([
      {
        file: null,
        line: null,
        message: expect.stringContaining(
          'In acme/flows/.github/workflows/ship.yml@bbbbbbb, line 7.',
        ),
      },
    ])
  })

  it('is not asked for without a token, or when it is on disk', async () => {
    const without = await run({ github_token: '' })
    expect(without.annotations).toMatchObject([{ level: 'error', file: null }])
    const workflow = { path, text, job: 'deploy', action: '__ssh-preflight_ssh-preflight' }
    const onDisk = await run({}, { workflow })
    expect(onDisk.annotations).toMatchObject([{ file: path, line: 7 }])
    expect(api.requests).toEqual([])
  })
})

describe('without the file', () => {
  const faults: readonly (readonly [string, Fault, string])[] = [
    ['the token is not valid', { status: 401, message: 'Bad credentials' }, 'is not valid'],
    [
      'the token may not read',
      { status: 403, message: 'Resource not accessible by integration' },
      'contents: read allows that (the GitHub API answered 403)',
    ],
    [
      'it is not found, or the repository is private',
      { status: 404, message: 'Not Found' },
      'no permission to read it',
    ],
    [
      'the rate is used up',
      { status: 403, message: 'API rate', headers: { 'x-ratelimit-remaining': '0' } },
      'too many requests',
    ],
    ['there were too many requests', { status: 429, message: 'Slow down' }, 'too many requests'],
    ['the API is broken', { status: 502, message: 'Bad Gateway ::error::x' }, 'has a fault'],
    ['the API hangs up', 'reset', 'can not be reached'],
    ['the answer is cut off', { cut: '{"type":"file","content":"' }, 'GitHub API'],
    ['the answer is no JSON', { body: '::error::injected' }, 'no file'],
    [
      'the content is cut off',
      { body: { type: 'file', encoding: 'base64', size: text.length, content: 'am9i' } },
      'incomplete',
    ],
  ]

  it.each(faults)('the step says why, and nothing else changes: %s', async (_what, fault, why) => {
    const step = await run({}, { fault })
    expect(step.exitCode).toBe(1)
    expect(step.outputs['cause']).toBe('input/secret-empty')
    expect(step.annotations).toMatchObject([{ level: 'error', file: null, line: null }])
    const [line] = /^The workflow file gives no lines: .*$/m.exec(step.log) ?? []
    expect(line).toContain(why)
    expect(api.requests).toHaveLength(1)
  })

  it.each([
    ['over 1 MB', `${text}#${'x'.repeat(1_100_000)}`, 'too large'],
    ['over half of one', `${text}#${'x'.repeat(600_000)}`, 'too large'],
    ['without our job', 'jobs: {}', 'has no job deploy'],
    ['that is no YAML', 'jobs: [', 'is not valid YAML'],
  ])('a file %s gives no line', async (_what, content, why) => {
    const commit = 'c'.repeat(40)
    api.files.set(`octocat/shop/${path}@${commit}`, content)
    const step = await run({}, { contexts: { 'job.workflow_sha': commit } })
    expect(step.log).toContain(why)
    expect(step.annotations).toMatchObject([{ level: 'error', file: null }])
  })

  it('because the API does not answer, the verdict still comes in time', async () => {
    const silent = await rawServer(() => undefined)
    const inputs = { host: '127.0.0.1', port: String(silent.port), timeout: '3s', probe: 'off' }
    const step = await run(inputs, { fault: 'hang' })
    await silent.close()
    expect(step.log).toContain('the GitHub API took too long')
    expect(step.outputs['cause']).toBe('banner/silent')
    expect(step.ms).toBeLessThan(3000 + 2000)
  })

  it('because the address of the API is none', async () => {
    const step = await run({}, { env: { GITHUB_API_URL: 'not an address' } })
    expect(step.exitCode).toBe(1)
    expect(step.log).toContain('the GitHub API can not be reached')
  })
})
