/** The action: with github-api.ts the only file that touches @actions/*. */
import * as core from '@actions/core'
import { networkInterfaces } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { cancelOnSignals, endSoon } from '../run/cancellation'
import type { Result } from '../diagnosis/diagnose'
import { pullRequestNumber, readEvent } from './event'
import type { InputFacts, InputName } from '../facts'
import { commentPort, contentsOf } from './github-api'
import { type Inputs, loadInputs } from '../inputs'
import { otherInputsOf } from '../inputs/misnamed'
import { inputNames, secretInputs } from '../facts/input-names'
import { readRunSecrets } from '../inputs/run-secrets'
import { liveLog } from '../report/live-log'
import { superviseEngine } from '../run/supervised-engine'
import { commandReader, masks } from './masks'
import { stickyComment } from './sticky-comment'
import { Redaction } from '../redaction/redaction'
import { type Annotation, annotations } from '../report/annotations'
import { comment, type CommentOrigin } from '../report/comment'
import { noPullRequest, noticeTitle, noToken, problemNotice } from './comment-notice'
import { logLine, toAnnotation, toPlain } from '../text/escape'
import { issuesPage, runPage } from '../report/links'
import type { Report } from '../report/model'
import { outputs } from '../report/outputs'
import { readableOutputs } from '../report/outputs-to-read'
import { worstFirst } from '../report/run'
import { plainStyle } from '../report/style'
import { summary } from '../report/summary'
import { writeDefaultReport, writeReport } from '../run/report-file'
import { runTargets } from '../run/run-targets'
import { runnerSsh } from '../runner/runner-ssh'
import { ownAccountName, runnerFacts } from './runner'
import type { Words } from '../text/words'
import { checkoutAt } from '../workflow/checkout'
import { fetchedText } from '../workflow/fetched-file'
import { readWorkflow } from '../plan/read-workflow'
import { errorMessage } from '../text/error-message'

/**
 * Runs the step that the environment describes, its preflights in threads that `startThread` gives. Sets the exit code and never
 * throws; the process then ends by itself.
 */
export async function runAction(startThread: () => Worker): Promise<void> {
  const startedAt = performance.now()
  const cancellation = cancelOnSignals()
  const engine = superviseEngine(startThread, cancellation.fail)
  // Nothing is known of any secret before the inputs were read.
  let redaction = new Redaction([])
  try {
    const event = readEvent(process.env['GITHUB_EVENT_PATH'] ?? '')
    const runner = runnerFacts({
      env: process.env,
      os: process.platform,
      event,
      secretSource: hidden('secret_source'),
      interfaces: networkInterfaces(),
      accountName: ownAccountName(),
    })
    const secrets = await readRunSecrets(read, [hidden('github_token')])
    for (const value of masks(secrets.masked, commandReader(process.env))) core.setSecret(value)
    redaction = new Redaction(secrets.hidden)
    const inputs = loadInputs(read, otherInputsOf(process.env))
    const workflow = await locateOwnStep(cancellation.signal, redaction)
    const { preflight } = engine
    const { signal } = cancellation
    // Decrypting a key takes up to a second, and fetching the workflow file one and a half.
    const spentMs = performance.now() - startedAt
    const context = {
      ...{ secrets: secrets.hidden, runner, workflow, signal, spentMs, preflight },
      runnerSsh: (target: InputFacts) => runnerSsh(target, workflow),
    }
    const reports = await runTargets(inputs, context, log())
    const isPublished = await publish(reports, inputs, redaction)
    if (inputs.comment) await commentOn(pullRequestNumber(event), reports, cancellation.signal)
    const exitCode = isPublished ? exitCodeOf(reports, inputs.failOn) : failureCode()
    process.exitCode = cancellation.exitCode() ?? exitCode
    if (cancellation.fault() !== null) reportFault(cancellation.fault(), redaction)
  } catch (error) {
    reportFault(error, redaction)
  } finally {
    engine.close()
    cancellation.stop()
    endSoon()
  }
}

/** Untrimmed: a private key without its last newline is not the text that the deploy gets. */
const read = (name: InputName) => core.getInput(name, { trimWhitespace: false })

/** Inputs that nobody sets: their defaults are expressions, as only the runner knows their values. */
const hidden = (
  name:
    | 'secret_source'
    | 'workflow_file'
    | 'workflow_repository'
    | 'workflow_sha'
    | 'job_index'
    | 'github_token',
) => core.getInput(name)

/** A part of the two seconds that the verdict has after `timeout`. */
const fetchMs = 1_500

async function locateOwnStep(cancelled: AbortSignal, redaction: Redaction) {
  const checkout = checkoutAt(process.env['GITHUB_WORKSPACE'] ?? '')
  const token = hidden('github_token')
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(fetchMs)])
  const located = await readWorkflow({
    env: process.env,
    jobFile: hidden('workflow_file'),
    jobRepository: hidden('workflow_repository'),
    jobCommit: hidden('workflow_sha'),
    read: (path) => checkout.read(path),
    commit: checkout.commit,
    fetch:
      token === '' ? null : (file) => fetchedText(() => contentsOf(token, file, signal), signal),
  })
  if (located.state === 'failed') {
    const why = redaction.text(located.error.message)
    const line = logLine(`The workflow file gives no lines: ${why}.`)
    // Only those who gave a token expect the lines.
    if (token === '') core.debug(line)
    else core.info(line)
  }
  return located
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

/** True if later steps can read the outputs. */
async function publish(
  reports: readonly Report[],
  inputs: Inputs,
  redaction: Redaction,
): Promise<boolean> {
  const path = saveReport(reports, inputs.report, redaction)
  for (const annotation of annotations(reports)) annotate(annotation)
  try {
    await core.summary.addRaw(summary(reports)).write()
  } catch (error) {
    // Older servers and other runners have no job summary. The log has all of it.
    core.debug(logLine(redaction.text(String(error))))
  }
  try {
    const all = { ...outputs(reports, path), ...readableOutputs(reports, openValues()) }
    for (const [name, value] of Object.entries(all)) core.setOutput(name, value)
    return true
  } catch (error) {
    core.error(logLine(redaction.text(String(error))), {
      title: 'The outputs could not be written',
    })
    return false
  }
}

function saveReport(reports: readonly Report[], given: string | null, redaction: Redaction) {
  try {
    return given === null ? writeDefaultReport(reports) : writeReport(given, reports)
  } catch (error) {
    core.warning(logLine(redaction.text(String(error))), {
      title: 'The JSON report could not be written',
    })
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

const openInputs = inputNames.filter((name) => !secretInputs.some((secret) => secret === name))

const openValues = () => Object.fromEntries(openInputs.map((name) => [name, read(name)]))

const commentMs = 10_000

/** Comments on the pull request. The verdict is known by now: an error here is logged, and fails nothing. */
async function commentOn(pull: number | null, reports: readonly Report[], cancelled: AbortSignal) {
  const [first] = reports
  if (first === undefined || cancelled.aborted) return
  const { runner } = first.facts
  const token = hidden('github_token')
  const [owner, repo] = (process.env['GITHUB_REPOSITORY'] ?? '').split('/')
  if (pull === null || !owner || !repo) {
    core.info(toPlain(noPullRequest(runner)))
    return
  }
  const notice = (words: Words) => {
    core.notice(toAnnotation(words), { title: noticeTitle })
  }
  if (token === '') {
    notice(noToken)
    return
  }
  const compose = () =>
    comment({
      reports,
      values: openValues(),
      origin: origin(),
      run: runner.platform === 'github' ? runPage(process.env) : null,
    })
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(commentMs)])
  const connect = () => commentPort(token, { owner, repo, issue_number: pull }, signal)
  const outcome = await stickyComment(compose, connect, signal)
  if (outcome.done === 'failed') notice(problemNotice(outcome.problem, outcome.status, runner))
  else core.info(`Comment on the pull request: ${outcome.done}.`)
}

function origin(): CommentOrigin {
  const { GITHUB_WORKFLOW, GITHUB_WORKFLOW_REF, GITHUB_JOB, GITHUB_ACTION } = process.env
  const [file] = /[^/@]+(?=@)/.exec(GITHUB_WORKFLOW_REF ?? '') ?? []
  return {
    workflow: file ?? GITHUB_WORKFLOW ?? '',
    job: GITHUB_JOB ?? '',
    jobIndex: hidden('job_index'),
    step: GITHUB_ACTION ?? '',
  }
}

/** A fault of the program fails the step, as a broken target does. Otherwise it would look like a healthy one. */
function exitCodeOf(reports: readonly Report[], failOn: Inputs['failOn']): number {
  const result: Result = worstFirst(reports)[0]?.report.diagnosis.result ?? 'error'
  if (failOn === 'never') return 0
  if (result === 'warn') return failOn === 'warning' ? 1 : 0
  return result === 'pass' ? 0 : 1
}

function reportFault(error: unknown, redaction: Redaction): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const message = errorMessage(error)
  for (const line of redaction.text(stack).split('\n')) core.info(logLine(line))
  core.error(`${logLine(redaction.text(message))}\nReport it at ${issuesPage}`, {
    title: 'A fault of SSH Preflight, not of the server',
  })
  process.exitCode = failureCode()
}

/** For a step that failed for a reason other than its hosts. */
const failureCode = () => (read('fail_on').trim() === 'never' ? 0 : 1)
