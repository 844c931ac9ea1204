import { type Facts, type HopFacts, type TcpAttempt, type TcpFacts } from '../../facts'
import { proxyName } from '../../knowledge/address-ranges'
import { compareStages, stageInText } from '../../facts/stages'
import { literal, say, type Words } from '../../text/words'
import type { Report } from '../model'
import { outcome } from '../seen'
import type { Blocks } from './blocks'
import { type Arrow, type Box, type Flowchart, mermaid } from './flowchart'
import type { Finding } from '../../causes/finding'
import { seen } from '../../facts/fact'

/**
 * The picture of a finding; nothing where the stages say it all, or where the summary's platform draws none. All that it
 * shows is in words next to it.
 */
export function pathPicture({ facts }: Report, finding: Finding): Blocks {
  if (facts.runner.platform !== 'github') return []
  const drawn = facts.hops.jump === null ? toPorts(facts, finding) : throughJumpHost(facts, finding)
  return drawn === null ? [] : [mermaid(drawn)]
}

const runner: Box = { tone: 'start', lines: [literal('runner')] }

/** Longer names would make boxes that no screen holds; the address stands for them. */
const nameLimit = 40

/** Most addresses that have their own box. */
const addressLimit = 3

/**
 * Runner, host, and each port that was tried. Null when it broke elsewhere, when all addresses opened the port, and when the
 * heading says as much: one address, and no other port is open.
 */
function toPorts(facts: Facts, { stage }: Finding): Flowchart | null {
  const tcp = seen(facts.hops.target.tcp)
  if (tcp === null || (stage !== 'dns' && stage !== 'tcp')) return null
  const attempts = lastAttempts(tcp)
  if (attempts.every((attempt) => attempt.outcome === 'connected')) return null
  const others = otherPorts(tcp)
  if (others.length === 0 && attempts.length === 1 && !isOddRange(facts)) return null
  const ports = [...portBoxes(attempts, tcp), ...others]
  return {
    title: 'The path from the runner to the server, and where it breaks',
    boxes: [runner, hostBox(facts, attempts.length === 1), ...ports.map(({ box }) => box)],
    arrows: [
      { from: 0, to: 1, kind: 'open' },
      ...ports.map(({ kind }, index): Arrow => ({ from: 1, to: index + 2, kind })),
    ],
  }
}

/** What each address said last. */
function lastAttempts({ attempts }: TcpFacts): readonly TcpAttempt[] {
  return attempts.filter(
    ({ address, attempt: probe }, index) =>
      !attempts.some(
        (other, at) => at !== index && other.address === address && other.attempt > probe,
      ),
  )
}

interface Port {
  readonly box: Box
  readonly kind: Arrow['kind']
}

function portBoxes(attempts: readonly TcpAttempt[], { port }: TcpFacts): readonly Port[] {
  const shown = attempts.slice(0, addressLimit)
  const rest = attempts.length - shown.length
  return shown.map((attempt, index): Port => {
    const isOpen = attempt.outcome === 'connected'
    const more =
      rest > 0 && index === shown.length - 1 ? [literal(`and ${rest} more addresses`)] : []
    const lines = [
      say`port ${port}`,
      ...(attempts.length > 1 ? [say`${attempt.address}`] : []),
      literal(outcome({ outcome: attempt.outcome, by: null })),
      ...more,
    ]
    return { box: { tone: isOpen ? 'good' : 'bad', lines }, kind: isOpen ? 'open' : 'broken' }
  })
}

/** Other ports that answered: one that speaks SSH, and those that are open. */
function otherPorts({ portProbes }: TcpFacts): readonly Port[] {
  const ssh = portProbes.filter(({ identification }) => identification !== null)
  const open = portProbes.filter((probe) => probe.outcome === 'connected' && !ssh.includes(probe))
  const numbers = (probes: TcpFacts['portProbes']) => [...new Set(probes.map(({ port }) => port))]
  const listed = (ports: readonly number[]) =>
    literal(`${ports.length > 1 ? 'ports' : 'port'} ${ports.join(', ')}`)
  return [
    ...numbers(ssh).map((port): Port => ({
      box: { tone: 'good', lines: [listed([port]), literal('SSH answers')] },
      kind: 'other',
    })),
    ...(open.length === 0
      ? []
      : [
          {
            box: { tone: 'plain', lines: [listed(numbers(open)), literal('open')] },
            kind: 'other',
          } as const,
        ]),
  ]
}

/** The host by its name, its address if only one was tried, and what kind of address that is where it matters. */
function hostBox(facts: Facts, isOneAddress: boolean): Box {
  const dns = seen(facts.hops.target.dns)
  const { host } = facts.hops.target.input
  const [first] = dns?.addresses ?? []
  const isNamed = host !== null && dns?.literal !== true && host.length <= nameLimit
  const isProxy = first !== undefined && first.range in proxyName
  const lines: readonly Words[] = [
    ...(isNamed ? [say`${host}`] : []),
    ...(first && isOneAddress ? [say`${first.address}`] : []),
    ...(first === undefined ? [] : rangeWords(first.range)),
  ]
  return {
    tone: isProxy ? 'bad' : 'plain',
    lines: lines.length === 0 ? [literal('server')] : lines,
  }
}

/** An address that says by itself why nothing answers: of a web proxy, or a private one. */
const isOddRange = ({ hops }: Facts) =>
  seen(hops.target.dns)?.addresses.some(({ range }) => rangeWords(range).length > 0) === true

function rangeWords(range: string): readonly Words[] {
  const proxy = Object.entries(proxyName).find(([name]) => name === range)?.[1]
  if (proxy !== undefined) return [literal(`web proxy of ${proxy}`)]
  return ['private', 'unique-local', 'link-local'].includes(range)
    ? [literal('private address')]
    : []
}

/** Runner, jump host, target: which of the two machines it is, and at which stage. */
function throughJumpHost(facts: Facts, finding: Finding): Flowchart | null {
  const { hop, stage, severity, isOfEitherHop } = finding
  if (severity !== 'error' || stage === 'input' || stage === 'key') return null
  const isForwarding = stage === 'proxy'
  const atJumpHost = hop === 'jump' && !isOfEitherHop
  const at = literal(`fails at ${stageInText(stage)}`)
  const jump = [literal('jump host'), ...nameOf(facts.hops.jump ?? facts.hops.target)]
  const target = [literal('target'), ...nameOf(facts.hops.target)]
  const isReached = compareStages(stage, 'tcp') > 0
  return {
    title: 'The path from the runner over the jump host to the target, and where it breaks',
    boxes: [
      runner,
      atJumpHost ? { tone: 'bad', lines: [...jump, at] } : { tone: 'good', lines: jump },
      atJumpHost
        ? { tone: 'plain', lines: [...target, literal('not reached')] }
        : { tone: 'bad', lines: [...target, isForwarding ? literal('not reached') : at] },
    ],
    arrows: [
      { from: 0, to: 1, kind: atJumpHost && !isReached ? 'broken' : 'open' },
      { from: 1, to: 2, kind: hop === 'target' ? 'open' : isForwarding ? 'broken' : 'other' },
    ],
  }
}

function nameOf({ input: { host, port } }: HopFacts): readonly Words[] {
  const isShown = host !== null && host.length <= nameLimit
  return [...(isShown ? [say`${host}`] : []), say`port ${port}`]
}
