import type { RemovedAround } from '../facts'

/** What was removed, for the log. */
export const removedWords: Readonly<Record<RemovedAround, string>> = {
  space: 'spaces around it were removed',
  newline: 'a newline around it was removed',
  'byte-order-mark': 'a byte order mark around it was removed',
}
