import { readAtMost, readBoundedFile } from '../bounded-file'
import { type InputFacts, type ServerCheckFacts } from '../../facts'
import { ours, type Raw, remote } from '../../facts/unredacted'
import { decodeText, decodeWide } from '../../text/decode-text'
import { answerInput } from './answer-input'
import { hasFrameLine } from './answer-block'
import { pastedLines } from './pasted-lines'
import { isAbout, type UnredactedAnswer, unredactedAnswers, type Wanted } from './read-answer'
import { errorMessage } from '../../text/error-message'
import type { Fact } from '../../facts/fact'

/** Most bytes of a file: an answer has some thousands. */
const fileLimit = 4_000_000

/**
 * The text of an answer in a file of at most 4 MB; `-` is the standard input, of which the first 4 MB count. UTF-16, as PowerShell
 * redirects, is read too. Throws a sentence that says why it cannot be read.
 */
export function readAnswerFile(path: string): string {
  const bytes = path === '-' ? readAtMost(0, fileLimit) : readBoundedFile(path, fileLimit)
  return decodeText(bytes)
}

/**
 * The text behind a value of the input: of several lines, with a block, or JSON, the value itself, else the file that it names. A
 * field of one line takes the line breaks out of a paste.
 */
function textOf(value: string): string {
  const text = value.trim()
  const isAnswer =
    /[\r\n]/.test(text) ||
    text.startsWith('{') ||
    hasFrameLine(pastedLines(value.slice(0, 100_000)))
  return isAnswer ? (decodeWide(value) ?? value) : readAnswerFile(text)
}

/**
 * What the input `server_report` brings for each host, in their order; null for those that it is not about. An answer knows no name
 * of a host: of several it is for the one with its port and user. What cannot be read is a failed fact that says why.
 */
export function importServerReport(
  value: string | null,
  hosts: readonly InputFacts[],
): readonly (Raw<Fact<ServerCheckFacts>> | null)[] {
  if (value === null) return hosts.map(() => null)
  let text: string
  try {
    text = textOf(value)
  } catch (error) {
    const why = errorMessage(error)
    return hosts.map(() =>
      failed(
        `${why}; expected the path of a file in the workspace, or the text itself: the block that server-check.sh prints, or its JSON.`,
      ),
    )
  }
  const answerFor = unredactedAnswers(text)
  const answers = hosts.map((host) => answerFor(wantedOf(host)))
  if (hosts.length === 1) return answers.map(factOf)
  const isFor = answers.map((answer, index) => {
    const host = hosts[index]
    return host !== undefined && 'facts' in answer && isAbout(answer.facts.asked, wantedOf(host))
  })
  return answers.map((answer, index) => {
    if ('error' in answer) return factOf(answer)
    if (isFor[index] !== true) return null
    const sameHosts = hosts.filter((host, other) => isFor[other] && isSame(host, hosts[index]))
    return sameHosts.length > 1
      ? failed(
          `it is about port ${String(answer.facts.asked.port)} and user ${answer.facts.asked.user ?? ''}, and so are ${String(sameHosts.length)} of the hosts: give it to a run with one of them.`,
        )
      : factOf(answer)
  })
}

/** What an answer should be about; a user from a secret is not known by name. */
export function wantedOf({ port, user }: InputFacts): Wanted {
  return { port, user: user === '***' ? null : user }
}

const isSame = (a: InputFacts, b: InputFacts | undefined) =>
  a.port === b?.port && (a.user === b.user || a.user === '***' || b.user === '***')

function factOf(answer: UnredactedAnswer): Raw<Fact<ServerCheckFacts>> {
  if ('error' in answer) return failed(answer.error)
  return { state: 'observed', value: { by: 'paste', ...answer.raw }, ms: 0 }
}

function failed(message: string): Raw<Fact<ServerCheckFacts>> {
  return { state: 'failed', error: { message: remote(message), code: ours(answerInput) }, ms: 0 }
}
