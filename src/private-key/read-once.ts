import { type ReadKey, readPrivateKey } from './read-private-key'

interface Remembered {
  readonly text: string
  readonly passphrase: string | null
  readonly read: ReadKey
}

/** Deploy, jump host and other login, each with a text and a file. */
const most = 6

const remembered: Remembered[] = []

/**
 * As `readPrivateKey`, and each key only once: it is read before anything is printed, for what must be masked, and again where
 * it is judged, and decrypting it takes up to a second. Secret.
 */
export function readKeyOnce(text: string, passphrase: string | null): ReadKey {
  const known = remembered.find((each) => each.text === text && each.passphrase === passphrase)
  if (known) return known.read
  const read = readPrivateKey(text, passphrase)
  remembered.unshift({ text, passphrase, read })
  remembered.splice(most)
  return read
}
