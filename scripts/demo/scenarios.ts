import {
  type ActionOptions,
  type ActionRun,
  runAction,
} from '../../__tests__/fake-runner/run-action'
import { newKeyPair } from '../../__tests__/fixtures/key-pair'
import { closedPort, startServer } from './server'

/** One run of the action against our own server. */
export interface Scenario {
  readonly name: string
  /** What is wrong, as a heading. */
  readonly title: string
  readonly run: () => Promise<ActionRun>
}

const key = newKeyPair()

export const scenarios: readonly Scenario[] = [
  {
    name: 'healthy',
    title: 'A healthy server',
    run: () => withServer(key.public, (port) => ({ port, key: key.private })),
  },
  {
    name: 'wrong-port',
    title: 'A port that refuses, while SSH answers on another one',
    async run() {
      const closed = await closedPort()
      return withServer(key.public, () => ({ port: closed, key: key.private }), [2222, 65002])
    },
  },
  {
    name: 'key-rejected',
    title: 'A key that the server does not accept',
    run: () => withServer(newKeyPair().public, (port) => ({ port, key: key.private })),
  },
  {
    name: 'corrupt-key',
    title: 'A secret whose key lost its line breaks',
    run: () =>
      withServer(key.public, (port) => ({ port, key: key.private.trim().replaceAll('\n', ' ') })),
  },
]

interface Target {
  readonly port: number
  readonly key: string
}

/** Starts a server, runs the real bundle as a runner would run it in a workflow, and closes the server. */
async function withServer(
  authorized: string,
  targetOf: (port: number) => Target,
  ports?: readonly number[],
): Promise<ActionRun> {
  const server = await startServer(authorized, ports)
  try {
    return await runAction(stepFor(targetOf(server.port)))
  } finally {
    server.close()
  }
}

function stepFor({ port, key: text }: Target): ActionOptions {
  return {
    inputs: { host: '127.0.0.1', port: String(port), username: 'deploy', key: text },
    secrets: [text],
    env: { RUNNER_ENVIRONMENT: 'self-hosted' },
    workflow: {
      path: '.github/workflows/deploy.yml',
      job: 'deploy',
      action: '__ssh-preflight_ssh-preflight',
      text: workflow(port),
    },
  }
}

const workflow = (port: number) => `name: Deploy
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  deploy:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@v5
      - uses: ssh-preflight/ssh-preflight@v1
        with:
          host: 127.0.0.1
          port: ${String(port)}
          username: deploy
          key: \${{ secrets.SSH_KEY }}
      - run: ./deploy.sh
`
