import type { ServerView } from '../server-cause'
import { quoted, userWord } from './quoted'

/**
 * A command for an admin that runs a POSIX shell script as the deploy user; `~` is the home of that user. The script has only the
 * rights of that user, so a link in the home to a file of root does no harm.
 *
 * @param script has the words as `$1`, `$2` …
 * @param words each one word of a shell command already
 */
export function asUser(server: ServerView, script: string, ...words: readonly string[]): string {
  const given = words.length === 0 ? [] : ['sh', ...words]
  // OpenWrt has no sudo, and its admin is root.
  if (server.system === 'dropbear')
    return [`su -s /bin/sh ${userWord(server)} -c ${quoted(script)}`, ...given].join(' ')
  return [`sudo -u ${userWord(server)} -H sh -c ${quoted(script)}`, ...given].join(' ')
}
