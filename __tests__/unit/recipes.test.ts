import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { readWorkflow } from '../../src/plan/read-workflow'
import { readDefinition } from '../fake-runner/action-definition'

const folder = join('docs', 'recipes')
const recipes = readdirSync(folder).filter((name) => name.endsWith('.md'))
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')
const workflowOf = (name: string) => /```yaml\n([^]*?)```/.exec(textOf(name))?.[1] ?? ''

/** Recipes whose job has no deploy after the check, or is no workflow of Actions. */
const withoutDeploy = ['after-failure.md', 'schedule.md']
const ofOthers = ['gitlab.md']

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; with?: object }[] }>
  >
}

describe.each(recipes.filter((name) => !ofOthers.includes(name)))('the recipe %s', (name) => {
  const workflow = parse(workflowOf(name)) as Workflow
  const jobs = Object.entries(workflow.jobs)
  const job = jobs[0]?.[0] ?? ''
  const steps = jobs.flatMap(([, each]) => each.steps)
  const ours = steps.filter(({ uses }) => uses?.includes('ssh-preflight/ssh-preflight@v1'))

  it('has one step of ours, with inputs that it declares', () => {
    expect(ours).toHaveLength(1)
    const { inputs } = readDefinition(readFileSync('action.yml', 'utf8'))
    for (const input of Object.keys(ours[0]?.with ?? {}))
      expect([...inputs.keys()]).toContain(input)
  })

  it('is read by the check as it is: our step, and the deploy after it', async () => {
    const read = await readWorkflow({
      env: {
        GITHUB_REPOSITORY: 'octocat/shop',
        GITHUB_WORKFLOW_REF: 'octocat/shop/.github/workflows/deploy.yml@refs/heads/main',
        GITHUB_JOB: job,
        GITHUB_ACTION: '__ssh-preflight_ssh-preflight',
        GITHUB_ACTION_REPOSITORY: 'ssh-preflight/ssh-preflight',
        GITHUB_SHA: 'a'.repeat(40),
        GITHUB_WORKFLOW_SHA: 'a'.repeat(40),
        GITHUB_REF: 'refs/heads/main',
        GITHUB_EVENT_NAME: 'push',
      },
      jobFile: '',
      jobRepository: '',
      jobCommit: '',
      commit: 'a'.repeat(40),
      read: (path) => (path.endsWith('deploy.yml') ? workflowOf(name) : null),
      fetch: null,
    })
    const steps = read.state === 'observed' ? (read.value.deploySteps ?? []) : null
    expect(steps?.length).toBe(withoutDeploy.includes(name) ? 0 : 1)
  })
})

it('every recipe is in the README', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const name of recipes) expect(readme).toContain(`(docs/recipes/${name})`)
})
