import { existsSync } from 'node:fs'
import { homedir, networkInterfaces, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { readBoundedFile } from '../inputs/bounded-file'
import { version } from '../version'
import { type Command, help, readArguments } from './arguments'
import { cancelOnSignals, endSoon } from '../run/cancellation'
import { lookUp } from '../causes/look-up'
import { diagnose, type Result } from '../diagnosis/diagnose'
import { notChecked } from '../facts'
import { type Inputs, loadInputs } from '../inputs'
import { readRunSecrets } from '../inputs/run-secrets'
import { liveLog } from '../report/live-log'
import { superviseEngine } from '../preflight/supervised-engine'
import { Redaction } from '../redaction/redaction'
import { explainedLines, listedLines } from '../report/explained'
import { jsonReport, readReport } from '../report/json'
import { logLine } from '../text/escape'
import { issuesPage } from '../report/links'
import type { Report } from '../report/model'
import { byResult } from '../report/outputs'
import { colourStyle, plainStyle, type Style } from '../report/style'
import { wholeLog } from '../report/text'
import { lastReport, writeReport } from '../run/report-file'
import { readAnswerFile } from '../inputs/server-report/import-answer'
import { readServerAnswer } from '../inputs/server-report/read-answer'
import { insideJson, insideLines, joinWithReport } from './import-command'
import { runTargets } from '../run/run-targets'
import { runnerFacts } from '../action/runner'

const exit = { usage: 2, fault: 3 } as const

type ServerCheckCommand = Extract<Command, { kind: 'server-check' }>

/** Wrong usage: the message is for the person who typed it. */
class UsageError extends Error {}

/**
 * The same engine from a terminal, in threads that `startThread` gives; `words` are those after the program's name. Sets the
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
      return explain(command.text)
    case 'replay':
      return replay(command.path, command.json)
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
  const { hidden: secrets } = await readRunSecrets(read, [])
  let reports: readonly Report[]
  try {
    const { signal } = cancellation
    const { preflight } = engine
    const workflow = notChecked('not-needed')
    const context = { secrets, runner: terminalFacts(), workflow, signal, preflight }
    reports = await runTargets(inputs, context, command.json ? silent : terminalLog())
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
  })
}

/** Values of the command line under the names of inputs, with what a terminal knows beside them. */
function inputReader(command: Extract<Command, { kind: 'check' }>) {
  const password = variable(command.passwordEnv)
  const keyPath = command.inputs.key_path ?? ''
  const values: Readonly<Record<string, string>> = {
    ...command.inputs,
    username:
      command.inputs.username === ''
        ? ownName(command.inputs.host?.split('\n') ?? [])
        : (command.inputs.username ?? ''),
    key_path: keyPath === '' && password === '' ? defaultKey() : keyPath,
    password,
    passphrase: variable(command.passphraseEnv),
    ...jumpInputs(command),
    ...adminInputs(command),
    known_hosts: command.knownHostsFile === null ? '' : readText(command.knownHostsFile),
  }
  return (name: string) => values[name] ?? ''
}

/** As with `ssh -J`: the jump host gets the same key, and the own login name when it names none. */
function jumpInputs({ inputs, passphraseEnv }: Extract<Command, { kind: 'check' }>) {
  const { proxy_host: host = '', key_path: keyPath = '' } = inputs
  if (host === '') return {}
  return {
    proxy_username: ownName([host]),
    proxy_key_path: keyPath === '' ? defaultKey() : keyPath,
    proxy_passphrase: variable(passphraseEnv),
  }
}

/** Another account gets the same key too, unless it has a credential of its own. */
function adminInputs({
  inputs,
  passphraseEnv,
  adminPasswordEnv,
}: Extract<Command, { kind: 'check' }>) {
  const { admin_username: user = '', admin_key_path: own = '', key_path: keyPath = '' } = inputs
  if (user === '') return {}
  const password = variable(adminPasswordEnv)
  const shared = keyPath === '' ? defaultKey() : keyPath
  return {
    admin_password: password,
    admin_key_path: own === '' && password === '' ? shared : own,
    admin_passphrase: variable(passphraseEnv),
  }
}

/** As with ssh, the own login name for hosts that name none. */
function ownName(hosts: readonly string[]): string {
  return hosts.every((host) => host.includes('@')) ? '' : userInfo().username
}

function variable(name: string | null): string {
  if (name === null) return ''
  const value = process.env[name]
  if (value === undefined) throw new UsageError(`The environment variable ${name} is not set`)
  return value
}

function defaultKey(): string {
  const paths = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(homedir(), '.ssh', name))
  return paths.find((path) => existsSync(path)) ?? ''
}

/** Most bytes of a report or of known_hosts. */
const textLimit = 16_000_000

function readText(path: string): string {
  return systemSays(() => readBoundedFile(path, textLimit).toString('utf8'))
}

/** What the system says of a file that cannot be read is for the person who named it. */
function systemSays(read: () => string): string {
  try {
    return read()
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Writes the report where the command line wants it; gives why it can't, in one sentence. */
function save({ report }: Inputs, reports: readonly Report[]): string | null {
  try {
    if (report !== null) writeReport(report, reports)
    return null
  } catch (error) {
    return `The report could not be written: ${messageOf(error)}`
  }
}

function replay(path: string, json: boolean): number {
  const read = readReport(readText(path))
  if ('error' in read) throw new UsageError(`${path}: ${read.error}`)
  const reports = read.facts.map((facts) => ({ version, facts, diagnosis: diagnose(facts) }))
  print(json ? jsonReport(reports).trimEnd() : wholeLog(reports, terminalStyle()).join('\n'))
  return exitCodeOf(reports)
}

/** The verdict of a saved report and an answer of the check on the server together, or the answer alone. */
function serverCheck({ answer, report, host, json }: ServerCheckCommand): number {
  const text = systemSays(() => readAnswerFile(answer))
  const from = report === null ? lastReport(textLimit) : { path: report, text: readText(report) }
  if (from === null) {
    const read = readServerAnswer(text)
    if ('error' in read) throw new UsageError(`${answer}: ${read.error}`)
    const check = { by: 'paste', ...read.facts } as const
    print(json ? insideJson(check).trimEnd() : insideLines(check, terminalStyle()).join('\n'))
    return check.verdicts.length === 0 ? 0 : 1
  }
  const { path } = from
  const saved = readReport(from.text)
  if ('error' in saved) throw new UsageError(`${path}: ${saved.error}`)
  const both = joinWithReport(text, saved.facts, host)
  if ('error' in both) throw new UsageError(`${answer}: ${both.error}`)
  if (json) print(jsonReport(both.reports).trimEnd())
  else
    print([`Report: ${logLine(path)}`, '', ...wholeLog([both.joined], terminalStyle())].join('\n'))
  return exitCodeOf([both.joined])
}

function explain(text: string): number {
  const found = lookUp(text)
  if (found.kind === 'none') {
    const near = found.near.length === 0 ? '' : `. Did you mean ${found.near.join(' or ')}?`
    throw new UsageError(`No cause or message is known as ${text}${near}`)
  }
  const style = terminalStyle()
  const lines =
    found.kind === 'one' ? explainedLines(found.cause, style) : listedLines(found, style)
  print(lines.join('\n'))
  return 0
}

function exitCodeOf(reports: readonly Report[]): number {
  const codes: Readonly<Record<Result, number>> = { pass: 0, warn: 0, fail: 1, error: exit.fault }
  const [worst] = byResult(reports)
  return worst ? codes[worst.diagnosis.result] : exit.fault
}

function terminalStyle(): Style {
  const { NO_COLOR, TERM } = process.env
  return process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb' ? colourStyle : plainStyle
}

function terminalLog() {
  const group = ({ title, lines }: { title: string; lines: readonly string[] }) => {
    print(['', terminalStyle().paint('strong', title), ...lines].join('\n'))
  }
  const live = (text: string) => process.stdout.write(`\r\u001b[K${text}`)
  const rewrites = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  return liveLog({ line: print, group, ...(rewrites ? { live } : {}) }, terminalStyle())
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
