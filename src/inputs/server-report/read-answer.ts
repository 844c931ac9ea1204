import type { Raw } from '../../facts/unredacted'
import { Redaction } from '../../redaction/redaction'
import { field } from '../../text/field'
import { type AnswerFacts, checkedAnswer } from './answer'
import { type AnswerBlock, answerBlocks, hasFrameLine } from './answer-block'
import { bareObjects } from './bare-json'
import { pastedLines, withoutMarks } from './pasted-lines'

/** What was read, or one sentence that says what was seen and what to paste instead. */
export type ServerAnswer = { readonly facts: AnswerFacts } | { readonly error: string }

/** The same, with the facts before the redaction too. */
export type UnredactedAnswer =
  { readonly facts: AnswerFacts; readonly raw: Raw<AnswerFacts> } | { readonly error: string }

/** Whom the answer should be about, where a paste holds several. */
export interface Wanted {
  readonly port: number
  readonly user: string | null
}

/** The version of the answers' form that this program reads. */
const answerVersion = 1

/** Most characters of a paste that are read: an answer has some thousands. Of more, the last ones count. */
const pasteLimit = 1_000_000

/**
 * Reads the block of server-check.sh, or the JSON that it prints with `--json`, out of whatever a person pasted. Of several answers the
 * last one that is about `wanted` counts, else the last one that is complete. Never throws.
 */
export function readServerAnswer(text: string, wanted?: Wanted): ServerAnswer {
  const answer = unredactedAnswers(text)(wanted)
  return 'error' in answer ? answer : { facts: answer.facts }
}

/**
 * Reads the text once, as readServerAnswer does, for any number of hosts: gives what chooses the answer for one of them. The secrets
 * of a run may be in the answer, so that `raw` is what becomes a fact.
 */
export function unredactedAnswers(text: string): (wanted?: Wanted) => UnredactedAnswer {
  const lines = pastedLines(text.slice(-pasteLimit))
  const answers = answersIn(lines)
  const read = answers.flatMap((answer) => ('facts' in answer ? [answer] : []))
  const last = read.at(-1) ?? answers.at(-1) ?? { error: whatElse(lines) }
  return (wanted) => read.findLast(({ facts }) => wanted && isAbout(facts.asked, wanted)) ?? last
}

/** Whether an answer is about that port and, where it is known, that user. */
export function isAbout(asked: AnswerFacts['asked'], { port, user }: Wanted): boolean {
  return asked.port === port && (user === null || asked.user === user)
}

/** JSON counts only where no text for people is: its lines of logs hold what strangers sent to the server. */
function answersIn(lines: readonly string[]): readonly UnredactedAnswer[] {
  const blocks = answerBlocks(lines)
  if (blocks.length > 0) return blocks.map(readBlock)
  return lines.some(isTextForPeople) ? [] : bareObjects(lines).map(readJson)
}

/** The first line and a heading of what the script prints for people. */
const isTextForPeople = (line: string) =>
  /^(?:SSH server check: port|VERDICT$)/.test(withoutMarks(line))

const pasteAll =
  'Run server-check.sh again and paste everything from BEGIN to END, or hand over the file that it was printed to.'

const corruptions = {
  'cut-off': `The pasted text has no complete answer block. ${pasteAll}`,
  masked: `A part of the answer block was replaced by ***, as a runner does with secrets in its log. Take the block from where server-check.sh printed it, not from the log of a job.`,
  changed: `The answer block was changed on its way here: its checksum does not match. ${pasteAll}`,
} as const

function readBlock(block: AnswerBlock): UnredactedAnswer {
  return 'corruption' in block ? { error: corruptions[block.corruption] } : readJson(block.json)
}

/** From a terminal an answer is read without a login, and so without a secret. */
const nothingSecret = new Redaction([])

function readJson(json: string): UnredactedAnswer {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { error: corruptions['cut-off'] }
  }
  const version = field(value, 'serverCheck')
  if (version !== answerVersion) {
    const shown = typeof version === 'number' ? String(version) : '?'
    return {
      error: `The answer has the form ${shown} of server-check.sh, and this version reads form ${String(answerVersion)}: run the server-check.sh that comes with this version.`,
    }
  }
  const raw = checkedAnswer(value)
  return raw
    ? { facts: nothingSecret.redact<AnswerFacts>(raw), raw }
    : { error: corruptions['cut-off'] }
}

/** A text that holds no answer is often a near one: a message of the script, or the script. */
function whatElse(lines: readonly string[]): string {
  const text = lines.slice(0, 2_000).join('\n').slice(0, 100_000)
  const expected =
    'expected the block that server-check.sh prints at its end, from BEGIN to END, or its line with --json'
  if (text.trim() === '') return `The answer is empty: ${expected}`
  if (text.includes('# server-check.sh: why can nobody')) {
    return `This is server-check.sh itself, not what it printed: ${expected}`
  }
  if (lines.some(isTextForPeople) || hasFrameLine(lines)) return corruptions['cut-off']
  const refusal =
    /server-check\.sh: (unknown option[^\n]{0,60}|--[^\n]{0,60}|[^\n]{0,60}needs a value)/.exec(
      text,
    )?.[1]
  if (refusal !== undefined) {
    return `server-check.sh did not run, it said "${refusal.slice(0, 60)}": ${expected}`
  }
  if (/server-check\.sh[^\n]{0,40}(?:No such file|not found|Can't open|cannot open)/i.test(text)) {
    return `The shell did not find server-check.sh: run it in the folder that it was downloaded to; ${expected}`
  }
  if (/^--- \d+ /m.test(text)) {
    return `This is what the short list of commands printed, which only a person can read: ${expected}`
  }
  const count = lines.filter((line) => line.trim() !== '').length
  return `No answer of server-check.sh is in ${count === 1 ? 'this line' : `these ${String(count)} lines`}: ${expected}`
}
