import { serverCauses } from '../causes/server'
import { type Facts } from '../facts'
import { list, literal, say, type Words } from '../text/words'
import { answerInput } from '../inputs/server-report/answer-input'
import type { Report } from './model'
import { otherLoginWords } from './other-login'
import { seen } from '../facts/fact'

/** Most lines of what it saw, and of what it could not see: the JSON report has all. */
const shownLines = 60
const shownNotes = 8

/** What the check on the server says together with the outside, and how it was asked; none where nobody wanted it. */
export function answerNotes({ facts, diagnosis }: Report): readonly Words[] {
  const { combined } = diagnosis
  const unread = unreadAnswer(facts)
  if (unread !== null) return [unread]
  const check = seen(facts.serverCheck)
  const words = otherLoginWords(facts)
  const howAsked = words === null ? [] : [say`The check was ${words}.`]
  if (!combined || !check) return howAsked
  const titles = combined.ruledOut.map((id) =>
    literal(serverCauses.find((cause) => cause.id === id)?.title ?? ''),
  )
  return [
    ...combined.notes,
    ...howAsked,
    ...(titles.length === 0 ? [] : [say`Ruled out by it: ${list(titles, '; ')}.`]),
    ...check.notSeen.slice(0, shownNotes).map((text) => say`Not seen: ${text}`),
  ]
}

/** Why an answer could not be read, as a sentence; null when there is none, or it was read. */
export function unreadAnswer({ serverCheck }: Facts): Words | null {
  if (serverCheck.state !== 'failed') return null
  const { message, code } = serverCheck.error
  return code === answerInput
    ? say`The answer in ${answerInput} was not read: ${message}`
    : say`The check on the server could not be made: ${message}`
}

/** One line of what the check saw. */
export interface AnswerLine {
  readonly mark: 'ok' | '!!' | '--'
  readonly label: string
  readonly value: Words
}

const marks = { ok: 'ok', bad: '!!', info: '--' } as const

/** What the check on the server saw. All of it is its own text: data. */
export function answerSeen(facts: Facts): readonly AnswerLine[] {
  const evidence = seen(facts.serverCheck)?.evidence ?? []
  return evidence.slice(0, shownLines).map(({ mark, area, text }) => ({
    mark: marks[mark],
    // Other areas than the check's own have no label: letters left out could put a secret together again.
    label: /^[a-z ]{1,20}$/.test(area) ? area : '',
    value: say`${text}`,
  }))
}
