import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { attempt } from './command'

/** Modes of fail2ban's sshd filter: `normal` is its default, `aggressive` the strictest. */
export type FilterMode = 'normal' | 'aggressive'

/**
 * How many failures fail2ban's own sshd filter counts in a log of sshd. Each is one failed login of the five that ban a source
 * by default.
 *
 * @param log what `sshd -E` wrote: it lacks the date and the process that syslog would put before each line
 * @param root a system that has fail2ban
 */
export async function failedLoginsIn(log: string, root: string, mode: FilterMode): Promise<number> {
  const path = `/tmp/${randomUUID()}.log`
  const lines = log.split(/\r?\n/).filter((line) => line !== '')
  const stamped = lines.map((line) => `${syslogDate()} server sshd[4711]: ${line}\n`).join('')
  await writeFile(root + path, stamped)
  const { stdout } = await attempt('chroot', [
    root,
    ...['fail2ban-regex', '--no-check-all', path, `sshd[mode=${mode}]`],
  ])
  await rm(root + path, { force: true })
  const matched = /(\d+) matched/.exec(stdout)?.[1]
  if (matched === undefined) throw new Error(`fail2ban-regex did not count: ${stdout}`)
  return Number(matched)
}

/** RFC 3164 section 4.1.2: `Nov 22 13:01:00`. */
function syslogDate(): string {
  const [, month = '', day = '', , time = ''] = new Date().toString().split(' ')
  return `${month} ${day} ${time}`
}
