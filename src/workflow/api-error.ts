import { field } from '../text/field'

/** What the client's error says about an answer of GitHub's API. */
export interface ApiRefusal {
  /** Null when no answer came. */
  readonly status: number | null
  /** Too many requests, in any of the three ways in which the API says so (docs.github.com, REST API: rate limits). */
  readonly isRateLimit: boolean
  /** The API's own sentence: it is searched, and never repeated. */
  readonly message: string
}

/** Reads what the client threw. */
export function apiRefusal(error: unknown): ApiRefusal {
  const response = field(error, 'response')
  const status = field(response, 'status')
  const message = error instanceof Error ? error.message : ''
  if (typeof status !== 'number') return { status: null, isRateLimit: false, message }
  const headers = field(response, 'headers')
  const noneLeft = String(field(headers, 'x-ratelimit-remaining')) === '0'
  const isSlowedDown = noneLeft || field(headers, 'retry-after') !== undefined
  const isRateLimit =
    status === 429 || (status === 403 && (isSlowedDown || /rate limit/i.test(message)))
  return { status, isRateLimit, message }
}
