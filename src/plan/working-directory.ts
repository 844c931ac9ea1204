import { posix } from 'node:path'

/**
 * The directory in which the commands of a script run, in each of its subshells. Paths are absolute, or begin with `~`; null where
 * nobody can say from the script.
 */
export class WorkingDirectory {
  private readonly directories = new Map<string, string | null>([['', '~']])
  private readonly made: string[] = []

  /** @param scope the subshell, as the reader of scripts names it */
  of(scope: string): string | null {
    const known = this.directories.get(scope)
    if (known !== undefined) return known
    return this.of(scope.slice(0, scope.lastIndexOf('/')))
  }

  enter(scope: string, path: string | null): void {
    this.directories.set(scope, path)
  }

  /** Remembers a directory or link that the script creates. */
  created(path: string | null): void {
    if (path !== null) this.made.push(path)
  }

  /** Whether a path is, or is in, what the script created before. */
  isCreated(path: string): boolean {
    return this.made.some((each) => path === each || path.startsWith(`${each}/`))
  }

  /** A path as a command of this subshell names it. */
  resolve(scope: string, path: string): string | null {
    if (path.startsWith('/')) return withoutSlash(posix.normalize(path))
    if (path === '~' || path.startsWith('~/')) return withoutSlash(path)
    if (path.startsWith('~') || path === '-') return null
    const from = this.of(scope)
    if (from === null) return null
    const joined = withoutSlash(posix.join(from, path))
    // Where the parent of the home directory is, only the server knows.
    return /^[~/]/.test(joined) ? joined : null
  }
}

const withoutSlash = (path: string) => (path.length > 1 ? path.replace(/\/$/, '') : path)
