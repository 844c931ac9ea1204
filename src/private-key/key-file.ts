import { readFile, stat } from 'node:fs/promises'
import { expandHome } from './home-path'
import { largestKey } from './read-private-key'

/** What a key file holds: empty, with the code of the reason, when it can't be read. */
export interface KeyFile {
  readonly text: string
  /** A code of the system such as `ENOENT`, or `not-a-file` for a pipe or a device; null when the file was read. */
  readonly error: string | null
}

/** Reads a private key file, `~` expanded. Pipes and devices are not waited for, and what is too large is not read. */
export async function readKeyFile(given: string): Promise<KeyFile> {
  try {
    const path = expandHome(given)
    const found = await stat(path)
    if (found.isDirectory()) return { text: '', error: 'EISDIR' }
    if (!found.isFile()) return { text: '', error: 'not-a-file' }
    if (found.size > largestKey) return { text: '', error: 'EFBIG' }
    return { text: await readFile(path, 'utf8'), error: null }
  } catch (error) {
    return { text: '', error: codeOf(error) }
  }
}

function codeOf(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded ? String(error.code) : 'unknown'
}
