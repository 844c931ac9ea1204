import { writeKeyFile } from './openssh-key-v1'
import { type ReadKey, readPrivateKey } from './read-private-key'

interface Remembered {
  readonly text: string
  readonly passphrase: string | null
  readonly read: ReadKey
}

/** A key that was read, as it can be sent to another thread, with nothing left to decrypt. Secret. */
export interface OpenedKey extends Omit<Remembered, 'read'>, Omit<ReadKey, 'key'> {
  /** The private key in the form of openssh-key-v1, not encrypted; null where none came of the text. */
  readonly opened: string | null
}

/** Deploy, jump host and other login, each with a text and a file. */
const most = 6

const remembered: Remembered[] = []

/**
 * As `readPrivateKey`, and each key only once: it is read before anything is printed, for what must be masked, and again where
 * it is judged, and decrypting it takes up to a second. Secret.
 */
export function readKeyOnce(text: string, passphrase: string | null): ReadKey {
  const known = recall(text, passphrase)
  if (known) return known.read
  return remember({ text, passphrase, read: readPrivateKey(text, passphrase) })
}

/** What was read so far, for a thread that is to read the same keys: no host waits there while a key is decrypted. */
export function openedKeys(): readonly OpenedKey[] {
  return remembered.map(({ text, passphrase, read: { key, facts, layers } }) => {
    const opened = key && writeKeyFile(key.components)
    return { text, passphrase, facts, layers, opened }
  })
}

/** Remembers keys that another thread has read. */
export function rememberKeys(keys: readonly OpenedKey[]): void {
  for (const { text, passphrase, facts, layers, opened } of keys.toReversed()) {
    if (recall(text, passphrase)) continue
    const key = opened === null ? null : readPrivateKey(opened, null).key
    remember({ text, passphrase, read: { key, facts, layers } })
  }
}

function recall(text: string, passphrase: string | null): Remembered | undefined {
  return remembered.find((each) => each.text === text && each.passphrase === passphrase)
}

function remember(entry: Remembered): ReadKey {
  remembered.unshift(entry)
  remembered.splice(most)
  return entry.read
}
