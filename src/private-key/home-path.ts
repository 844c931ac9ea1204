import { homedir } from 'node:os'
import { join } from 'node:path'

/** Expands a `~` alone at the start of a path, as a shell would have done before a program saw it. */
export function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}
