import { networkInterfaces } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { version } from '../version'
import { type Command, help, readArguments } from './arguments'
import { cancelOnSignals, endSoon } from '../run/cancellation'
import { diagnose, type Result } from '../diagnosis/diagnose'
import { type Inputs, loadInputs } from '../inputs'
import { readRunSecrets } from '../inputs/run-secrets'
import { liveLog } from '../report/live-log'
import { superviseEngine } from '../run/supervised-engine'
import { Redaction } from '../redaction/redaction'
import { jsonReport, readReport } from '../report/json'
import { logLine } from '../text/escape'
import { issuesPage } from '../report/links'
import type { Report } from '../report/model'
import { worstFirst } from '../report/run'
import { colorStyle, plainStyle, type Style } from '../report/style'
import { wholeLog } from '../report/text'
import { lastReport, writeReport } from '../run/report-file'
import { readAnswerFile } from '../inputs/server-report/import-answer'
import { readServerAnswer } from '../inputs/server-report/read-answer'
import { explain } from './explain-command'
import { inputReader } from './input-reader'
import { readText, systemSays, textLimit, UsageError } from './usage-error'
import { importedJson, importedLines, combineWithReport } from './import-command'
import { runTargets } from '../run/run-targets'
import { ownAccountName, runnerFacts } from '../action/runner'
import { errorMessage } from '../text/error-message'
import { notChecked } from '../facts/fact'

const exit = { usage: 2, fault: 3 } as const

type ServerCheckCommand = Extract<Command, { kind: 'server-check' }>

/**
 * The same engine from a terminal, in threads that `startThread` gives; `words` are the arguments after the program's name. Sets the
 * exit code, and never throws.
 */
export async function runInTerminal(
  words: readonly string[],
  startThread: () => Worker,
): Promise<void> {
  try {
    process.exitCode = await obey(readArguments(words), startThread)
  } catch (error) {
    if (error instanceof UsageError) process.exitCode = usage(error.message)
    else process.exitCode = fault(error)
  }
  endSoon()
}

async function obey(command: Command, startThread: () => Worker): Promise<number> {
  switch (command.kind) {
    case 'help':
      print(help.trimEnd())
      return 0
    case 'version':
      print(version)
      return 0
    case 'usage':
      return usage(command.message)
    case 'server-check':
      return serverCheck(command)
    case 'explain':
      return explainWords(command.words)
    case 'replay':
      return replay(command)
    case 'check':
      return check(command, startThread)
  }
}

async function check(
  command: Extract<Command, { kind: 'check' }>,
  startThread: () => Worker,
): Promise<number> {
  const read = inputReader(command)
  const inputs = loadInputs(read)
  const unusable = inputs.targets[0]?.facts.problems.find(({ kind }) => kind === 'option-invalid')
  if (unusable?.kind === 'option-invalid') {
    throw new UsageError(
      `--${unusable.input.replaceAll('_', '-')} ${unusable.shown}: expected ${unusable.expected}`,
    )
  }
  const cancellation = cancelOnSignals()
  const engine = superviseEngine(startThread, cancellation.fail)
  const startedAt = performance.now()
  const { hidden: secrets } = await readRunSecrets(read, [])
  // Decrypting a key takes up to a second.
  const spentMs = performance.now() - startedAt
  let reports: readonly Report[]
  try {
    const { signal } = cancellation
    const { preflight } = engine
    const workflow = notChecked('not-needed')
    const context = { secrets, runner: terminalFacts(), workflow, signal, spentMs, preflight }
    reports = await runTargets(
      inputs,
      context,
      command.json ? silent : terminalLog(terminalStyle(command.verbose)),
    )
  } finally {
    engine.close()
    cancellation.stop()
  }
  if (command.json) print(jsonReport(reports).trimEnd())
  const problem = save(inputs, reports)
  if (cancellation.fault() !== null) return fault(cancellation.fault(), secrets)
  if (problem !== null) return said(problem)
  return cancellation.exitCode() ?? exitCodeOf(reports)
}

function terminalFacts() {
  return runnerFacts({
    env: process.env,
    os: process.platform,
    event: null,
    secretSource: '',
    interfaces: networkInterfaces(),
    accountName: ownAccountName(),
  })
}

/** Writes the report where the command line wants it; gives why it can't, in one sentence. */
function save({ report }: Inputs, reports: readonly Report[]): string | null {
  try {
    if (report !== null) writeReport(report, reports)
    return null
  } catch (error) {
    return `The report could not be written: ${errorMessage(error)}`
  }
}

function replay({ path, json, verbose }: Extract<Command, { kind: 'replay' }>): number {
  const read = readReport(readText(path))
  if ('error' in read) throw new UsageError(`${path}: ${read.error}`)
  const reports = read.facts.map((facts) => ({ version, facts, diagnosis: diagnose(facts) }))
  print(json ? jsonReport(reports).trimEnd() : wholeLog(reports, terminalStyle(verbose)).join('\n'))
  return exitCodeOf(reports)
}

/** The verdict of a saved report and an answer of the on-server check together, or only the answer. */
function serverCheck({ answer, report, host, json, verbose }: ServerCheckCommand): number {
  const text = systemSays(() => readAnswerFile(answer))
  const from = report === null ? lastReport(textLimit) : { path: report, text: readText(report) }
  if (from === null) {
    const read = readServerAnswer(text)
    if ('error' in read) throw new UsageError(`${answer}: ${read.error}`)
    const check = { by: 'paste', ...read.facts } as const
    print(json ? importedJson(check).trimEnd() : importedLines(check, terminalStyle()).join('\n'))
    return check.verdicts.length === 0 ? 0 : 1
  }
  const { path } = from
  const saved = readReport(from.text)
  if ('error' in saved) throw new UsageError(`${path}: ${saved.error}`)
  const both = combineWithReport(text, saved.facts, host)
  if ('error' in both) throw new UsageError(`${answer}: ${both.error}`)
  if (json) print(jsonReport(both.reports).trimEnd())
  else
    print(
      [`Report: ${logLine(path)}`, '', ...wholeLog([both.combined], terminalStyle(verbose))].join(
        '\n',
      ),
    )
  return exitCodeOf([both.combined])
}

function explainWords(words: readonly string[]): number {
  const { lines, known } = explain(words, terminalStyle())
  print(lines.join('\n'))
  return known ? 0 : 1
}

function exitCodeOf(reports: readonly Report[]): number {
  const codes: Readonly<Record<Result, number>> = { pass: 0, warn: 0, fail: 1, error: exit.fault }
  const [worst] = worstFirst(reports)
  return worst ? codes[worst.report.diagnosis.result] : exit.fault
}

function terminalStyle(isVerbose = true): Style {
  const { NO_COLOR, TERM } = process.env
  const style = process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb' ? colorStyle : plainStyle
  return { ...style, isBrief: !isVerbose }
}

function terminalLog(style: Style) {
  const group = ({ title, lines }: { title: string; lines: readonly string[] }) => {
    print(['', style.paint('strong', title), ...lines].join('\n'))
  }
  const live = (text: string) => process.stdout.write(`\r\u001b[K${text}`)
  const rewrites = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  return liveLog({ line: print, group, ...(rewrites ? { live } : {}) }, style)
}

const nothing = () => undefined

const silent = { begin: nothing, stage: nothing, waiting: nothing, end: nothing, finish: nothing }

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function usage(message: string): number {
  said(message)
  process.stderr.write(`\n${help}`)
  return exit.usage
}

function said(message: string): number {
  process.stderr.write(`${logLine(message)}\n`)
  return exit.usage
}

function fault(error: unknown, secrets: readonly string[] = []): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = new Redaction(secrets).text(stack).split('\n').map(logLine).join('\n')
  process.stderr.write(`A fault of SSH Preflight, not of the server:\n${lines}\n${issuesPage}\n`)
  return exit.fault
}
