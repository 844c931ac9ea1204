import { readFileSync, statSync } from 'node:fs'

/** A webhook payload has at most 25 MB (docs.github.com, webhook events and payloads). */
const largestEvent = 25 * 1024 * 1024

/** The webhook payload of the event at GITHUB_EVENT_PATH; null where there is none, or none that can be read. */
export function readEvent(path: string): unknown {
  try {
    const found = statSync(path)
    if (!found.isFile() || found.size > largestEvent) return null
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
