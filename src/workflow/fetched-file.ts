/** A file of a repository as GitHub's contents API gives it (docs.github.com, REST API: repository contents). */
import { apiRefusal } from './api-error'
import { field } from '../text/field'

/** One version of one file. */
export interface RepositoryFile {
  /** `owner/name`. */
  readonly repository: string
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  /** The full hash. */
  readonly commit: string
}

/** The text of a file, or why there is none: a short fixed clause, without a byte of the answer. */
export type FileText = { readonly text: string } | { readonly why: string }

/**
 * Reads the answer of `get`, and turns whatever it throws into a reason: a line of an annotation is never worth a failure. The
 * signal is the one that ends the call.
 */
export async function fetchedText(
  get: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<FileText> {
  try {
    return textOf(await get())
  } catch (error) {
    return { why: signal.aborted ? 'the GitHub API took too long' : whyOf(error) }
  }
}

/** The API gives files up to 1 MB in base64; larger ones come without their content. Workflow files are far smaller. */
const largestFile = 512 * 1024

function textOf(answer: unknown): FileText {
  const [type, encoding, content, size] = ['type', 'encoding', 'content', 'size'].map((name) =>
    field(answer, name),
  )
  if (type !== 'file') return { why: 'the GitHub API gave no file' }
  if (typeof size === 'number' && size > largestFile) return { why: 'the file is too large' }
  if (encoding !== 'base64' || typeof content !== 'string')
    return { why: 'its content did not come' }
  const bytes = Buffer.from(content, 'base64')
  // Buffer skips what is no base64, so a corrupt answer has another length.
  if (bytes.length !== size) return { why: 'its content came incomplete' }
  return { text: bytes.toString('utf8') }
}

function whyOf(error: unknown): string {
  const { status, isRateLimit } = apiRefusal(error)
  if (status === null) return 'the GitHub API can not be reached'
  const answered = `(the GitHub API answered ${status})`
  if (isRateLimit) return `too many requests were made with this github_token ${answered}`
  if (status === 401) return `the github_token is not valid ${answered}`
  if (status === 403 || status === 404)
    return `the github_token has no permission to read it: contents: read allows that ${answered}`
  return `the GitHub API has a fault ${answered}`
}
