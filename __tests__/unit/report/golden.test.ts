import { describe, expect, it } from '@jest/globals'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Annotation, annotations } from '../../../src/report/annotations'
import { comment } from '../../../src/report/comment'
import { jsonReport } from '../../../src/report/json'
import { outputs } from '../../../src/report/outputs'
import { summary } from '../../../src/report/summary'
import { wholeLog } from '../../../src/report/text'
import { serverCheckSha256 } from '../../../src/server-check/script'
import { reportsOf, samples, severalHosts } from '../../fixtures/golden-samples'

const origin = { workflow: 'deploy.yml', job: 'deploy', jobIndex: '0', step: 'check' }
const run = 'https://github.com/octocat/shop/actions/runs/1'

const folder = join('__tests__', 'golden')

/** With UPDATE_GOLDEN=1 the files are written anew instead: read the difference before you commit it. */
const updating = process.env['UPDATE_GOLDEN'] === '1'

/** The digest of server-check.sh changes with each change of the script. */
const steady = (text: string) => text.replaceAll(serverCheckSha256, '<SHA-256>')

function golden(name: string, text: string): string {
  const path = join(folder, name)
  if (updating) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
  }
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
}

const sampled = (name: string) => reportsOf(samples[name] ?? [])

/** One of each form of the summary and the log; the words of each cause are in the example of its page (`docs.test.ts`). */
const withSummary = [
  ...['pass', 'warn-later-step', 'fail-wrong-port', 'fail-combined', 'fail-jump-host'],
  ...['several-hosts', 'error'],
]

describe.each(withSummary)('the golden sample %s', (name) => {
  it('is what the summary is', () => {
    const text = steady(summary(sampled(name)))
    expect(text).toBe(golden(`${name}.md`, text))
  })

  it('is what the log is', () => {
    const text = steady(`${wholeLog(sampled(name)).join('\n')}\n`)
    expect(text).toBe(golden(`${name}.txt`, text))
  })
})

it('the golden sample with all stages observed is what the JSON report is', () => {
  const text = jsonReport(sampled('pass-needs'))
  expect(text).toBe(golden('pass-needs.json', text))
})

describe.each(Object.entries(severalHosts))('the golden sample %s', (name, facts) => {
  it('is what the annotations, the outputs and the comment are', () => {
    const reports = reportsOf(facts)
    const { body } = comment({ reports, values: {}, origin, run })
    const parts = [
      ...annotations(reports).map(annotated),
      ...Object.entries<string>({ ...outputs(reports, '/tmp/report.json') }).map(
        ([output, value]) => `--- output ${output}\n${value}\n`,
      ),
      `--- comment\n${body}`,
    ]
    const text = parts.join('\n')
    expect(text).toBe(golden(`${name}.txt`, text))
  })
})

/** One annotation to be read: its level, its place, its title and its message. */
function annotated({ level, file, line, title, message }: Annotation): string {
  const place = file === undefined ? 'nowhere' : `${file}:${String(line)}`
  return `--- ${level} at ${place}: ${title}\n${message}\n`
}

it('has no golden file without a sample', () => {
  const known = [
    ...withSummary.flatMap((name) => [`${name}.md`, `${name}.txt`]),
    'pass-needs.json',
    ...Object.keys(severalHosts).map((name) => `${name}.txt`),
  ]
  expect(readdirSync(folder).sort()).toEqual(known.sort())
})
