/** The form of the table of messages, and builders for patterns that many rows share. */
import type { CauseId, ServerCauseId } from '../../facts/cause-ids'

export type AnyCauseId = CauseId | ServerCauseId

/**
 * How much a message says, from most to least: `fault` names what is wrong, `effect` says what broke and leaves several causes,
 * `ending` says only that something before it failed, `noise` is harmless. Of a log, the message that says most decides.
 */
export const strengths = ['fault', 'effect', 'ending', 'noise'] as const

/** One message in the words of all clients that have it. */
export interface Message {
  /** Name of its page in docs/messages. Public, so it stays. */
  readonly id: string
  readonly strength: (typeof strengths)[number]
  /** How clients and servers print it, verbatim; `…` is in the place of what differs. The first is the title of its page. */
  readonly shown: readonly [string, ...string[]]
  /**
   * Each finds the message in one line, anywhere in it. Linear, so that a problem matcher can have them too. `$1` of a match goes
   * to `adds`.
   */
  readonly patterns: readonly RegExp[]
  /** What it means, in one sentence or two. */
  readonly says: string
  /** The most likely causes in order, at most three. Empty when it is no fault of SSH. */
  readonly causes: readonly AnyCauseId[]
  /** Others that show it too. */
  readonly rarer?: readonly AnyCauseId[]
  /** What to do first, where no cause says it: always there when there are no causes. */
  readonly move?: string
  /** One more sentence from what the pattern found. */
  readonly adds?: (found: string) => string
}

/**
 * A list of login methods in any order, after words that introduce it: `Permission denied (publickey,password)`, `attempted methods
 * [none publickey]`. It has all methods of `has` and none of `not`. Others, such as gssapi-with-mic, do not count.
 */
export function methods(before: RegExp, has: readonly string[], not: readonly string[]): RegExp {
  const list = String.raw`[\w@.,'"\s…*-]{0,200}`
  const within = (method: string) => String.raw`${list}(?<![\w-])${method}(?![\w-])`
  const all = has.map((method) => `(?=${within(method)})`).join('')
  const none = not.map((method) => `(?!${within(method)})`).join('')
  return new RegExp(String.raw`(?:${before.source})\W{0,5}${all}${none}`, 'i')
}

/** An exit code as every tool writes it: `exit code 255`, `exited with status 255`, `(code 255)`, `Error 255` of make. */
export function exitCode(...codes: readonly number[]): RegExp {
  const words = String.raw`(?:\bexit(?:ed|code)?|\bcode|\bstatus|\brc|\breturned|\]\s?error)`
  const more = String.raw`(?:\W{0,4}(?:with|a|non-zero|exit|code|status|error|value|command|is|was)){0,5}`
  return new RegExp(String.raw`${words}${more}\W{0,4}\b(?:${codes.join('|')})\b(?!\.\d)`, 'i')
}

/** An exit code of rsync, as rsync, its wrappers and actions write it. */
export function rsyncCode(code: number): RegExp {
  const number = String.raw`(?:code|status|error|exit)\W{1,3}(?:code|status)?\W{0,3}${String(code)}\b`
  return new RegExp(String.raw`\brsync\b.{0,160}\b${number}`, 'i')
}

/** An error code of libcurl: `curl: (7)`, `cURL error 7`, `curl error: 7`. */
export function curlCode(...codes: readonly number[]): RegExp {
  return new RegExp(
    String.raw`\bcurl\b(?:\(\))?\W{0,3}(?:error|code|errno)?[\s:(]{1,3}(?:${codes.join('|')})\b`,
    'i',
  )
}

/** The number of an error of Windows Sockets, as programs put it next to the text: `(10061)`, `WinError 10060`, `#10054`. */
export function windowsError(...numbers: readonly number[]): RegExp {
  return new RegExp(
    String.raw`(?:error|errno|code|exception|wsa\w*|[(#[])\W{0,4}(?:${numbers.join('|')})\b`,
    'i',
  )
}

/** The number of an error of the system: Linux, macOS and Windows in one list, as Python, Ruby, Rust, PHP and PuTTY write it. */
export function systemError(...numbers: readonly number[]): RegExp {
  const words = String.raw`(?:\berrno|\bwinerror|\bos error|\bsocket error|\bsystem error|\berror(?: code| number)?)`
  return new RegExp(String.raw`${words}\W{0,4}-?(?:${numbers.join('|')})\b(?!\.\d)`, 'i')
}
