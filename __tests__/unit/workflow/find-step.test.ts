import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findStep, type OwnStep } from '../../../src/workflow/find-step'

const path = '.github/workflows/deploy.yml'
const repository = 'acme/ssh-preflight'

const us = {
  job: 'deploy',
  action: '__acme_ssh-preflight',
  repository,
  workflowRepository: 'octocat/shop',
  certain: true,
}

/** The step and not the parsed file around it. */
const find = (text: string, own: Partial<OwnStep> = {}) => {
  const found = findStep(text, path, { ...us, ...own })
  return 'step' in found ? { step: found.step } : found
}

const whyOf = (text: string, own: Parameters<typeof find>[1] = {}) => {
  const found = find(text, own)
  return 'why' in found ? found.why : null
}

const deploy = `name: Deploy
on:
  push:
jobs:
  test:
    steps:
      - uses: acme/ssh-preflight@v1
        with:
          host: not this one
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - name: Check first
        uses: acme/ssh-preflight@v1 # checks
        with:
          HOST: \${{ secrets.SSH_HOST }}
          port: "22"
          key: |
            line one
            line two
          password: hunter2
          passphrase: \${{ secrets.PASS }}
`

const expected = {
  step: {
    path,
    usesLine: 15,
    with: [
      { input: 'host', line: 17, text: '${{ secrets.SSH_HOST }}' },
      { input: 'port', line: 18, text: '"22"' },
      { input: 'key', line: 19, text: '(not shown)' },
      { input: 'password', line: 22, text: '(not shown)' },
      { input: 'passphrase', line: 23, text: '${{ secrets.PASS }}' },
    ],
    called: false,
    runsOn: 'ubuntu-latest',
    environment: null,
  },
}

describe('what an input is set from', () => {
  const textOf = (input: string, value: string) => {
    const text = `x: &there \${{ secrets.THERE }}\njobs:\n  deploy:\n    steps:\n      - uses: acme/ssh-preflight@v1\n        with:\n          ${input}: ${value}\n`
    const found = find(text)
    return 'step' in found ? found.step.with : found.why
  }

  it.each([
    ['a block', '|\n            ${{ secrets.KEY }}', '${{ secrets.KEY }}'],
    ['a folded block', '>-\n            ${{ secrets.KEY }}\n', '${{ secrets.KEY }}'],
    ['an expression on two lines', '${{\n            secrets.KEY }}', '${{ secrets.KEY }}'],
    ['an index', "${{ secrets['KEY'] }}", "${{ secrets['KEY'] }}"],
    ['an alias', '*there', '${{ secrets.THERE }}'],
  ])('shows the expression of a secret in %s', (_what, value, text) => {
    expect(textOf('key', value)).toEqual([{ input: 'key', line: 7, text }])
    expect(textOf('host', value)).toEqual([{ input: 'host', line: 7, text }])
  })

  it.each([
    ["${{ secrets.P || 'hunter2' }}"],
    ["${{ secrets['P'] || 'hunter2' }}"],
    ["${{ format('hunter2') }}"],
    ['>-\n            hunter2'],
    ["${{ 'x'['hunter2'] }}"],
  ])('does not show an expression with a password in it: %s', (value) => {
    expect(textOf('password', value)).toEqual([{ input: 'password', line: 7, text: '(not shown)' }])
  })
})

describe('our step in a workflow file', () => {
  it('is found by its path when the action is of the same repository', () => {
    const text = deploy.replaceAll('acme/ssh-preflight@v1', '$/preflight')
    const own = { action: '__self', workflowRepository: 'Acme/SSH-Preflight' }
    expect(find(text, own)).toMatchObject({ step: { usesLine: 15 } })
    expect(whyOf(text, { action: '__self' })).toContain('no step')
  })

  it('is found with the lines of its inputs, and without secrets that stand there in plain', () => {
    expect(find(deploy)).toEqual(expected)
  })

  it('is found in a file with CRLF line ends', () => {
    expect(find(deploy.replaceAll('\n', '\r\n'))).toEqual(expected)
  })

  it('is found by its own id', () => {
    const text = deploy.replace('name: Check first', 'id: check')
    expect(find(text, { action: 'check' })).toMatchObject({ step: { usesLine: 15 } })
  })

  it('is the only one that uses us where the runner numbers its steps', () => {
    expect(find(deploy, { action: '1' })).toEqual(expected)
  })

  it('may be taken from a folder of the repository, in another case, or by a whole address', () => {
    for (const uses of [
      'ACME/SSH-Preflight/sub@0123abc',
      'https://gitea.example/acme/ssh-preflight@v1',
    ]) {
      const text = deploy.replace('uses: acme/ssh-preflight@v1 # checks', `uses: ${uses}`)
      expect(find(text, { action: '3' })).toMatchObject({ step: { usesLine: 15 } })
    }
  })

  it('may be a local action', () => {
    const text = deploy.replace('acme/ssh-preflight@v1 # checks', './')
    expect(find(text, { action: '__self', repository: null })).toMatchObject({
      step: { usesLine: 15 },
    })
  })

  it('is followed through anchors, aliases and flow mappings', () => {
    const text = `on: [push, workflow_call]
x: &inputs
  host: example.com
  port: 22
jobs:
  deploy:
    steps:
      - { uses: acme/ssh-preflight@v1, with: { host: a } }
      - &again
        uses: acme/ssh-preflight@v1
        with: *inputs
  other: { steps: [*again] }
`
    expect(find(text)).toMatchObject({ step: { usesLine: 8, with: [{ line: 8 }], called: true } })
    expect(find(text, { action: '__acme_ssh-preflight_2' })).toMatchObject({
      step: {
        usesLine: 10,
        with: [
          { input: 'host', line: 3 },
          { input: 'port', line: 4 },
        ],
      },
    })
    expect(find(text, { job: 'other' })).toMatchObject({ step: { usesLine: 10 } })
  })

  it.each([
    ['on: workflow_call', true],
    ['on: { workflow_call: { inputs: {} }, push: }', true],
    ['"on": push', false],
  ])('says whether it is called by others: %s', (on, called) => {
    expect(find(deploy.replace('on:\n  push:', on))).toMatchObject({ step: { called } })
  })
})

describe('no line is guessed', () => {
  const twice = `${deploy}      - uses: acme/ssh-preflight@v1\n`

  it('when two steps use us and the runner names neither', () => {
    expect(find(twice, { action: '__acme_ssh-preflight_2' })).toMatchObject({
      step: { usesLine: 24 },
    })
    expect(whyOf(twice, { action: '4' })).toContain('more than one step')
  })

  it('when the named step is not ours', () => {
    const text = twice.replace('- uses: actions/checkout@v5', '- id: check\n        run: echo')
    expect(whyOf(text, { action: 'check' })).toContain('more than one step')
  })

  it('when no step of the job uses us', () => {
    expect(whyOf(deploy, { repository: 'acme/other' })).toContain('no step')
    expect(whyOf(deploy, { job: 'missing' })).toContain('no job')
  })

  it('when the job may stand in a file that this one calls', () => {
    const text = `${deploy}  more:\n    uses: ./.github/workflows/other.yml\n`
    expect(whyOf(text, { certain: false })).toContain('calls other workflows')
    expect(find(text)).toEqual(expected)
    expect(find(deploy, { certain: false })).toEqual(expected)
  })

  it.each(['jobs:\n\tdeploy: 1', 'jobs: [', 'jobs:\n  deploy: *nothing', '', 'text', '- a'])(
    'in a file that is no workflow: %j',
    (text) => {
      expect(whyOf(text)).not.toBeNull()
    },
  )

  it('in a file that was cut or mixed anywhere: the line is ours, or there is none', () => {
    const place = fc.nat(twice.length)
    const lines = fc.shuffledSubarray(twice.split('\n'), { minLength: 10 })
    const cut = fc.tuple(place, place).map(([a, b]) => twice.slice(0, a) + twice.slice(b))
    fc.assert(
      fc.property(
        fc.oneof(
          cut,
          lines.map((each) => each.join('\n')),
        ),
        (text) => {
          const found = find(text)
          if ('why' in found) return
          expect(text.split('\n')[found.step.usesLine - 1]).toMatch(/uses:.*acme\/ssh-preflight/)
          for (const { input, line } of found.step.with) {
            expect(text.split('\n')[line - 1]?.toLowerCase()).toContain(input)
          }
        },
      ),
    )
  })
})
