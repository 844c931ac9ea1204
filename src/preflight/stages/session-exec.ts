import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock'
import type { ExecFacts } from '../../facts'
import { type Raw, remote, remoteOrNull, type Unredacted, WholeText } from '../../facts/unredacted'
import type { Interruption, SshSession } from '../../ssh/session'
import { endOfCommand } from './exec-channel'
import { endOf, rawDisconnect } from './interruption'
import { observe, outOfTime, waitedLongEnough } from './observe'
import type { Fact, NotChecked } from '../../facts/fact'

const mostBytes = 256 * 1024
const longestText = 4096
/** Left over for SFTP when a login script hangs: this much, and never more than a quarter of what there is. */
const reserveMs = 4000

/**
 * Runs `echo` with a random token: byte-exact in sh, bash, fish, csh, cmd.exe, PowerShell and shells that allow only echo.
 * Whatever else comes on stdout is noise that breaks rsync and scp.
 */
export async function tryExec(session: SshSession, clock: Clock): Promise<Raw<Fact<ExecFacts>>> {
  return observe<ExecFacts>(clock, async (): Promise<Raw<ExecFacts> | NotChecked> => {
    const startedAt = clock.elapsedMs()
    const ms = () => clock.elapsedMs() - startedAt
    const token = randomBytes(12).toString('hex')
    const patienceMs = clock.remainingMs() - Math.min(reserveMs, clock.remainingMs() / 4)
    const limit = () => Math.max(0, patienceMs - ms())
    if (session.ending) return { ...nothingRan, ...ended(session.ending), ms: 0 }

    const opened = await session.exec(`echo ${token}`, mostBytes, limit())
    if ('how' in opened) {
      if (opened.how === 'stalled' && !waitedLongEnough(clock, startedAt)) return outOfTime(clock)
      return { ...nothingRan, ...ended(opened), answered: false, ms: ms() }
    }
    if (opened.kind === 'channel-refused') {
      const refusal = rawDisconnect(opened)
      return { ...nothingRan, outcome: 'channel-refused', refusal, ms: ms() }
    }
    if (opened.kind === 'request-refused')
      return { ...nothingRan, outcome: 'request-refused', ms: ms() }

    const { reader } = opened
    reader.end() // like `ssh host command </dev/null`: a program that reads stdin must not wait
    const end = await endOfCommand(session, reader, limit())
    if (end?.how === 'stalled' && !waitedLongEnough(clock, startedAt)) return outOfTime(clock)
    return {
      ...nothingRan,
      ...(end && reader.exitCode === null && reader.signal === null
        ? ended(end)
        : { outcome: 'ran' }),
      ...splitAtToken(reader.stdout.toString('utf8'), token),
      stderr: remote(reader.stderr.toString('utf8'), longestText),
      exitCode: reader.exitCode,
      signal: remoteOrNull(reader.signal, longestText),
      ms: ms(),
    }
  })
}

const nothing = remote('')

const nothingRan = {
  refusal: null,
  tokenSeen: false,
  before: nothing,
  after: nothing,
  stderr: nothing,
  exitCode: null,
  signal: null,
} as const

/** How the connection ended before the command did. */
function ended(interruption: Interruption): Raw<Pick<ExecFacts, 'outcome' | 'refusal' | 'error'>> {
  const { outcome, disconnect, error } = endOf(interruption)
  return { outcome: outcome === 'disconnected' ? 'closed' : outcome, refusal: disconnect, error }
}

/**
 * The text on stdout before and after the token and its newline. A token behind `echo ` is our command quoted back by
 * a forced command, not run.
 */
export function splitAtToken(
  stdout: string,
  token: string,
): { readonly tokenSeen: boolean; readonly before: Unredacted; readonly after: Unredacted } {
  const whole = new WholeText(stdout)
  const part = (start: number, end: number) => whole.part(start, end, longestText)
  for (let at = stdout.indexOf(token); at >= 0; at = stdout.indexOf(token, at + 1)) {
    if (/echo ['"]?$/.test(stdout.slice(Math.max(0, at - 8), at))) continue
    const end = at + token.length
    const newline = /^\r?\n/.exec(stdout.slice(end, end + 2))?.[0] ?? ''
    const after = part(end + newline.length, stdout.length)
    return { tokenSeen: true, before: part(0, at), after }
  }
  return { tokenSeen: false, before: part(0, stdout.length), after: nothing }
}
