import type { Raw } from '../../facts/unredacted'
import { Redaction } from '../../redaction/redaction'
import { type AnswerFacts, checkedAnswer, type RawAnswer } from './answer'
import { pastedLines } from './pasted-lines'
import { jsonStart, readJsonAnswer } from './read-json'
import { readTextAnswer, sectionOf, textStart } from './read-text'

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
const answerVersion = '1'

/** Most answers of one paste that are looked at: the last ones. */
const answersLimit = 50

/**
 * Reads what server-check.sh printed, in text or with `--json`, out of whatever a person pasted: prompts around it, colours, marks
 * of quotes, wrapped or lost lines. Of several answers the last one that is about `wanted` counts, else the last. Never throws. What is
 * not there is never made up: an answer with a part missing says so (`whole`).
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
  const lines = pastedLines(text)
  const answers = answersIn(lines).slice(-answersLimit).map(readOne)
  const read = answers.flatMap((answer) => ('facts' in answer ? [answer] : []))
  const last = answers.at(-1) ?? { error: whatElse(lines) }
  return (wanted) => read.findLast(({ facts }) => wanted && isAbout(facts.asked, wanted)) ?? last
}

/** Whether an answer is about that port and, where it is known, that user. */
export function isAbout(asked: AnswerFacts['asked'], { port, user }: Wanted): boolean {
  return asked.port === port && (user === null || asked.user === user)
}

interface Pasted {
  readonly form: 'json' | 'text'
  readonly lines: string[]
}

/**
 * The answers in a paste. Inside an answer in text nothing else begins before its end: its lines of logs hold what strangers
 * sent to the server.
 */
function answersIn(lines: readonly string[]): readonly Pasted[] {
  const answers: Pasted[] = []
  const endsLater = whereTextEnds(lines)
  let inText = false
  const open = (form: Pasted['form']) => {
    answers.push({ form, lines: [] })
    inText = form === 'text'
  }
  lines.forEach((line, at) => {
    if (textStart.test(line)) open('text')
    else if (jsonStart.test(line) && !(inText && endsLater[at] === true)) open('json')
    else if (answers.length === 0 && sectionOf(line) === 'VERDICT') open('text')
    answers.at(-1)?.lines.push(line)
    if (sectionOf(line) === 'END') inText = false
  })
  return answers
}

/** For each line, whether an answer in text goes on to its end from there, before another begins. */
function whereTextEnds(lines: readonly string[]): readonly boolean[] {
  let ends = false
  return lines
    .toReversed()
    .map((line) => {
      if (sectionOf(line) === 'END') ends = true
      else if (textStart.test(line)) ends = false
      return ends
    })
    .reverse()
}

/** From a terminal an answer is read without a login, and so without a secret. */
const nothingSecret = new Redaction([])

function readOne({ form, lines }: Pasted): UnredactedAnswer {
  const version = form === 'json' ? jsonStart.exec(lines[0] ?? '')?.[1] : answerVersion
  if (version !== answerVersion) {
    return {
      error: `The answer has the form ${version ?? '?'} of server-check.sh, and this version reads form ${answerVersion}: run the server-check.sh that comes with this version.`,
    }
  }
  const raw: RawAnswer | null = form === 'json' ? readJsonAnswer(lines) : readTextAnswer(lines)
  if (raw === null) {
    return {
      error:
        'The answer of server-check.sh breaks off before its verdict: paste all that it printed, from its first line to its last.',
    }
  }
  const checked = checkedAnswer(raw)
  return { facts: nothingSecret.redact<AnswerFacts>(checked), raw: checked }
}

/** A text that holds no answer is often a near one: a message of the script, or the script. */
function whatElse(lines: readonly string[]): string {
  const text = lines.slice(0, 2_000).join('\n').slice(0, 100_000)
  const expected =
    'expected all that server-check.sh printed, from "SSH server check" to "END", or its line with --json'
  if (text.trim() === '') return `The answer is empty: ${expected}`
  if (text.includes('# server-check.sh: why can nobody')) {
    return `This is server-check.sh itself, not what it printed: ${expected}`
  }
  const refusal = /server-check\.sh: (unknown option[^\n]*|--[^\n]*|[^\n]*needs a value)/.exec(
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
