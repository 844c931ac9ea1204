import type { Clock } from '../clock'
import { type ExecFacts, type ServerCheckFacts } from '../../facts'
import { type Raw, remote, type Unredacted } from '../../facts/unredacted'
import { unredactedAnswers } from '../../inputs/server-report/read-answer'
import { serverCheckScript } from '../../server-check/script'
import type { SshSession } from '../../ssh/session'
import { endOfCommand, openExecChannel } from './exec-channel'
import { whyNot } from './interruption'
import { shellQuote } from '../../text/shell-quote'
import { observe, outOfTime } from './observe'
import { tryExec } from './session-exec'
import { type Fact, notChecked } from '../../facts/fact'

/** What the check is asked: about the deploy's login, whoever runs it. Null where it is not known. */
export interface Question {
  readonly user: string
  readonly port: number
  readonly keyFingerprint: string | null
}

/** The fact, and what came in place of an answer. */
export interface Checked {
  readonly fact: Raw<Fact<ServerCheckFacts>>
  /** At most 1 KiB; empty when the check answered. */
  readonly said: Unredacted
}

const mostText = 1024
/** What the script itself allows when nobody says otherwise, in seconds. */
const mostSeconds = 30
/** What the run keeps of its time for sending the script and for the answer, in seconds. */
const reservedSeconds = 2
/** This many seconds after its time is up, a check that still runs is ended on the server. */
const answerSeconds = 10

/**
 * Runs server-check.sh on the server: one command, the script on its standard input, the answer on its standard output.
 * Nothing is written there. As root where sudo asks for no password, else as who has logged in.
 * Only a shell gets the script: a harmless command comes first, as a forced command would read it too.
 */
export async function checkServer(
  session: SshSession,
  question: Question,
  clock: Clock,
): Promise<Checked> {
  let said = remote('')
  const fact = await observe<ServerCheckFacts>(clock, async () => {
    const exec = await tryExec(session, clock)
    if (exec.state !== 'observed' || !exec.value.tokenSeen) {
      if (exec.state === 'observed') said = saidInstead(exec.value)
      return clock.signal.aborted ? outOfTime(clock) : notChecked('unavailable')
    }
    const seconds = secondsToLook(clock)
    const opened = await openExecChannel(session, checkCommand(seconds), clock)
    if ('how' in opened) return whyNot(opened, clock)
    if (opened.kind !== 'open') return notChecked('unavailable')
    const { reader } = opened
    reader.end(askingScript(question, seconds))
    const end = await endOfCommand(session, reader)
    const output = reader.stdout.toString('utf8')
    const answer = unredactedAnswers(output)()
    if ('raw' in answer) return { by: 'login', ...answer.raw } as const
    said = clip(`${output}\n${reader.stderr.toString('utf8')}`)
    return end ? whyNot(end, clock) : notChecked('unavailable')
  })
  return { fact, said }
}

const clip = (text: string) => remote(text.trim(), mostText)

/** The output in place of that of a command that did not run. */
const saidInstead = ({ before, stderr }: Raw<ExecFacts>) =>
  clip(`${before.whole.text}\n${stderr.whole.text}`)

/** How many seconds the check has: its answer must come within the run's own clock. */
function secondsToLook(clock: Clock): number {
  const left = Math.floor(clock.remainingMs() / 1000) - reservedSeconds
  return Math.min(mostSeconds, Math.max(1, left))
}

/**
 * The command that is started there: the same in every account's shell (bash, fish, csh, tcsh), which reads its one quoted word and
 * hands it to `sh`. That one decides how the script is run (with sudo where it asks for nothing, for so many seconds at
 * most), and tells it two things that sudo would take away: the address that the server sees us come from, and its own port.
 * A member of `sudo` or `admin` who never used sudo is left as he is: Debian's sudo would make ~/.sudo_as_admin_successful.
 */
export function checkCommand(secondsOfLooking: number): string {
  const seconds = String(secondsOfLooking + answerSeconds)
  return `/bin/sh -c '${[
    's= t= may=yes',
    'case " $(id -u) $(id -Gn) " in (" 0 "*) may=no ;; (*" sudo "*|*" admin "*) [ -e ~/.sudo_as_admin_successful ] || may=no ;; esac',
    'if [ $may = yes ] && sudo -n true </dev/null >/dev/null 2>&1; then s="sudo -n"; fi',
    `if timeout 1 true 2>/dev/null; then t="timeout ${seconds}"; fi`,
    'exec $s $t /bin/sh -s -- "$SSH_CONNECTION"',
  ].join('; ')}'`
}

/**
 * The script with its options before it, so that no shell but `sh` ever reads a name. Address and port are those of
 * SSH_CONNECTION (`client_ip client_port server_ip server_port`, ssh(1)): behind a forwarded port the server has another one.
 */
export function askingScript(
  { user, port, keyFingerprint }: Question,
  secondsOfLooking: number,
): string {
  const options = [
    ...['--json', '--within', String(secondsOfLooking), '--user', user],
    ...(keyFingerprint === null ? [] : ['--key-fingerprint', keyFingerprint]),
  ]
  return [
    'set -f',
    'set -- ${1:-}',
    'from=${1:-} port=${4:-}',
    'case $from in (*:*.*) from=${from##*:} ;; esac',
    `case $port in (""|*[!0-9]*) port=${port} ;; esac`,
    'set -- --port "$port"',
    'case $from in (""|*[!0-9A-Fa-f.:]*) ;; (*) set -- "$@" --from "$from" ;; esac',
    `set -- "$@" ${options.map(shellQuote).join(' ')}`,
    serverCheckScript,
  ].join('\n')
}
