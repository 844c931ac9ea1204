import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock'
import type { ClockFacts, CommandsFacts, DeployFacts, SessionFacts } from '../../facts'
import type { Raw } from '../../facts/unredacted'
import { asksAnything, type DeployNeeds } from '../../inputs/deploy-needs'
import type { SshSession } from '../../ssh/session'
import {
  accountIn,
  type Answer,
  commandsIn,
  directoriesIn,
  gitRemotesIn,
  readAnswer,
  sudoIn,
  targetIn,
  timeIn,
} from './deploy-answer'
import { deployCommand, deployScript } from './deploy-script'
import { lookBySftp } from './deploy-sftp'
import { openExecChannel } from './exec-channel'
import { whyNot } from './interruption'
import { observe } from './observe'
import { type Fact, notChecked, type NotChecked, seen } from '../../facts/fact'

/** Left over for SFTP when the script hangs. */
const reserveMs = 2000
/** How long to wait for the clock when nothing else is asked for. */
const clockOnlyMs = 3000
/**
 * Looks at what the deploy needs on the server: the directory, the programs, and the clock, which costs nothing more. One
 * command on the same connection, or SFTP where the account runs none. Nothing is written.
 */
export async function lookAtNeeds(
  session: SshSession,
  tried: SessionFacts,
  needs: DeployNeeds,
  user: string,
  clock: Clock,
): Promise<Raw<Fact<DeployFacts>>> {
  return observe<DeployFacts>(clock, async (): Promise<Raw<DeployFacts> | NotChecked> => {
    const { target, commands, programs, directories, sudo, gitRemotes } = needs
    const asked = asksAnything(needs)
    const said = await askShell(session, tried, needs, asked, clock)
    const part = <T>(wanted: boolean, value: T | null) => {
      if (!wanted) return unneeded
      return value === null ? said.why : ({ state: 'observed', value, ms: said.ms } as const)
    }
    const account = accountIn(said.answer)
    const time = part(true, said.clock)
    const names = [...commands, ...programs]
    const found = commandsIn(said.answer, names)
    const listed = (of: readonly string[]) => part(of.length > 0, found && onlyOf(found, names, of))
    const directory = part(target !== null, target === null ? null : targetIn(said.answer, target))
    const sftpWorks = seen(tried.sftp)?.outcome === 'works'
    const others = part(directories.length > 0, directoriesIn(said.answer, directories))
    const bySftp =
      sftpWorks &&
      [directory, others].some((fact) => fact.state !== 'observed' && fact !== unneeded)
    const facts: Raw<DeployFacts> = {
      by: bySftp ? 'sftp' : 'shell',
      account,
      ...(bySftp
        ? await partsBySftp(session, needs, user, clock)
        : { target: directory, directories: others }),
      commands: listed(commands),
      programs: listed(programs),
      sudo: part(sudo.length > 0, sudoIn(said.answer, sudo)),
      gitRemotes: part(gitRemotes.length > 0, gitRemotesIn(said.answer, gitRemotes)),
      clock: time,
    }
    const parts = [
      facts.target,
      facts.directories,
      facts.commands,
      facts.programs,
      facts.sudo,
      facts.gitRemotes,
      facts.clock,
    ]
    if (parts.some(({ state }) => state !== 'not-checked')) return facts
    return asked ? said.why : notChecked('not-needed')
  })
}

/** Those of the programs that one source asked for; both lists are in one order. */
function onlyOf(
  { commands, loginAsked }: Raw<CommandsFacts>,
  names: readonly string[],
  wanted: readonly string[],
): Raw<CommandsFacts> {
  return { commands: commands.filter((_, at) => wanted.includes(names[at] ?? '')), loginAsked }
}

const unneeded = notChecked('not-needed')

async function partsBySftp(
  session: SshSession,
  { target, directories }: DeployNeeds,
  user: string,
  clock: Clock,
): Promise<Raw<Pick<DeployFacts, 'target' | 'directories'>>> {
  const paths = [...(target === null ? [] : [target]), ...directories]
  const looks = await lookBySftp(session, paths, user, clock)
  if (looks.state !== 'observed')
    return {
      target: target === null ? unneeded : looks,
      directories: directories.length === 0 ? unneeded : looks,
    }
  const { value, ms } = looks
  const observed = <T>(part: T) => ({ state: 'observed', value: part, ms }) as const
  const [first = null, ...rest] = value
  const others = (target === null ? value : rest).filter((each) => each !== null)
  const unseen = notChecked('unavailable')
  return {
    target: target === null ? unneeded : first === null ? unseen : observed(first),
    directories: directories.length === 0 ? unneeded : observed(others),
  }
}

interface ShellAnswer {
  readonly answer: Answer
  readonly clock: ClockFacts | null
  /** Why what is not in the answer was not checked. */
  readonly why: NotChecked
  readonly ms: number
}

/** Runs the script where a harmless command ran before, and reads as much of its answer as comes in time. */
async function askShell(
  session: SshSession,
  tried: SessionFacts,
  needs: DeployNeeds,
  asked: boolean,
  clock: Clock,
): Promise<ShellAnswer> {
  const nothing: ShellAnswer = {
    answer: new Map(),
    clock: null,
    why: notChecked('unavailable'),
    ms: 0,
  }
  const exec = seen(tried.exec)
  if (!exec?.tokenSeen) return nothing
  const startedAt = clock.elapsedMs()
  const opened = await openExecChannel(session, deployCommand, clock)
  if ('how' in opened) return { ...nothing, why: whyNot(opened, clock) }
  if (opened.kind !== 'open') return nothing

  const { reader } = opened
  const token = randomBytes(12).toString('hex')
  const answered = (word: string) => Promise.race([reader.says(`${token} ${word}`), reader.closed])
  const limit = Math.max(1000, asked ? clock.remainingMs() - reserveMs : clockOnlyMs)
  const sentAt = Date.now()
  reader.end(deployScript(needs, token))
  const first = await session.until(answered('uid'), limit)
  const answeredAt = Date.now()
  const interruption = first ?? (await session.until(answered('end'), limit))
  reader.close()

  const answer = readAnswer(reader.stdout.toString('utf8'), token)
  return {
    answer,
    clock: clockOf(timeIn(answer), sentAt, answeredAt),
    why: interruption ? whyNot(interruption, clock) : notChecked('unavailable'),
    ms: clock.elapsedMs() - startedAt,
  }
}

/**
 * The server answered with whole seconds at some moment between the two of ours, so its clock minus ours lies between
 * `seconds - answeredAt` and `seconds + 1 s - sentAt`.
 */
export function clockOf(
  seconds: number | null,
  sentAt: number,
  answeredAt: number,
): ClockFacts | null {
  if (seconds === null) return null
  const least = seconds * 1000 - answeredAt
  const most = seconds * 1000 + 1000 - sentAt
  return { offsetMs: Math.round((least + most) / 2), marginMs: Math.ceil((most - least) / 2) }
}
