import { type AuthenticationFacts, type OtherLoginFacts } from '../facts'
import { ours, remote, type Unredacted } from '../facts/unredacted'
import type { OtherLogin } from '../inputs/other-login'
import { isPasswordMethod } from '../knowledge/login-prompts'
import { knownHostsLine } from '../knowledge/host-keys'
import { readKey } from './stages/key'
import type { SshSession } from '../ssh/session'
import { outOfTime } from './stages/observe'
import { checkServer } from './stages/server-check'
import type { HostSession, Deps, Transport } from './host-session'
import type { FactLog } from './fact-log'
import { logIn } from './log-in'
import type { StageRunner } from './stage-runner'
import { remainingCredentials } from './remaining-credentials'
import { notChecked, seen } from '../facts/fact'

/** The target whose login may have failed, and the other login that may tell why. */
export interface Inquiry {
  readonly targetSession: HostSession
  /** Null when nobody asked for the check. */
  readonly other: OtherLogin | null
  readonly log: FactLog
  readonly deps: Deps
}

/** Less time is not worth a connection: the check takes one or two seconds. */
const leastMs = 3000

/** Runs the check over the deploy's own connection, where its password came in after the key had failed and commands run. */
export async function askHere(inquiry: Inquiry, session: SshSession): Promise<void> {
  const { targetSession, other, log, deps } = inquiry
  const { auth, session: tried } = targetSession.stages.facts
  if (other === null || !auth || !tried || !deps.isWorthAsking(log.facts)) return
  const login = seen(auth)
  const sessionFacts = seen(tried)
  const runs = sessionFacts !== null && seen(sessionFacts.exec)?.tokenSeen === true
  if (!runs || login === null || targetSession.signers.length === 0 || !isByPasswordOnly(login))
    return
  const said = await check(inquiry, session)
  const user = ours(targetSession.facts.user ?? '')
  log.noteOtherLogin({
    ...{ by: 'password', user, connection: 'first', outcome: 'accepted' },
    ...{ authentication: null, said },
  })
}

/**
 * Logs in once more as somebody else to run the check, where the deploy's login or its session failed: never after a
 * pass, never with what was refused, never to another host key, and only with time enough.
 */
export async function askThroughOtherLogin(inquiry: Inquiry, transport: Transport): Promise<void> {
  const { targetSession, other, log, deps } = inquiry
  const stages = log.other
  const isNoted = () => stages.facts.serverCheck !== undefined
  if (other === null || isNoted()) return
  if (!deps.isWorthAsking(log.facts)) {
    if (seen(log.facts.hops.target.auth)) stages.note('serverCheck', notChecked('not-needed'))
    return
  }
  if (deps.clock.remainingMs() < leastMs) {
    stages.note('serverCheck', outOfTime(deps.clock))
    return
  }
  const key = await stages.gather('key', () => readKey(other.credentials))
  const rest = remainingCredentials(targetSession, { ...other, signer: key?.signers[0] ?? null })
  const { host, port } = targetSession.facts
  if (rest === null || host === null) return
  const user = other.user ?? ''
  const about = { by: other.by, user: ours(user), connection: 'second' } as const
  if (rest.signer === null && rest.password === null) {
    const outcome = 'no-credential'
    log.noteOtherLogin({ ...about, outcome, authentication: null, said: remote('') })
    return
  }
  const stream = await transport.again()
  let said = remote('')
  if (stream) {
    const pins = { fingerprint: null, knownHosts: knownHostsLine(host, port, rest.hostKey) }
    const credentials = { ...other.credentials, password: rest.password }
    const facts = { ...targetSession.facts, user }
    const signers = rest.signer ? [rest.signer] : []
    const otherSession = { facts, credentials, pins, stages, signers }
    const again = () => Promise.resolve(null)
    await logIn(
      otherSession,
      { stream, again },
      { ...deps, order: { ...deps.order, passwordFirst: false } },
      async (session) => {
        said = await check(inquiry, session)
      },
    )
  }
  const late = deps.clock.signal.aborted ? outOfTime(deps.clock) : notChecked('unavailable')
  if (!isNoted()) stages.note('serverCheck', late)
  log.noteOtherLogin({ ...about, ...outcomeOf(stages), said })
}

/** Gives what came in place of an answer. */
async function check(inquiry: Inquiry, session: SshSession): Promise<Unredacted> {
  const { targetSession, log, deps } = inquiry
  const key = targetSession.stages.facts.key
  const question = {
    user: targetSession.credentials.username ?? '',
    port: targetSession.facts.port,
    keyFingerprint: (key && seen(key)?.fingerprint) ?? null,
  }
  const checked = await log.other.gather('serverCheck', () =>
    checkServer(session, question, deps.clock),
  )
  return checked?.said ?? remote('')
}

/** A key that was half of the login did not fail. */
function isByPasswordOnly({ acceptedBy, attempts }: AuthenticationFacts): boolean {
  const partly = attempts.some(({ answer }) => answer === 'partial-success')
  return acceptedBy !== null && isPasswordMethod(acceptedBy) && !partly
}

/** How far the other login came. */
function outcomeOf({
  facts: stageFacts,
}: StageRunner): Pick<OtherLoginFacts, 'outcome' | 'authentication'> {
  const { auth: fact, hostkey } = stageFacts
  const authentication = (fact && seen(fact)) ?? null
  if (authentication === null) {
    const verdict = hostkey && seen(hostkey)?.pin.verdict
    const outcome = verdict && verdict !== 'match' ? 'host-key-changed' : 'ended'
    return { outcome, authentication: null }
  }
  if (authentication.outcome === 'accepted') return { outcome: 'accepted', authentication }
  const said = ['rejected', 'partial', 'unavailable'].includes(authentication.outcome)
  return { outcome: said ? 'refused' : 'ended', authentication }
}
