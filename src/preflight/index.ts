import { type Clock, startClock } from './clock'
import { trackConnections } from './connection-budget'
import type { Facts } from '../facts'
import type { Target } from '../inputs'
import type { DeployNeeds } from '../inputs/deploy-needs'
import type { Endpoint } from '../inputs/login'
import { ours } from '../facts/unredacted'
import { withLaterSteps } from '../plan/deploy-needs'
import type { SshSession } from '../ssh/session'
import { askHere, askThroughOtherLogin, type Inquiry } from './ask-server'
import type { HostSession, Deps, PreflightContext, Transport } from './host-session'
import { agentFor, hasOnlyTheAgent } from './agent'
import { FactLog } from './fact-log'
import { logIn } from './log-in'
import { loginOrder } from './login-order'
import type { StageRunner } from './stage-runner'
import { lookAtNeeds } from './stages/deploy'
import { resolveName } from './stages/dns'
import { openForwarding } from './stages/forwarding'
import { askAgent, readKey } from './stages/key'
import { openSession } from './stages/session'
import { openPort } from './stages/tcp'

/** Runs the stages until one fails or the clock runs out. Never throws for what a server does. */
export type Preflight = (target: Target, context: PreflightContext) => Promise<Facts>

export const preflight: Preflight = async (target, context) => {
  const clock = startClock(target.timeoutMs, context.signal, context.spentMs)
  const connections = trackConnections()
  const log = new FactLog(target, context, clock, connections)
  try {
    await runStages(
      target,
      {
        clock,
        connections,
        lookup: context.lookup ?? null,
        isWorthAsking: context.isWorthAsking,
        order: loginOrder(context.workflow),
        workflow: context.workflow,
      },
      log,
      withLaterSteps(target.needs, context.workflow, target.facts.deploySteps),
    )
  } finally {
    connections.closeAll()
    clock.stop()
  }
  return log.facts
}

/** The jump host's stages if there is one, then the target's. Inputs and keys of both are judged before any packet is sent. */
async function runStages(
  target: Target,
  deps: Deps,
  log: FactLog,
  needs: DeployNeeds,
): Promise<void> {
  const { workflow } = deps
  const targetSession = await withKey(target, log.target, agentFor(target, 'target', workflow))
  const jump =
    target.proxy &&
    (await withKey(target.proxy, log.proxy, agentFor(target.proxy, 'jump', workflow)))
  if (!canTry(targetSession) || (jump && !canTry(jump))) return
  const inquiry = { targetSession, other: target.otherLogin, log, deps }
  if (!jump) {
    const transport = await direct(targetSession, deps)
    if (transport) await logInAndLook(inquiry, needs, transport)
    return
  }
  const transport = await direct(jump, deps)
  if (!transport) return
  await logIn(jump, transport, deps, async (session) => {
    const ahead = await through(session, jump, targetSession, deps)
    if (ahead) await logInAndLook(inquiry, needs, ahead)
  })
}

async function withKey(
  endpoint: Endpoint,
  stages: StageRunner,
  agent: string | null,
): Promise<HostSession> {
  const key = await stages.gather('key', () =>
    agent === null ? readKey(endpoint.credentials) : askAgent(agent),
  )
  return { ...endpoint, stages, signers: key?.signers ?? [] }
}

function canTry({ facts, credentials, signers }: HostSession): boolean {
  if (facts.host === null || facts.user === null) return false
  if (facts.problems.length > 0) return hasOnlyTheAgent(facts) && signers.length > 0
  return signers.length > 0 || credentials.password !== null
}

/** The stages of name and port. */
async function direct({ facts, stages }: HostSession, deps: Deps): Promise<Transport | null> {
  const { clock, connections, lookup } = deps
  const dns = await stages.gather('dns', () => resolveName(facts, clock, lookup))
  if (dns?.fact.state !== 'observed') return null
  const { addresses } = dns
  const tcp = await stages.gather('tcp', () => openPort(addresses, facts, clock, connections))
  if (!tcp?.socket) return null
  const { address } = tcp
  const again = async () => {
    if (!address) return null
    const to = { ...address, port: facts.port }
    return (await connections.open(to, 'ssh', clock.remainingMs())).socket
  }
  return { stream: tcp.socket, again }
}

/** The stage of forwarding: a channel of the jump host's connection in place of the target's name and port. */
async function through(
  session: SshSession,
  jump: HostSession,
  { facts, stages }: HostSession,
  { clock, connections }: Deps,
): Promise<Transport | null> {
  const { host, port } = facts
  if (host === null) return null
  const open = async () => {
    const opened = await openForwarding(session, { host, port }, clock)
    if (opened.stream) connections.forwarded()
    return opened
  }
  const forwarding = await jump.stages.gather('proxy', open)
  if (!forwarding?.stream || forwarding.fact.state !== 'observed') return null
  const { ms } = forwarding.fact
  const nothing = { attempts: [], portProbes: [], portProbesWhy: 'connected' } as const
  stages.note('tcp', { state: 'observed', value: { ...nothing, port, connected: ours(host) }, ms })
  return { stream: forwarding.stream, again: async () => (await open()).stream }
}

/** The target's stages from its banner on, then the server itself, where another login may ask it. */
async function logInAndLook(
  inquiry: Inquiry,
  needs: DeployNeeds,
  transport: Transport,
): Promise<void> {
  const { targetSession, deps } = inquiry
  await logIn(targetSession, transport, deps, async (session) => {
    await lookAround(targetSession, needs, session, deps.clock)
    await askHere(inquiry, session)
  })
  await askThroughOtherLogin(inquiry, transport)
}

/** The stages that need the login. */
async function lookAround(
  { facts, stages }: HostSession,
  needs: DeployNeeds,
  session: SshSession,
  clock: Clock,
): Promise<void> {
  const opened = await stages.gather('session', async () => ({
    fact: await openSession(session, facts.sftp, clock),
  }))
  if (opened?.fact.state !== 'observed' || facts.user === null) return
  const { value } = opened.fact
  const { user } = facts
  await stages.gather('deploy', async () => ({
    fact: await lookAtNeeds(session, value, needs, user, clock),
  }))
}
