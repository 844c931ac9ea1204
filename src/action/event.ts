import { readFileSync, statSync } from 'node:fs'
import { field } from '../text/field'

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

/** The number of the pull request that the event belongs to: its own, or the one that was commented on. Else null. */
export function pullRequestNumber(event: unknown): number | null {
  const issue = field(event, 'issue')
  const pull = field(event, 'pull_request') ?? (field(issue, 'pull_request') ? issue : null)
  const number = field(pull, 'number')
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null
}
