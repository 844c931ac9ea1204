import fc from 'fast-check'
import { findStep } from '../../src/workflow/find-step'
import { readJob } from '../../src/plan/deploy-steps'
import type { WorkflowFacts } from '../../src/facts'
import { shapes } from '../fixtures/workflow-shapes'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort, mustNotHold } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

const password = 'Zq7-password-Zq7'

const sample = `name: deploy
on: push
env: &shared
  SSH_HOST: example.com
  PASSWORD: ${password}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: { name: production }
    steps:
      - &step
        uses: ssh-preflight/ssh-preflight@v1
        with:
          host: \${{ secrets.HOST }}
          password: ${password}
      - uses: appleboy/ssh-action@v1
        env: { <<: *shared }
        with: { host: example.com, password: ${password}, script: ls }
      - run: |
          ssh -p 22 deploy@example.com true
          rsync -e "ssh -i key" a b@example.com:c
      - *step
`
const words = [
  ...[
    'jobs:\n',
    '  deploy:\n',
    '    steps:\n',
    '      - ',
    'uses: ',
    'with:\n',
    'run: |\n',
    'env: ',
  ],
  ...[
    '<<: *a\n',
    '&a ',
    '*a',
    '*a, ',
    '- *a\n',
    '{',
    '}',
    '[',
    ']',
    '? ',
    '!!binary ',
    '"',
    "'",
    '|',
    '>-',
  ],
  ...['ssh-preflight/ssh-preflight@v1\n', 'appleboy/ssh-action@v1\n', 'ssh a@b\n', '${{ a }}', '#'],
  ...[': ', ', ', '\n', '  ', '---\n', '...\n', '%YAML 1.1\n', 'a: &a {}\n', '\t'],
]

const texts = textInputs(words, [sample, ...shapes.map(({ text }) => text)])

/** The text where our step is found: the rest is read as well. */
const inside = fc
  .tuple(fc.nat(sample.length), texts)
  .map(([at, text]) => sample.slice(0, at) + text + sample.slice(at))
const behind = texts.map((text) => sample + text)

/** A workflow file: our own step, and the steps after it. */
export const target: FuzzTarget<string, WorkflowFacts | null> = {
  inputs: fc.oneof(texts, inside, behind),
  // The yaml library takes so long, in proportion to the text, for the worst that it is given.
  mostMs: 1500,
  run(text) {
    const found = findStep(text, '.github/workflows/deploy.yml', {
      job: 'deploy',
      action: '__ssh-preflight_ssh-preflight',
      repository: 'ssh-preflight/ssh-preflight',
      workflowRepository: 'acme/shop',
      certain: true,
    })
    if ('why' in found) return null
    return { ...found.step, ...readJob(found.place, { SSH_HOST: '', PATH: '' }) }
  },
  verify(text, found) {
    mustBeShort('what was found', found, 20_000 + 40 * text.length)
    if (found === null) return
    const count = text.split('\n').length
    const lines = [
      found.usesLine,
      ...found.with.map(({ line }) => line),
      ...(found.deploySteps ?? []).flatMap(({ line, entries }) => [
        line,
        ...entries.map((entry) => entry.line),
      ]),
    ]
    for (const line of lines) must(line >= 1 && line <= count, `line ${line} of ${count}`)
    const secret = found.with.filter(({ input }) => input === 'password')
    mustNotHold('a password', secret, [password])
  },
}
