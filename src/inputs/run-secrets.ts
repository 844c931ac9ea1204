import { readKeyFile } from '../private-key/key-file'
import { keySecrets } from '../private-key/secrets'
import { type ReadInput, secretInputs } from '../facts/input-names'

/** The secrets of a run, of all hosts and logins: each input, whether it is used or not. */
export interface RunSecrets {
  /** What must be masked in a log, in every form that this program makes of it. */
  readonly masked: readonly string[]
  /** What no fact may hold: plain text, from which a `Redaction` is made. */
  readonly hidden: readonly string[]
}

const keys = [
  ['key', 'key_path', 'passphrase'],
  ['proxy_key', 'proxy_key_path', 'proxy_passphrase'],
  ['admin_key', 'admin_key_path', 'admin_passphrase'],
] as const

/**
 * Reads every secret of the inputs, and the key files that they name; `others` are secrets that come another way, such as a token.
 * Never throws: why a file cannot be read is the key stage's to say.
 */
export async function readRunSecrets(
  read: ReadInput,
  others: readonly string[],
): Promise<RunSecrets> {
  const words = [...secretInputs.filter((name) => !name.endsWith('key')).map(read), ...others]
  const ofKeys = await Promise.all(
    keys.map(async ([text, path, phrase]) => {
      const passphrase = read(phrase) === '' ? null : read(phrase)
      const place = read(path).trim()
      const file = place === '' ? '' : (await readKeyFile(place)).text
      return [read(text), file].map((key) => keySecrets(key, passphrase))
    }),
  )
  const all = ofKeys.flat()
  const linesOfWords = words.flatMap((word) => [word, ...word.split(/[\r\n]+/)])
  return {
    masked: distinct([...words, ...all.flatMap(({ lines }) => lines)]),
    hidden: distinct([...linesOfWords, ...all.flatMap(({ pieces }) => pieces)]),
  }
}

const distinct = (secrets: readonly string[]) =>
  [...new Set(secrets)].filter((secret) => secret.trim() !== '')
