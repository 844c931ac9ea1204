import type { Clock } from '../clock'
import { type SftpFacts } from '../../facts'
import { type Raw, WholeText } from '../../facts/unredacted'
import type { Interruption, SshSession } from '../../ssh/session'
import { readSftp, sftpInit, sftpRealpath } from '../../ssh/sftp-version'
import { observe, outOfTime, waitedLongEnough } from './observe'
import { type Fact, notChecked, type NotChecked } from '../../facts/fact'

const mostBytes = 64 * 1024
const longestText = 1024
/** How long to wait for the rest of a text, or for the exit status after it. */
const afterTextMs = 500

/**
 * Starts the SFTP subsystem, initializes it and asks for the path of `.`: nothing is read or written. Not checked when the
 * connection is over: some servers (TinySSH) end it with its first channel, and there is no second connection.
 */
export async function trySftp(
  session: SshSession,
  wanted: 'auto' | 'required',
  clock: Clock,
): Promise<Raw<Fact<SftpFacts>>> {
  return observe<SftpFacts>(clock, async (): Promise<Raw<SftpFacts> | NotChecked> => {
    const startedAt = clock.elapsedMs()
    const made = (
      outcome: SftpFacts['outcome'],
      text = '',
      exitCode: number | null = null,
      end = text.length,
    ) => ({
      outcome,
      text: new WholeText(text).part(0, end, longestText),
      exitCode,
      ms: clock.elapsedMs() - startedAt,
    })
    const interrupted = (interruption: Interruption) => {
      if (interruption.how === 'stalled')
        return waitedLongEnough(clock, startedAt) ? made('stalled') : outOfTime(clock)
      return made(interruption.how === 'reset' ? 'reset' : 'closed')
    }
    const opened = await session.sftp(mostBytes)
    if ('how' in opened && opened.how !== 'stalled')
      return notChecked(wanted === 'required' ? 'stopped' : 'not-needed')
    if ('how' in opened) return interrupted(opened)
    if (opened.kind === 'channel-refused') return made('channel-refused', opened.text)
    if (opened.kind === 'request-refused') return made('subsystem-refused')

    const { reader } = opened
    reader.write(sftpInit)
    const sftpAnswered = reader.when((head) => readSftp(head) !== 'more')
    const first = await session.until(Promise.race([sftpAnswered, reader.closed]))
    if (first) return interrupted(first)
    if (readSftp(reader.stdout) === 'version') {
      reader.write(sftpRealpath)
      const answered = reader.when((head) => readSftp(head) === 'answered')
      const second = await session.until(Promise.race([answered, reader.closed]))
      if (second) return interrupted(second)
    }
    if (readSftp(reader.stdout) === 'answered') {
      reader.close()
      return made('works')
    }
    await session.until(reader.closed, afterTextMs)
    reader.close()
    // Behind the text of a login script come the packets of the SFTP server, which begin with a zero byte.
    const text = reader.stdout.toString('utf8')
    const [words = ''] = text.split('\0', 1)
    return reader.stdout.length === 0
      ? made('exited', reader.stderr.toString('utf8'), reader.exitCode)
      : made('text-instead', text, reader.exitCode, words.length)
  })
}
