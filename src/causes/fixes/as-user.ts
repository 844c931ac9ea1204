import type { ServerView } from '../server-cause'
import { quoted, userWord } from './quoted'

/**
 * A command for an admin that runs POSIX shell as the deploy user, in whose home `~` is. Whatever is in that home, a link
 * to a file of root included, is changed with the rights of that user only.
 *
 * @param script finds the words as `$1`, `$2` …
 * @param words each one word of a shell command already
 */
export function asUser(server: ServerView, script: string, ...words: readonly string[]): string {
  const given = words.length === 0 ? [] : ['sh', ...words]
  return [`sudo -u ${userWord(server)} -H sh -c ${quoted(script)}`, ...given].join(' ')
}
