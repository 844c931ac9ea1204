import type { Fix } from './cause'
import generated from './examples.json' with { type: 'json' }
import type { CauseId, ServerCauseId } from './ids'
import { candidates } from './server'
import type { ServerView } from './server-cause'

/** What only facts can word, worded once for a typical case. */
export interface CauseExample {
  readonly fixes: readonly Fix[]
  /** What only the server can tell. */
  readonly candidates: readonly ServerCauseId[]
}

/** A server of which nothing is known but what the page needs to show. */
export const exampleServer: ServerView = {
  port: 22,
  user: 'deploy',
  keyFingerprint: 'SHA256:3m0tZ5Yx8dNnlTq2mQ1sB7cVpKfJrWgUeHxAi4oLyD0',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tzYXJlZm9ydGVzdGluZ29ubHkxMjM0',
  publicKeyBreaks: [],
  system: 'unknown',
}

/** From the fixture of the cause, written by `npm run docs`. */
export function exampleOf(id: CauseId): CauseExample {
  const examples: Readonly<Partial<Record<string, CauseExample>>> = generated as Readonly<
    Record<string, CauseExample>
  >
  return examples[id] ?? { fixes: [], candidates: [] }
}

/** The command that decides, what it shows, and the fix, on most Linux systems or on the one system that can have it. */
export function candidateExample(id: ServerCauseId) {
  const systems = ['unknown', 'ubuntu', 'debian', 'windows'] as const
  const found = systems.flatMap((system) => candidates([id], { ...exampleServer, system }))
  return found[0] ?? null
}
