import type net from 'node:net'
import type { Connections, ConnectResult } from '../connection-budget'
import type { PortProbe } from '../../facts'
import { ours, oursOrNull, type Raw, remoteOrNull } from '../../facts/unredacted'
import { portsFor } from '../../knowledge/providers'
import type { Timeouts } from '../../network/timeouts'
import { ourIdentification } from '../../ssh/identification-line'

type PortToProbe = Pick<PortProbe, 'port' | 'role'>

/** Where people put SSH when it is not on 22, the most usual first; 65002 is Hostinger's, whose hosts have no pattern. */
const usualSshPorts = [22, 2222, 65002, 22022] as const

/** An unused port: what happens here happens to every port that is closed. Unassigned by IANA. */
const unusedPort = 47_123

const mostProbes = 6

/** At most six other ports of the host, never its own: the provider's, the usual ones of SSH, the web's, and a control. */
export function portsToProbe(host: string, own: number): readonly PortToProbe[] {
  const plain: PortToProbe[] = [
    { port: 443, role: 'web' },
    { port: 80, role: 'web' },
    { port: unusedPort, role: 'control' },
  ]
  const ssh: PortToProbe[] = [
    ...portsFor(host).map((port) => ({ port, role: 'provider' }) as const),
    ...usualSshPorts.map((port) => ({ port, role: 'ssh' }) as const),
  ]
  const others = (ports: readonly PortToProbe[]) =>
    ports.filter(
      ({ port }, index) => port !== own && ports.findIndex((each) => each.port === port) === index,
    )
  const fixed = others(plain)
  const candidates = others(ssh).slice(0, mostProbes - fixed.length)
  return others([...candidates, ...fixed])
}

/**
 * Probes other ports of one address in parallel, one attempt each. An open port that may be SSH is listened to, and gets our
 * identification line after its own. `abandon` ends the probes: those that were not finished are left out.
 */
export async function probePorts(
  to: { readonly address: string; readonly family: 4 | 6 },
  ports: readonly PortToProbe[],
  timeouts: Timeouts,
  connections: Connections,
  abandon: AbortSignal,
): Promise<readonly Raw<PortProbe>[]> {
  const probes = await Promise.all(
    ports.map(async ({ port, role }) => {
      const result = await connections.open(
        { ...to, port },
        'port-probe',
        timeouts.portProbeMs,
        abandon,
      )
      const mayBeSsh = role === 'ssh' || role === 'provider'
      const identification =
        result.socket && mayBeSsh
          ? await firstIdentification(result.socket, timeouts.probeListenMs, abandon)
          : null
      if (identification === null) result.socket?.destroy()
      if (identification !== null) connections.bannerSeenElsewhere()
      return { port, role, result, identification }
    }),
  )
  const by = refusedBy(probes.map(({ result }) => result))
  return probes
    .filter(({ result }) => result.outcome !== 'abandoned')
    .map(({ port, role, result, identification }) => ({
      address: ours(to.address),
      port,
      role,
      outcome: result.outcome,
      by: result.outcome === 'refused' ? by : null,
      code: oursOrNull(result.code),
      identification: remoteOrNull(identification, longestLine),
      ms: result.ms,
    }))
}

/**
 * Whether the refusals of several parallel connects came as RSTs or as ICMP messages: they share the kernel's
 * counters, so that they show only all or none of them. null for a mixture, or where there are no counters.
 */
export function refusedBy(
  results: readonly Pick<ConnectResult, 'outcome' | 'unreachables'>[],
): 'rst' | 'icmp' | null {
  const refused = results.filter(({ outcome }) => outcome === 'refused')
  const seen = refused.map(({ unreachables }) => unreachables)
  if (refused.length === 0 || seen.includes(null)) return null
  const most = Math.max(...seen.map(Number))
  if (most === 0) return 'rst'
  // These outcomes are made of ICMP messages, so theirs don't count as refusals.
  const known = results.filter(({ outcome }) => ['prohibited', 'unreachable'].includes(outcome))
  return most >= refused.length + known.length ? 'icmp' : null
}

/** What RFC 4253 section 4.2 allows, in bytes. */
const longestLine = 255

/** The first line that begins with `SSH-`, of 8 KiB at most; null when none came in time. */
function firstIdentification(
  socket: net.Socket,
  waitMs: number,
  abandon: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    let text = ''
    const finish = (line: string | null) => {
      clearTimeout(timer)
      abandon.removeEventListener('abort', giveUp)
      // From OpenSSH 10 on, a client that leaves without its identification line is two lines of log that fail2ban counts.
      if (line !== null && !socket.destroyed) socket.write(`${ourIdentification}\r\n`)
      socket.destroySoon()
      resolve(line)
    }
    const giveUp = () => {
      finish(null)
    }
    const timer = setTimeout(giveUp, waitMs)
    abandon.addEventListener('abort', giveUp, { once: true })
    socket.once('close', giveUp)
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const line = /^(SSH-[^\r\n]*)[\r\n]/m.exec(text)?.[1]
      if (line !== undefined) finish(line)
      else if (text.length > 8_192) finish(null)
    })
    socket.resume()
  })
}
