/** The action: the only file that touches @actions/*. */
import * as core from '@actions/core'
import * as github from '@actions/github'
import { readFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cancelOnSignals, endSoon } from './cancellation'
import type { Result } from './diagnose'
import type { InputName, RunnerFacts } from './facts'
import { type Inputs, loadInputs } from './inputs'
import { secretInputs } from './inputs/names'
import { liveLog } from './live-log'
import { secretLines } from './private-key/secrets'
import { type Annotation, annotations } from './report/annotations'
import { logLine } from './report/escape'
import { issuesPage } from './report/links'
import type { Report } from './report/model'
import { byResult, outputs } from './report/outputs'
import { plainStyle } from './report/style'
import { summary } from './report/summary'
import { writeReport } from './report-file'
import { runTargets } from './run-targets'
import { runnerFacts } from './runner'
import { checkoutAt } from './workflow/checkout'
import { locateStep } from './workflow/locate'

/** Runs the step that the environment describes. Sets the exit code and never throws; the process then ends by itself. */
export async function runAction(): Promise<void> {
  const cancellation = cancelOnSignals()
  try {
    const runner = runnerFacts({
      env: process.env,
      os: process.platform,
      event: github.context.payload,
      secretSource: hidden('secret_source'),
      interfaces: networkInterfaces(),
    })
    mask(runner.platform)
    const inputs = loadInputs(read)
    if (inputs.comment) core.warning('This version writes no comments: see the job summary.')
    const workflow = locateOwnStep()
    if (workflow.state === 'failed') core.debug(logLine(workflow.error.message))
    const context = { runner, workflow, signal: cancellation.signal }
    const reports = await runTargets(inputs, context, log())
    await publish(reports, inputs)
    process.exitCode = cancellation.exitCode() ?? exitCodeOf(reports, inputs.failOn)
    if (cancellation.fault() !== null) reportFault(cancellation.fault())
  } catch (error) {
    reportFault(error)
  } finally {
    cancellation.stop()
    endSoon()
  }
}

/** Untrimmed: a private key without its last line end is another text than the one that the deploy gets. */
const read = (name: InputName) => core.getInput(name, { trimWhitespace: false })

/** Inputs that nobody sets: their defaults are expressions, as only the runner knows their values. */
const hidden = (name: 'secret_source' | 'workflow_file' | 'workflow_repository' | 'github_token') =>
  core.getInput(name)

/** Registers every secret in every form that this program makes of it, before anything is printed. */
function mask(platform: RunnerFacts['platform']): void {
  const keys = (['', 'proxy_'] as const).map((hop) => ({
    texts: [read(`${hop}key`), keyFile(read(`${hop}key_path`).trim())],
    passphrase: read(`${hop}passphrase`),
  }))
  const secrets = [
    ...secretInputs.filter((name) => !name.endsWith('key')).map(read),
    hidden('github_token'),
    ...keys.flatMap(({ texts, passphrase }) =>
      texts.flatMap((text) => secretLines(text, passphrase === '' ? null : passphrase)),
    ),
  ]
  for (const secret of new Set(secrets)) {
    // Runners of act's family split a command at its last `::`, and would print such a secret instead of masking it.
    const isSafe = platform === 'github' || !secret.includes('::')
    if (secret.trim() !== '' && isSafe) core.setSecret(secret)
  }
}

/** The text of a key file, to be masked; the key stage says why a file can't be read. */
function keyFile(path: string): string {
  try {
    return path === '' ? '' : readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function locateOwnStep() {
  const checkout = checkoutAt(process.env['GITHUB_WORKSPACE'] ?? '')
  return locateStep({
    env: process.env,
    jobFile: hidden('workflow_file'),
    jobRepository: hidden('workflow_repository'),
    read: (path) => checkout.read(path),
    commit: checkout.commit,
  })
}

function log() {
  const line = (text: string) => {
    core.info(text)
  }
  const group = ({ title, lines }: { title: string; lines: readonly string[] }) => {
    core.startGroup(title)
    for (const each of lines) core.info(each)
    core.endGroup()
  }
  return liveLog({ line, group }, plainStyle)
}

async function publish(reports: readonly Report[], inputs: Inputs): Promise<void> {
  const path = saveReport(reports, inputs.report)
  for (const [name, value] of Object.entries(outputs(reports, path))) core.setOutput(name, value)
  for (const annotation of annotations(reports)) annotate(annotation)
  try {
    await core.summary.addRaw(summary(reports)).write()
  } catch (error) {
    // Older servers and other runners have no place for a summary; the log says all of it.
    core.debug(logLine(String(error)))
  }
}

function saveReport(reports: readonly Report[], given: string | null): string {
  const place = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'ssh-preflight-report.json')
  try {
    return writeReport(given ?? place, reports)
  } catch (error) {
    core.warning(logLine(String(error)), { title: 'The JSON report could not be written' })
    return ''
  }
}

function annotate({ level, message, file, line, title }: Annotation): void {
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
  }
  core[level](message, { title, ...place })
}

/** A fault of the program fails the step like a broken target, so that it can't pass for a healthy one. */
function exitCodeOf(reports: readonly Report[], failOn: Inputs['failOn']): number {
  const result: Result = byResult(reports)[0]?.diagnosis.result ?? 'error'
  if (failOn === 'never') return 0
  if (result === 'warn') return failOn === 'warning' ? 1 : 0
  return result === 'pass' ? 0 : 1
}

function reportFault(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const message = error instanceof Error ? error.message : String(error)
  for (const line of stack.split('\n')) core.info(logLine(line))
  core.error(`${logLine(message)}\nReport it at ${issuesPage}`, {
    title: 'A fault of SSH Preflight, not of the server',
  })
  process.exitCode = read('fail_on').trim() === 'never' ? 0 : 1
}
