import { afterAll, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkoutAt } from '../../../src/workflow/checkout'
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
  read: (path) => (path === '.github/workflows/deploy.yml' ? text : null),
  commit: sha,
}

const locate = (changes: Partial<WorkflowSources>, env: Readonly<Record<string, string>> = {}) => {
  const fact = locateStep({ ...sources, ...changes, env: { ...sources.env, ...env } })
  return fact.state === 'observed'
    ? fact.value.path
    : fact.state === 'failed'
      ? fact.error.message
      : null
}

describe('where our step is looked for', () => {
  it('is the file of the workflow', () => {
    expect(locate({})).toBe('.github/workflows/deploy.yml')
    expect(locate({ commit: null })).toBe('.github/workflows/deploy.yml')
  })

  it('is the file that defines the job, where the runner tells it', () => {
    const jobFile = '.github/workflows/called.yml'
    const read = (path: string) => (path === jobFile ? text : null)
    expect(locate({ jobFile, jobRepository: 'Octocat/Shop', read })).toBe(jobFile)
  })

  it.each([
    ['part of a composite action', {}, { GITHUB_ACTION_PATH: '/a' }],
    ['another repository', { jobRepository: 'acme/workflows' }, {}],
    ['does not tell', {}, { GITHUB_WORKFLOW_REF: '' }],
    ['does not tell', {}, { GITHUB_WORKFLOW_REF: 'acme/workflows/.github/workflows/x.yml@v1' }],
    ['another commit', { commit: 'c'.repeat(40) }, {}],
    ['not checked out', { read: () => null }, {}],
    ['does not tell', { jobFile: 'hunter2', jobRepository: 'octocat/shop' }, {}],
    ['does not tell', { jobFile: 'a\nb.yml', jobRepository: 'octocat/shop' }, {}],
  ])('is nowhere: %s', (why, changes, env) => {
    expect(locate(changes, env)).toContain(why)
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
