import type { RemovedAround } from '../facts'

/** What `trim` takes off around a value: the most harmful of it; null when there is nothing, or nothing else. */
export function removedAround(text: string): RemovedAround | null {
  const value = text.trim()
  if (value === '' || value === text) return null
  const [before = '', after = ''] = text.split(value, 2)
  const around = before + after
  if (around.includes('\ufeff')) return 'byte-order-mark'
  return /[\r\n]/.test(around) ? 'newline' : 'space'
}

/** What was removed, for the log. */
export const removedWords: Readonly<Record<RemovedAround, string>> = {
  space: 'spaces around it were removed',
  newline: 'a newline around it was removed',
  'byte-order-mark': 'a byte order mark around it was removed',
}
