import type { Clock } from '../clock'
import type { ChannelReader, Interruption, Opened, SshSession } from '../../ssh/session'

/** Most bytes that are kept of what a command writes, on each of its streams. */
const mostBytes = 256 * 1024
/** With MaxSessions 1, sshd takes a moment to forget the channel before. */
const channelTries = 4
const betweenTriesMs = 150
/** How long a channel may stay open after the exit status: a background job of a start-up file can hold it open forever. */
const afterExitMs = 1000

/** Starts a command on a channel of a connection that has had others before. */
export async function openExecChannel(
  session: SshSession,
  command: string,
  clock: Clock,
): Promise<Opened | Interruption> {
  for (let tries = 1; ; tries += 1) {
    const opened = await session.exec(command, mostBytes)
    const refused = 'kind' in opened && opened.kind === 'channel-refused'
    if (!refused || tries === channelTries) return opened
    await clock.sleep(betweenTriesMs)
  }
}

/** Waits for the end of a command, `ms` at most, and closes its channel. Gives what came before the end; null when it ended. */
export async function endOfCommand(
  session: SshSession,
  reader: ChannelReader,
  ms?: number,
): Promise<Interruption | null> {
  const interruption = await session.until(Promise.race([reader.closed, reader.exited]), ms)
  if (!interruption) await session.until(reader.closed, afterExitMs)
  reader.close()
  return interruption ?? null
}
