import { describe, expect, it } from '@jest/globals'
import { whenRuns } from '../../../src/plan/step-condition'

const env = {
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_EVENT_NAME: 'push',
  RUNNER_OS: 'Linux',
}

describe('a step with a condition', () => {
  it.each([
    "github.ref == 'refs/heads/main'",
    "${{ github.ref == 'refs/heads/main' }}",
    "GITHUB.REF_NAME == 'Main'",
    "github.event_name == 'push' && startsWith(github.ref, 'refs/heads/')",
    "github.ref == 'refs/heads/x' || (contains(github.ref, 'main') && always())",
    "!(github.event_name == 'pull_request')",
    "endsWith(github.ref, '/main') && !failure()",
    'success()',
    'true',
    "secrets.KEY != '' || runner.os == 'linux'",
  ])('always runs: %s', (condition) => {
    expect(whenRuns(condition, env)).toBe('always')
  })

  it.each([
    "github.ref == 'refs/heads/staging'",
    "${{ github.event_name != 'push' }}",
    "startsWith(github.ref, 'refs/tags/')",
    "secrets.KEY != '' && github.ref_name == 'it''s'",
    'failure()',
    'false',
    'cancelled() || false',
  ])('never runs: %s', (condition) => {
    expect(whenRuns(condition, env)).toBe('never')
  })

  it.each([
    "inputs.environment == 'production'",
    "steps.build.outputs.changed == 'true'",
    "${{ github.ref }} == 'refs/heads/staging'",
    'github.run_attempt == 1',
    "github.head_ref == ''",
    'contains(fromJSON(\'["main"]\'), github.ref_name)',
    "github.event.pull_request.merged == true && github.ref == 'refs/heads/main'",
    "github.ref == 'refs/heads/main",
    'always(',
    '((((',
    '',
  ])('may run: %s', (condition) => {
    expect(whenRuns(condition, env)).toBe('maybe')
  })
})
