import { describe, expect, it } from '@jest/globals'
import { lookUp } from '../../src/causes/find-by-name'
import { readLog } from '../../src/knowledge/messages/read-log'
import { loadInputs } from '../../src/inputs'
import type { InputName } from '../../src/facts'
import { readReport } from '../../src/report/json'
import { importServerReport } from '../../src/inputs/server-report/import-answer'
import { readServerAnswer } from '../../src/inputs/server-report/read-answer'
import { findStep } from '../../src/workflow/find-step'
import { readJob } from '../../src/plan/deploy-steps'
import { sshCommands } from '../../src/plan/ssh-commands'
import { healthy } from '../fixtures/healthy'
import { cpuMs, slowMs } from './cpu-time'
import { repetitiveTexts } from './repetitive-texts'

/** Most milliseconds of the processor, on a machine that others use too. */
const mostMs = 5000
const size = 512 * 1024

const job = (steps: string) =>
  `on: push\njobs:\n  deploy:\n    steps:\n      - uses: example/ssh-preflight@v1\n        with: {host: a}\n${steps}`
const own = {
  job: 'deploy',
  action: '__example_ssh-preflight',
  repository: 'example/ssh-preflight',
  workflowRepository: 'me/site',
  certain: true,
}
const planIn = (text: string) => {
  const found = findStep(text, 'ci.yml', own)
  return 'place' in found ? readJob(found.place, {}) : []
}
const inside = (text: string, space: string) => text.replace(/\r\n?|\n/g, `\n${space}`)

/** Every reader of text that others write. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'the server report': (text) => readServerAnswer(text, { port: 22, user: 'deploy' }),
  'the server report for several hosts': (text) =>
    importServerReport(
      `${text}\n`,
      Array.from({ length: 20 }, () => healthy.hops.target.input),
    ),
  'a workflow file': (text) => planIn(text),
  'a script in a workflow file': (text) =>
    planIn(job(`      - run: |\n          ${inside(text, '          ')}`)),
  'values in a workflow file': (text) =>
    planIn(
      job(
        `      - uses: appleboy/ssh-action@v1\n        with:\n          host: ${inside(text, '          ')}`,
      ),
    ),
  'commands of ssh': (text) => sshCommands(text, () => 'a'),
  'the words of explain': (text) => [lookUp(text), readLog(text)],
  'a saved report': (text) => readReport(text),
}

/** Inputs that are read further than to be trimmed and compared. */
const parsedInputs = [
  ...(['host', 'port', 'username', 'fingerprint', 'known_hosts', 'timeout', 'target'] as const),
  ...(['programs', 'key_path', 'proxy_host', 'password', 'key'] as const),
]

const inputs = Object.fromEntries(
  parsedInputs.map((name) => [
    `the input ${name}`,
    (text: string) => loadInputs(inputReader({ [name]: text })),
  ]),
)

const usual: Partial<Record<InputName, string>> = {
  host: 'example.com',
  username: 'deploy',
  password: 'secret-word',
}

function inputReader(given: Partial<Record<InputName, string>>) {
  return (name: InputName) => given[name] ?? usual[name] ?? ''
}

describe.each(Object.entries({ ...readers, ...inputs }))('%s', (_, read) => {
  it('takes a time that grows with the length only, for 512 kB of anything', () => {
    const slow = Object.entries(repetitiveTexts).flatMap(([name, make]) => {
      const ms = slowMs(read, make, size, mostMs)
      return ms === null ? [] : [`${name}: ${ms.toFixed(0)} ms`]
    })

    expect(slow).toEqual([])
  }, 300_000)
})

it('all inputs at once are read in a few seconds for as much as Linux hands over', () => {
  const slow = Object.entries(repetitiveTexts).flatMap(([name, make]) => {
    // Linux gives a process two megabytes for all variables together (execve(2)).
    const text = make(40 * 1024)
    const run = () => cpuMs(() => loadInputs(() => text))
    const ms = run()
    return ms < mostMs || run() < mostMs ? [] : [`${name}: ${ms.toFixed(0)} ms`]
  })

  expect(slow).toEqual([])
}, 300_000)
