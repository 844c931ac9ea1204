import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { runAction, type WorkflowFile } from '../fake-runner/run-action'
import { markedLines, shapes } from '../fixtures/workflow-shapes'
import { expectNoSecret } from './no-secret'
import { ed25519Key, freePort, type Listening, sshServer } from './servers'

jest.setTimeout(60_000)

const text = `name: Deploy
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ssh-preflight/ssh-preflight@v1
        with:
          host: \${{ secrets.SSH_HOST }}
          port: \${{ vars.SSH_PORT }}
          username: deploy
          key: \${{ secrets.SSH_KEY }}
`

const lines = { uses: 8, host: 10, port: 11, username: 12, key: 13 }

const workflow: WorkflowFile = {
  path: '.github/workflows/deploy.yml',
  text,
  job: 'deploy',
  action: '__ssh-preflight_ssh-preflight',
}

const key = ed25519Key()

let server: Listening
beforeAll(async () => {
  server = await sshServer({ authorized: key })
})
afterAll(() => server.close())

const run = (changes: Readonly<Record<string, string>>, file = workflow) =>
  runAction({
    inputs: { host: '127.0.0.1', port: String(server.port), username: 'deploy', key, ...changes },
    secrets: [key],
    workflow: file,
  })

describe('the annotation is on the line of the input that is wrong', () => {
  it.each([
    ['a host that is a URL', { host: 'https://example.com' }, lines.host, 'input/host-malformed'],
    ['a host that is no name', { host: 'no-such-name.invalid' }, lines.host, 'dns/'],
    ['an empty secret', { host: '' }, lines.host, 'input/secret-empty'],
    ['a key that came out empty', { key: '' }, lines.key, 'input/secret-empty'],
    ['a port that is none', { port: '22/tcp' }, lines.port, 'input/port-invalid'],
    [
      'a user with a blank',
      { username: 'the deploy user' },
      lines.username,
      'input/username-malformed',
    ],
    [
      'a public key',
      {
        key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHH9uEmYYj6iYoJAEmdfNUeFZlf9BOp25fjdku39HNqD me',
      },
      lines.key,
      'key/public-key',
    ],
    ['a key cut short', { key: key.slice(0, 200) }, lines.key, 'key/truncated'],
  ])('%s', async (_name, changes, line, cause) => {
    const { annotations, exitCode, outputs } = await run(changes)
    expect(exitCode).toBe(1)
    expect(outputs['cause']).toContain(cause)
    expect(annotations[0]).toMatchObject({ level: 'error', file: workflow.path, line })
  })

  it('a port on which nothing listens', async () => {
    const { annotations, outputs } = await run({ port: String(await freePort()) })
    expect(outputs['cause']).toBe('tcp/not-listening')
    expect(annotations[0]).toMatchObject({ file: workflow.path, line: lines.port })
  })

  it('a key that the server does not take', async () => {
    const { annotations, outputs } = await run({ key: ed25519Key() })
    expect(outputs['cause']).toBe('auth/key-rejected')
    expect(annotations[0]).toMatchObject({ file: workflow.path, line: lines.key })
  })
})

describe('the annotation is on the line in every shape of a workflow file', () => {
  const own = '__ssh-preflight_ssh-preflight'

  it.each(shapes)('$what', async ({ text: file, job = 'deploy', action = own, repository }) => {
    const step = await runAction({
      inputs: { host: '', username: 'deploy', key },
      secrets: [key],
      workflow: { path: workflow.path, text: file, job, action },
      env: repository === undefined ? {} : { GITHUB_ACTION_REPOSITORY: repository },
    })
    const { host, uses } = markedLines(file)
    expect(step.annotations).toMatchObject([{ level: 'error', file: workflow.path }])
    expect(step.annotations[0]?.line).toBe(host ?? uses)
  })
})

describe('what an annotation says', () => {
  it('names the expression that came out empty', async () => {
    const { annotations } = await run({ host: '' })
    expect(annotations[0]?.message).toContain('secrets.SSH_HOST')
  })

  it('links the page of the cause', async () => {
    const { annotations } = await run({ port: 'ssh' })
    expect(annotations[0]?.message).toContain(
      'https://github.com/ssh-preflight/ssh-preflight/blob/v1/docs/causes/input/port-invalid.md',
    )
  })

  it('has no host, user or port in its title, which no runner masks', async () => {
    const { annotations } = await run({ port: String(await freePort()) })
    for (const { title } of annotations) expect(title).not.toMatch(/127\.0\.0\.1|\d{4,}/)
  })
})

describe('where our step is not known for certain', () => {
  it('the line is that of uses when the input is not set there', async () => {
    const without = { ...workflow, text: text.replace(/^ {10}(host|port):.*\n/gm, '') }
    const { annotations } = await run({ port: '22/tcp' }, without)
    expect(annotations[0]).toMatchObject({ file: workflow.path, line: lines.uses })
  })

  it('there is no line when two steps use us and the runner numbers them', async () => {
    const again = '      - uses: ssh-preflight/ssh-preflight@v1\n'
    const { annotations } = await run(
      { host: '' },
      { ...workflow, text: text + again, action: '3' },
    )
    expect(annotations[0]).toMatchObject({ level: 'error', file: null, line: null })
  })

  it('there is no line in a file that is no YAML', async () => {
    const file = { ...workflow, text: text.replace('  deploy:', '\tdeploy:') }
    const step = await run({ host: '' }, file)
    expect(step.annotations[0]).toMatchObject({ level: 'error', file: null })
    expectNoSecret(step, [key])
  })

  it.each([
    [
      'a step of a composite action, whose id may be one of the job too',
      { GITHUB_ACTION_PATH: '/home/runner/work/_actions/acme/deploy/v1' },
      workflow,
    ],
    ['a checkout into a folder', {}, { ...workflow, path: `app/${workflow.path}` }],
    [
      'a job that may stand in a file that this one calls',
      {},
      { ...workflow, text: text.replace('jobs:', 'jobs:\n  other:\n    uses: ./x.yml') },
    ],
  ])('there is no line in %s', async (_what, env, file) => {
    const step = await runAction({
      inputs: { host: '', username: 'deploy', key },
      secrets: [key],
      workflow: file,
      contexts: { 'job.workflow_file_path': '', 'job.workflow_repository': '' },
      env: {
        GITHUB_WORKFLOW_REF: `octocat/shop/${workflow.path}@refs/heads/main`,
        ...env,
      },
    })
    expect(step.annotations).toMatchObject([{ level: 'error', file: null, line: null }])
  })

  it('the second of two steps is distinguished from the first by its id', async () => {
    const twice = text + text.slice(text.indexOf('      - uses: ssh-preflight'))
    const action = '__ssh-preflight_ssh-preflight_2'
    const { annotations } = await run({ host: '' }, { ...workflow, text: twice, action })
    expect(annotations[0]).toMatchObject({ file: workflow.path, line: lines.host + 6 })
  })
})
