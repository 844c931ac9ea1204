import { readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'

/** Reads files of the checked-out repository; `root` is GITHUB_WORKSPACE. */
export interface Checkout {
  /** The text of a file by its path from the root; null when it can't be read or lies outside. */
  read(path: string): string | null
  /** The commit that is checked out; null when it is not known (no repository, packed refs). */
  readonly commit: string | null
}

/** Far above what people write, and parsed within a second. */
const largestFile = 512 * 1024

/** The repository at `root`, looked at without git, which a job container need not have. */
export function checkoutAt(root: string): Checkout {
  const read = (path: string) => {
    if (root === '') return null
    try {
      // A link may lead out of the repository: then it is not the file that the runner read.
      const place = realpathSync(resolve(root, path))
      const inside = relative(realpathSync(root), place)
      if (inside.startsWith('..') || isAbsolute(inside)) return null
      const found = statSync(place)
      return found.isFile() && found.size <= largestFile ? readFileSync(place, 'utf8') : null
    } catch {
      return null
    }
  }
  const head = read('.git/HEAD')?.trim() ?? ''
  const branch = /^ref: (refs\/\S+)$/.exec(head)?.[1]
  const commit = branch === undefined ? head : (read(`.git/${branch}`)?.trim() ?? '')
  return { read, commit: /^[\da-f]{40,64}$/.test(commit) ? commit : null }
}
