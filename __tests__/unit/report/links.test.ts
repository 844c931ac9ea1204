import { describe, expect, it } from '@jest/globals'
import type { RunnerFacts } from '../../../src/facts'
import { runnerFacts } from '../../../src/action/runner'
import { editPage, linePage, secretsPage } from '../../../src/report/links'

const commit = 'c'.repeat(40)
const file = { path: '.github/workflows/dep loy#1.yml' }

const runnerOf = (env: NodeJS.ProcessEnv): RunnerFacts =>
  runnerFacts({
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_WORKFLOW_SHA: commit,
      GITHUB_REF: 'refs/heads/feature/x',
      ...env,
    },
    os: 'linux',
    event: null,
    secretSource: '',
    interfaces: {},
    accountName: 'runner',
  })

describe('links to the repository that runs', () => {
  it('lead to the line, the editor and the secrets', () => {
    const runner = runnerOf({})
    expect(linePage(runner, file, 11)).toBe(
      `https://github.com/octo/shop/blob/${commit}/.github/workflows/dep%20loy%231.yml#L11`,
    )
    expect(editPage(runner, file)).toBe(
      'https://github.com/octo/shop/edit/feature/x/.github/workflows/dep%20loy%231.yml',
    )
    expect(secretsPage(runner)).toBe('https://github.com/octo/shop/settings/secrets/actions')
  })

  it('are those of Gitea and Forgejo there', () => {
    const runner = runnerOf({ FORGEJO_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://code.example' })
    expect(linePage(runner, file, 2)).toContain(
      `https://code.example/octo/shop/src/commit/${commit}/`,
    )
    expect(editPage(runner, file)).toContain('https://code.example/octo/shop/_edit/feature/x/')
    expect(secretsPage(runner)).toBe('https://code.example/octo/shop/settings/actions/secrets')
  })

  it('lead to the branch of a pull request, and to the other repository of a reusable workflow', () => {
    const runner = runnerOf({ GITHUB_REF: 'refs/pull/3/merge', GITHUB_HEAD_REF: 'fix' })
    expect(editPage(runner, file)).toContain('/edit/fix/')
    const from = { repository: 'octo/shared', commit: 'd'.repeat(40) }
    expect(linePage(runner, { ...file, from }, 1)).toContain(`/octo/shared/blob/${from.commit}/`)
    expect(editPage(runner, { ...file, from })).toBeNull()
  })

  it.each([
    { GITHUB_REPOSITORY: '' },
    { GITHUB_SERVER_URL: 'javascript:alert(1)' },
    { GITHUB_WORKFLOW_SHA: 'main', GITHUB_SHA: '' },
  ])('are not there for %j', (env) => {
    const runner = runnerOf(env)
    expect([linePage(runner, file, 1), editPage(runner, file), secretsPage(runner)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('have no editor for a tag', () => {
    expect(editPage(runnerOf({ GITHUB_REF: 'refs/tags/v1' }), file)).toBeNull()
  })
})
