import { type Diagnosis, diagnose } from '../../src/diagnosis/diagnose'
import { annotations } from '../../src/report/annotations'
import { comment } from '../../src/report/comment'
import { jsonReport, readReport } from '../../src/report/json'
import type { Report } from '../../src/report/model'
import { outputs } from '../../src/report/outputs'
import { summary, summaryLimit } from '../../src/report/summary'
import { wholeLog } from '../../src/report/text'
import { attacks } from '../fixtures/hostile'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeOwnMarkdown, mustBeShort, mustBeVisible, mustPrint } from './harness/safe-output'
import { savedReport } from './harness/saved-reports'

interface Shown {
  readonly reports: readonly Report[]
  readonly again: readonly Diagnosis[]
  readonly log: readonly string[]
  readonly summary: string
  readonly annotations: ReturnType<typeof annotations>
  readonly json: string
  readonly comment: string
  readonly outputs: ReturnType<typeof outputs>
}

const origin = { workflow: 'deploy.yml', job: 'deploy', jobIndex: '0', step: 'x' }

function shown(text: string): Shown | null {
  const read = readReport(text)
  if ('error' in read) return null
  const reports = read.facts.map((facts) => ({
    version: '1.0.0',
    facts,
    diagnosis: diagnose(facts),
  }))
  const json = jsonReport(reports)
  const saved = readReport(json)
  return {
    reports,
    again: 'facts' in saved ? saved.facts.map((facts) => diagnose(facts)) : [],
    log: wholeLog(reports),
    summary: summary(reports),
    annotations: annotations(reports),
    json,
    comment: comment({ reports, values: {}, origin, run: null }).body,
    outputs: outputs(reports, '/tmp/report.json'),
  }
}

/** A saved report with any values in it, judged again and shown by every report. */
export const target: FuzzTarget<string, Shown | null> = {
  inputs: savedReport(attacks),
  run: shown,
  verify(_, output) {
    if (output === null) return
    const { reports, again, log, annotations: pointed, json, outputs: values } = output
    mustPrint('the log', log)
    mustPrint('the JSON report', json.trimEnd().split('\n'))
    const body = output.comment.replace(/^<!-- ssh-preflight [\da-f]{16} -->/, '')
    const links = [
      ...mustBeOwnMarkdown('the summary', output.summary),
      ...mustBeOwnMarkdown('the comment', body),
    ]
    const other = links.find(
      (link) => !/^https:\/\/(raw\.githubusercontent|github)\.com\//.test(link),
    )
    must(other === undefined, `a link to ${String(other)}`)
    for (const { title, message } of pointed)
      mustPrint('an annotation', [title, ...message.split('\n')])
    // They go to a file, and not to the log.
    for (const value of Object.values<string>({ ...values })) {
      mustBeVisible('an output', value.replaceAll('\n', ''))
    }
    const before = JSON.stringify(reports.map(({ diagnosis }) => diagnosis))
    must(JSON.stringify(again) === before, 'a saved report gives another diagnosis')
    must(Buffer.byteLength(output.summary) <= summaryLimit, 'the summary fits')
    must(output.comment.length <= 65_536, 'the comment fits')
    mustBeShort('the annotations', pointed, 60_000)
  },
}
