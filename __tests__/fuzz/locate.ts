import fc from 'fast-check'
import type { WorkflowFacts } from '../../src/facts'
import { readWorkflow } from '../../src/plan/read-workflow'
import { sizeOf } from './harness/corpus'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'
import type { Fact } from '../../src/facts/fact'

interface Located {
  readonly env: Readonly<Record<string, string>>
  readonly jobFile: string
  readonly jobRepository: string
  readonly jobCommit: string
  readonly commit: string | null
  readonly text: string | null
  readonly fetched: string | null
}

const hash = 'a'.repeat(40)
const value = textInputs(
  ['acme/shop', '/.github/workflows/', 'deploy.yml', '@refs/heads/main', '@', '/', '..', hash],
  ['acme/shop/.github/workflows/deploy.yml@refs/heads/main', hash],
)
const names = [
  ...['GITHUB_ACTION_PATH', 'GITHUB_JOB', 'GITHUB_ACTION', 'GITHUB_ACTION_REPOSITORY'],
  ...['GITHUB_REPOSITORY', 'GITHUB_WORKFLOW_REF', 'GITHUB_WORKFLOW_SHA', 'GITHUB_SHA'],
]
const file = `jobs:\n  deploy:\n    steps:\n      - uses: a/b@v1\n        with: { host: x }\n`
const usual = {
  GITHUB_JOB: 'deploy',
  GITHUB_ACTION: '__a_b',
  GITHUB_ACTION_REPOSITORY: 'a/b',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
}

/** What a runner tells of the workflow file, and the file. */
export const target: FuzzTarget<Located, Fact<WorkflowFacts>> = {
  inputs: fc.record({
    env: fc
      .record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
      .map((changes) => ({ ...usual, ...changes })),
    jobFile: fc.oneof(fc.constant(''), value),
    jobRepository: fc.oneof(fc.constant(''), value),
    jobCommit: fc.oneof(fc.constant(''), value),
    commit: fc.option(value),
    text: fc.option(fc.constant(file)),
    fetched: fc.option(fc.constant(file)),
  }),
  run({ text, fetched, ...located }) {
    return readWorkflow({
      ...located,
      read: () => text,
      fetch: fetched === null ? null : () => Promise.resolve({ text: fetched }),
    })
  },
  verify({ env }, fact) {
    mustBeShort('the fact', fact, 10_000 + 8 * sizeOf(env))
    if (fact.state !== 'observed') return
    const { path, from } = fact.value
    must(path.length <= 405 && !/\p{Cc}/u.test(path), `path ${JSON.stringify(path)}`)
    must(!from || /^[\da-f]{40,64}$/.test(from.commit), 'a commit is a hash')
  },
}
