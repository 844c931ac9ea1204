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

describe.each(Object.entries(samples))('the golden sample %s', (name, facts) => {
  it('is what the summary is', () => {
    const text = steady(summary(reportsOf(facts)))
    expect(text).toBe(golden(`${name}.md`, text))
  })

  it('is what the log is', () => {
    const text = steady(`${wholeLog(reportsOf(facts)).join('\n')}\n`)
    expect(text).toBe(golden(`${name}.txt`, text))
  })
})

/** One with a fault of the program, an answer of the check on the server, a jump host, and all stages observed. */
const withJson = ['error', 'fail-combined', 'fail-jump-host', 'pass-needs']

it.each(withJson)('the golden sample %s is what the JSON report is', (name) => {
  const text = jsonReport(reportsOf(samples[name] ?? []))
  expect(text).toBe(golden(`${name}.json`, text))
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
    ...Object.keys(samples).flatMap((name) => [`${name}.md`, `${name}.txt`]),
    ...withJson.map((name) => `${name}.json`),
    ...Object.keys(severalHosts).map((name) => `${name}.txt`),
  ]
  expect(readdirSync(folder).sort()).toEqual(known.sort())
})
