import type { Clock } from '../clock'
import type { Interruption, Opened, SshSession } from '../../ssh/session'

/** Most bytes that are kept of what a command writes, on each of its streams. */
const mostBytes = 256 * 1024
/** With MaxSessions 1, sshd takes a moment to forget the channel before. */
const channelTries = 4
const betweenTriesMs = 150

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
