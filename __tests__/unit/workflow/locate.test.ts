import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkoutAt } from '../../../src/workflow/checkout'
import type { RepositoryFile } from '../../../src/workflow/fetched-file'
import { locateStep, type WorkflowSources } from '../../../src/workflow/locate'

const text = 'jobs:\n  deploy:\n    steps:\n      - uses: acme/ssh-preflight@v1\n'
const sha = 'a'.repeat(40)

const sources: WorkflowSources = {
  env: {
    GITHUB_REPOSITORY: 'octocat/shop',
    GITHUB_WORKFLOW_REF: 'octocat/shop/.github/workflows/deploy.yml@refs/heads/main',
    GITHUB_JOB: 'deploy',
    GITHUB_ACTION: '__acme_ssh-preflight',
    GITHUB_ACTION_REPOSITORY: 'acme/ssh-preflight',
    GITHUB_SHA: sha,
    GITHUB_WORKFLOW_SHA: 'b'.repeat(40),
  },
  jobFile: '',
  jobRepository: '',
  jobCommit: '',
  read: (path) => (path === '.github/workflows/deploy.yml' ? text : null),
  commit: sha,
  fetch: null,
}

const located = async (
  changes: Partial<WorkflowSources>,
  env: Readonly<Record<string, string>> = {},
) => {
  const found = await locateStep({ ...sources, ...changes, env: { ...sources.env, ...env } })
  return 'step' in found ? found.step : null
}

const whyNot = async (...changes: Parameters<typeof located>) => {
  const [sourcesOf, env] = changes
  const found = await locateStep({ ...sources, ...sourcesOf, env: { ...sources.env, ...env } })
  return 'why' in found ? found.why : null
}

describe('where our step is looked for', () => {
  it('is the file of the workflow', async () => {
    const path = '.github/workflows/deploy.yml'
    expect(await located({})).toMatchObject({ path })
    expect(await located({ commit: null })).toMatchObject({ path })
    expect(await located({ commit: 'b'.repeat(40) })).toMatchObject({ path })
    expect(await located({})).not.toHaveProperty('from')
  })

  it('is the file of a composite action of this repository', async () => {
    const path = '.github/actions/deploy/action.yml'
    const action =
      'runs:\n  using: composite\n  steps:\n    - uses: acme/ssh-preflight@v1\n      with:\n        key: ${{ inputs.ssh-key }}\n'
    const read = (wanted: string) => (wanted === path ? action : null)
    const at = (folder: string) => ({ GITHUB_WORKSPACE: '/w', GITHUB_ACTION_PATH: folder })
    expect(await located({ read }, at('/w/./.github/actions/deploy'))).toMatchObject({
      path,
      isComposite: true,
      usesLine: 4,
      with: [{ input: 'key', line: 6, text: '${{ inputs.ssh-key }}' }],
    })
    expect(await located({ read }, at('/w/.github/actions/other'))).toBeNull()
    expect(await located({ read: () => action }, at('/_actions/acme/deploy'))).toBeNull()
  })

  it('is the file that defines the job, where the runner tells it', async () => {
    const jobFile = '.github/workflows/called.yml'
    const read = (path: string) => (path === jobFile ? text : null)
    const file = await located({ jobFile, jobRepository: 'Octocat/Shop', read })
    expect(file).toMatchObject({ path: jobFile })
    expect(file).not.toHaveProperty('from')
  })

  it.each([
    ['part of a composite action', {}, { GITHUB_ACTION_PATH: '/a' }],
    [
      'another repository',
      { jobRepository: 'acme/workflows', jobFile: '.github/workflows/x.yml' },
      {},
    ],
    ['does not tell', {}, { GITHUB_WORKFLOW_REF: '' }],
    [
      'another repository',
      {},
      { GITHUB_WORKFLOW_REF: 'acme/workflows/.github/workflows/x.yml@v1' },
    ],
    ['another commit', { commit: 'c'.repeat(40) }, {}],
    ['not checked out', { read: () => null }, {}],
    ['does not tell', { jobFile: 'hunter2', jobRepository: 'octocat/shop' }, {}],
    ['does not tell', { jobFile: 'a\nb.yml', jobRepository: 'octocat/shop' }, {}],
    ['does not tell', { jobFile: 'a.yml', jobRepository: 'hunter2' }, {}],
  ])('is nowhere: %s', async (why, changes, env) => {
    expect(await whyNot(changes, env)).toContain(why)
  })

  it('is not on disk when the job took the file from a tag of the same repository', async () => {
    const jobFile = '.github/workflows/deploy.yml'
    const jobCommit = 'd'.repeat(40)
    expect(await whyNot({ jobFile, jobCommit })).toContain('another commit')
    expect(await whyNot({ jobFile, jobCommit, commit: null })).toContain('not on disk')
    expect(await located({ jobFile, jobCommit, commit: jobCommit })).toMatchObject({
      from: { repository: 'octocat/shop', commit: jobCommit },
    })
  })
})

describe('a file that is not on disk', () => {
  const asked: RepositoryFile[] = []
  const fetch = (file: RepositoryFile) => {
    asked.push(file)
    return Promise.resolve({ text })
  }
  beforeEach(() => {
    asked.length = 0
  })

  it.each<readonly [string, Partial<WorkflowSources>]>([
    ['no checkout', { read: () => null, commit: null }],
    ['another commit', { commit: 'c'.repeat(40) }],
  ])('is fetched, of the commit that runs: %s', async (_what, changes) => {
    const file = await located({ ...changes, fetch })
    expect(file).toMatchObject({ usesLine: 4 })
    expect(file).not.toHaveProperty('from')
    expect(asked).toEqual([
      {
        repository: 'octocat/shop',
        path: '.github/workflows/deploy.yml',
        commit: 'b'.repeat(40),
      },
    ])
  })

  it('is fetched from another repository, and says so', async () => {
    const job = {
      jobFile: '.github/workflows/called.yml',
      jobRepository: 'acme/workflows',
      jobCommit: 'd'.repeat(40),
    }
    const from = { repository: 'acme/workflows', commit: 'd'.repeat(40) }
    expect(await located({ ...job, fetch })).toMatchObject({ path: job.jobFile, from })
    expect(asked).toEqual([{ ...from, path: job.jobFile }])
  })

  it('is not fetched when it is on disk, or its commit is not known', async () => {
    await located({ fetch })
    const env = { GITHUB_SHA: '', GITHUB_WORKFLOW_SHA: '' }
    expect(await whyNot({ fetch, read: () => null, commit: null }, env)).toContain('not on disk')
    const job = { jobFile: '.github/workflows/called.yml', jobRepository: 'acme/workflows' }
    expect(await whyNot({ ...job, fetch })).toContain('another repository')
    expect(asked).toEqual([])
  })

  it('may fail to arrive', async () => {
    const none = () => Promise.resolve({ why: 'the GitHub API took too long' })
    expect(await whyNot({ fetch: none, read: () => null })).toMatch(
      /is not checked out, and the GitHub API took too long$/,
    )
  })
})

describe('the checked-out repository', () => {
  const root = mkdtempSync(join(tmpdir(), 'checkout-'))
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  afterAll(() => {
    rmSync(root, { recursive: true })
  })

  it('has no commit without a repository', () => {
    expect(checkoutAt(root).commit).toBeNull()
    expect(checkoutAt('').read('package.json')).toBeNull()
  })

  it('tells its commit, detached or on a branch', () => {
    put('.git/HEAD', `${sha}\n`)
    expect(checkoutAt(root).commit).toBe(sha)
    put('.git/HEAD', 'ref: refs/heads/main\n')
    expect(checkoutAt(root).commit).toBeNull()
    put('.git/refs/heads/main', `${sha}\n`)
    expect(checkoutAt(root).commit).toBe(sha)
  })

  it('reads nothing outside', () => {
    put('a/b.yml', 'x')
    expect(checkoutAt(root).read('a/b.yml')).toBe('x')
    expect(checkoutAt(join(root, 'a')).read('../.git/HEAD')).toBeNull()
    expect(checkoutAt(root).read('/etc/passwd')).toBeNull()
    expect(checkoutAt(root).read('a')).toBeNull()
    expect(checkoutAt(join(root, 'none')).read('b.yml')).toBeNull()
  })

  it('follows no link that leads out, and reads no file without end', () => {
    put('out/real.yml', 'x')
    put('in/workflow.yml', 'x')
    symlinkSync(join(root, 'out', 'real.yml'), join(root, 'in', 'out.yml'))
    symlinkSync('workflow.yml', join(root, 'in', 'near.yml'))
    put('in/huge.yml', '#'.repeat(2_000_000))
    const inner = checkoutAt(join(root, 'in'))
    expect(inner.read('near.yml')).toBe('x')
    expect(inner.read('out.yml')).toBeNull()
    expect(inner.read('huge.yml')).toBeNull()
    const fifo = join(root, 'in', 'fifo.yml')
    if (process.platform !== 'win32') execFileSync('mkfifo', [fifo])
    expect(inner.read('fifo.yml')).toBeNull()
  })
})
