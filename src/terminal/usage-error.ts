import { readBoundedFile } from '../inputs/bounded-file'
import { errorMessage } from '../text/error-message'

/** Wrong usage: the message is for the person who typed it. */
export class UsageError extends Error {}

/** Most bytes of a report or of known_hosts. */
export const textLimit = 16_000_000

/** The text of a file that was named on the command line; throws a UsageError where it cannot be read. */
export function readText(path: string): string {
  return systemSays(() => readBoundedFile(path, textLimit).toString('utf8'))
}

/** What the system says of a file that cannot be read is for the person who named it. */
export function systemSays(read: () => string): string {
  try {
    return read()
  } catch (error) {
    throw new UsageError(errorMessage(error))
  }
}
