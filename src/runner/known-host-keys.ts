import { homedir } from 'node:os'
import { join } from 'node:path'
import type { KnownHostKey } from '../facts'
import { readBoundedFile } from '../inputs/bounded-file'
import { readKnownHosts } from '../ssh/known-hosts'
import { field } from '../text/field'

/** Bytes of one known_hosts file. */
const largestFile = 1_000_000

/** The lines for a host in the files that ssh reads, as `ssh -G` names them; null where one of them could not be read in full. */
export function knownHostKeys(
  files: readonly string[],
  accountHome: string,
  host: string,
  port: number,
): readonly KnownHostKey[] | null {
  const found: KnownHostKey[] = []
  for (const file of files) {
    if (file === 'none') continue
    // A token of ssh_config(5), or a quoted name.
    if (/["%$]/.test(file)) return null
    const text = textOf(file.replace(/^~(?=\/)/, accountHome))
    if (text === null) return null
    const { lines, withoutPort } = readKnownHosts(text, host, port)
    for (const [isForPort, all] of [
      [true, lines],
      [false, withoutPort],
    ] as const)
      for (const { key, marker } of all)
        found.push({ type: key.type, fingerprint: key.fingerprint, marker, isForPort })
  }
  return found
}

/** Whether the file below HOME has the host. */
export function isKnownInHome(host: string, port: number): boolean {
  const text = textOf(join(homedir(), '.ssh', 'known_hosts')) ?? ''
  return readKnownHosts(text, host, port).lines.length > 0
}

/** Empty for a file that ssh cannot read either; null for one that is too large. */
function textOf(path: string): string | null {
  try {
    return readBoundedFile(path, largestFile).toString('utf8')
  } catch (error) {
    return field(error, 'code') === undefined ? null : ''
  }
}
