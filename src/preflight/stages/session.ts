import type { Clock } from '../clock'
import { type SessionFacts } from '../../facts'
import { type Raw, remote } from '../../facts/unredacted'
import type { SshSession } from '../../ssh/session'
import { observe } from './observe'
import { tryExec } from './session-exec'
import { trySftp } from './session-sftp'
import { type Fact, notChecked } from '../../facts/fact'

const longestDebugText = 1024

/** RFC 4254: one command and SFTP, on two channels of the connection, one after the other (MaxSessions may be 1). */
export async function openSession(
  session: SshSession,
  sftp: 'auto' | 'required' | 'off',
  clock: Clock,
): Promise<Raw<Fact<SessionFacts>>> {
  return observe<SessionFacts>(clock, async () => {
    const exec = await tryExec(session, clock)
    const sftpFact =
      sftp === 'off' ? notChecked('switched-off') : await trySftp(session, sftp, clock)
    await session.announced.settle()
    return {
      exec,
      sftp: sftpFact,
      debug: session.announced.debug.map((text) => remote(text, longestDebugText)),
    }
  })
}
