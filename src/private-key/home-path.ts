import { homedir } from 'node:os'
import { join } from 'node:path'

/** Expands a `~` at the start of a path, as a shell does before a program gets the path. Not `~name`. */
export function expandHome(path: string): string {
  if (!/^~(?=$|[/\\])/.test(path)) return path
  try {
    return join(homedir(), path.slice(1))
  } catch {
    // Neither HOME nor an account of this uid.
    return path
  }
}
