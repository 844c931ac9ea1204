import { readBoundedFile } from '../inputs/bounded-file'
import { decodeText } from '../text/decode-text'
import { errorMessage } from '../text/error-message'

/** Wrong usage: the message is for the person who typed it. */
export class UsageError extends Error {}

/** Most bytes of a report or of known_hosts. */
export const textLimit = 16_000_000

/** The text of a report that was named on the command line, in any encoding; throws a UsageError where it cannot be read. */
export function readText(path: string): string {
  return systemSays(() => decodeText(readBoundedFile(path, textLimit)).replace(/^\ufeff/, ''))
}

/** What the system says of a file that cannot be read is for the person who named it. */
export function systemSays(read: () => string): string {
  try {
    return read()
  } catch (error) {
    throw new UsageError(errorMessage(error))
  }
}
