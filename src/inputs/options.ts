import type { InputName, InputProblem } from '../facts'
import type { ReadInput } from '../facts/input-names'
import { readDuration } from './duration'
import { readPortInput } from './port'
import { holdsSecret, isKeyLike, showSafely } from './redacted-value'

/** Reads inputs of a fixed form, gathers what is wrong with them, and falls back to the default for those. */
export interface OptionReader {
  readonly problems: readonly InputProblem[]
  /** One of the words, in any case. */
  word<Word extends string>(input: InputName, words: readonly Word[], fallback: Word): Word
  /** true/false, on/off, yes/no. */
  onOff(input: InputName, fallback: boolean): boolean
  /** Whole milliseconds; less than `leastMs` is that, and 0, which is no limit for clients in Go, the fallback. */
  duration(input: InputName, fallbackMs: number, leastMs: number): number
  /** A path is repeated in reports, so what may be the text of a key is none. Null when it is not given or invalid. */
  path(input: 'key_path' | 'admin_key_path' | 'report'): string | null
  /** Text that is repeated in reports and fits; null when it is not given or invalid, or may hold a secret. */
  text(
    input: 'target' | 'programs',
    expected: string,
    fits: (text: string) => boolean,
  ): string | null
  /** Null when it is not given or invalid. */
  port(input: 'port' | 'proxy_port'): number | null
}

/** `secrets` are never repeated in a problem. */
export function optionReader(read: ReadInput, secrets: readonly string[]): OptionReader {
  const problems: InputProblem[] = []
  const show = (text: string) => showSafely(text, secrets)
  const invalid = (input: InputName, text: string, expected: string) => {
    problems.push({ kind: 'option-invalid', input, shown: show(text), expected })
  }
  return {
    problems,
    word(input, words, fallback) {
      const text = read(input).trim()
      if (text === '') return fallback
      const word = words.find((each) => each === text.toLowerCase())
      if (word === undefined) invalid(input, text, words.join(', '))
      return word ?? fallback
    },
    onOff(input, fallback) {
      const text = read(input).trim().toLowerCase()
      if (text === '') return fallback
      if (['on', 'true', 'yes'].includes(text)) return true
      if (['off', 'false', 'no'].includes(text)) return false
      invalid(input, text, 'true, false')
      return fallback
    },
    duration(input, fallbackMs, leastMs) {
      const text = read(input).trim()
      if (text === '') return fallbackMs
      const ms = readDuration(text)
      if (ms !== null) return ms === 0 ? fallbackMs : Math.max(ms, leastMs)
      invalid(input, text, 'a duration with its unit, such as 30s or 1m30s, up to 24h')
      return fallbackMs
    },
    path(input) {
      const text = read(input).trim()
      if (text === '') return null
      // The report's path is an output, which nobody redacts.
      const isShown = input === 'report' && holdsSecret(text, secrets.filter(isLong))
      const isSecret = secrets.includes(text) || isShown
      const isPath = !/[\r\n]/.test(text) && !isKeyLike(text) && !isSecret
      if (!isPath) invalid(input, text, 'the path of a file')
      return isPath ? text : null
    },
    text(input, expected, fits) {
      const text = read(input).trim()
      if (text === '') return null
      // A short password may well be a part of a path: `deploy`.
      const isSecret = () => secrets.includes(text) || holdsSecret(text, secrets.filter(isLong))
      const isText = fits(text) && !text.includes('${{') && !isKeyLike(text) && !isSecret()
      if (!isText) invalid(input, text, expected)
      return isText ? text : null
    },
    port(input) {
      const text = read(input).trim()
      if (text === '') return null
      const port = readPortInput(text)
      if (port === null) problems.push({ kind: 'port-invalid', input, shown: show(text) })
      return port
    },
  }
}

const isLong = (secret: string) => secret.length >= 8
