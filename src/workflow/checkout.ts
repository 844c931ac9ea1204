import { readFileSync } from 'node:fs'
import { join, relative, resolve, isAbsolute } from 'node:path'

/** Reads files of the checked-out repository; `root` is GITHUB_WORKSPACE. */
export interface Checkout {
  /** The text of a file by its path from the root; null when it can't be read or lies outside. */
  read(path: string): string | null
  /** The commit that is checked out; null when it can't be told (no repository, packed refs). */
  readonly commit: string | null
}

/** The repository at `root`, looked at without git, which a job container need not have. */
export function checkoutAt(root: string): Checkout {
  const read = (path: string) => {
    const inside = relative(root, resolve(root, path))
    if (root === '' || inside.startsWith('..') || isAbsolute(inside)) return null
    try {
      return readFileSync(join(root, inside), 'utf8')
    } catch {
      return null
    }
  }
  const head = read('.git/HEAD')?.trim() ?? ''
  const branch = /^ref: (refs\/\S+)$/.exec(head)?.[1]
  const commit = branch === undefined ? head : (read(`.git/${branch}`)?.trim() ?? '')
  return { read, commit: /^[\da-f]{40,64}$/.test(commit) ? commit : null }
}
