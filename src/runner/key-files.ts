import { accessSync, constants } from 'node:fs'
import type { RunnerKeyFile } from '../facts'
import { fromHome } from '../plan/job-scripts'
import { expandHome } from '../private-key/home-path'
import { runChild } from './child'

/** Files that are looked at. */
const most = 20

/** Those of these private key files that exist, with the fingerprint of each. */
export async function keyFilesThere(
  paths: readonly string[],
  accountHome: string,
): Promise<readonly RunnerKeyFile[]> {
  const found = await Promise.all(
    [...new Set(paths)].slice(0, most).map(async (path) => {
      const file = expandHome(fromHome(path).replace(/^~(?=\/)/, accountHome))
      if (!exists(file)) return []
      const answer = await runChild('ssh-keygen', ['-l', '-E', 'sha256', '-f', file])
      return [{ path, fingerprint: fingerprints(answer?.text ?? '')[0] ?? null }]
    }),
  )
  return found.flat()
}

/** The fingerprints in what `ssh-keygen -l` or `ssh-add -l` prints. */
export const fingerprints = (text: string): readonly string[] =>
  text.match(/SHA256:[\w+/]{43}/g) ?? []

function exists(file: string): boolean {
  try {
    accessSync(file, constants.F_OK)
    return true
  } catch {
    return false
  }
}
