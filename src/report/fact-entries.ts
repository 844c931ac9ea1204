/** The facts as short entries, for those who want to see what the verdict rests on. The same in log and summary. */
import { factsAt } from '../diagnosis/at-proxy'
import { printPublicKey, wholePublicKey } from '../causes/fixes/public-key-word'
import { serverView } from '../causes/readings/server-view'
import { type Facts, seen } from '../facts'
import { stageLabel, type Stage } from '../facts/stages'
import { list, own, say, type Words } from '../text/words'
import { outcome, seenAt } from './seen'
import { targetWords } from './verdict'

export interface FactEntry {
  readonly label: string
  readonly value: Words
  /** The same as one long piece of data to copy whole, where it is one: a public key. */
  readonly long?: string
}

const plainRungs: readonly Stage[] = [
  'key',
  'dns',
  'banner',
  'kex',
  'hostkey',
  'auth',
  'session',
  'deploy',
]

/** One entry per observed rung, and the details that a verdict may rest on. Rungs not looked at have none. */
export function factEntries(facts: Facts): readonly FactEntry[] {
  if (facts.proxy === null) return entriesOf(facts)
  const forwarding =
    facts.proxy.forwarding.state === 'not-checked'
      ? []
      : [{ label: stageLabel.proxy, value: seenAt(facts, 'proxy') }]
  const { input, ...jump } = factsAt(facts, 'proxy')
  return [
    { label: 'Jump host', value: targetWords(input) },
    ...entriesOf({ ...jump, input: { ...input, given: [] } }),
    ...forwarding,
    { label: 'Target', value: targetWords(facts.input) },
    ...entriesOf(facts),
  ]
}

/** Those of one server. */
function entriesOf(facts: Facts): readonly FactEntry[] {
  const rungs = new Map(plainRungs.map((stage) => [stage, entryOf(facts, stage)] as const))
  const at = (stage: Stage) => rungs.get(stage) ?? []
  return [
    ...inputEntries(facts),
    ...at('key'),
    ...keyEntries(facts),
    ...at('dns'),
    ...tcpEntries(facts),
    ...at('banner'),
    ...at('kex'),
    ...at('hostkey'),
    ...hostKeyEntries(facts),
    ...at('auth'),
    ...authenticationEntries(facts),
    ...at('session'),
    ...sessionEntries(facts),
    ...at('deploy'),
    ...deployEntries(facts),
    ...laterSteps(facts),
  ]
}

const stateOf = (facts: Facts, stage: Stage): string => {
  const { key, dns, identification, keyExchange, hostKey, authentication, session, deploy } = facts
  const states: Partial<Record<Stage, string>> = {
    key: key.state,
    dns: dns.state,
    banner: identification.state,
    kex: keyExchange.state,
    hostkey: hostKey.state,
    auth: authentication.state,
    session: session.state,
    deploy: deploy.state,
  }
  return states[stage] ?? 'not-checked'
}

function entryOf(facts: Facts, stage: Stage): readonly FactEntry[] {
  if (stateOf(facts, stage) === 'not-checked') return []
  return [{ label: stageLabel[stage], value: seenAt(facts, stage) }]
}

function inputEntries({ input, runner }: Facts): readonly FactEntry[] {
  const cleaned = input.cleaned.map(({ input: name, what }) => ({
    label: 'Cleaned',
    value: say`${own(name)}: ${what}`,
  }))
  const where = [runner.environment, runner.os].filter((each) => each !== null).join(', ')
  return [
    ...(input.given.length === 0
      ? cleaned
      : [
          { label: 'Given', value: own(input.given.join(', ')) },
          ...cleaned,
          { label: 'Runner', value: own(`${runner.platform}, ${where}`) },
        ]),
  ]
}

/** What deploys after us, so that a reader sees whether all of it was found. */
function laterSteps(facts: Facts): readonly FactEntry[] {
  return (seen(facts.workflow)?.deploySteps ?? []).map(({ client, line }) => ({
    label: 'Later deploy',
    value: say`${client} in line ${line}`,
  }))
}

function keyEntries(facts: Facts): readonly FactEntry[] {
  const { fingerprint = null } = seen(facts.key) ?? {}
  const view = serverView(facts)
  return [
    ...(fingerprint === null ? [] : [{ label: 'Key fingerprint', value: say`${fingerprint}` }]),
    ...(view.publicKey === null ? [] : [publicKeyEntry(wholePublicKey(view))]),
  ]
}

function publicKeyEntry(line: string | null): FactEntry {
  const label = 'Public key'
  return line === null
    ? { label, value: say`${printPublicKey} prints it` }
    : { label, value: say`${line}`, long: line }
}

function tcpEntries(facts: Facts): readonly FactEntry[] {
  const tcp = seen(facts.tcp)
  if (tcp === null) {
    return facts.tcp.state === 'failed'
      ? [{ label: stageLabel.tcp, value: seenAt(facts, 'tcp') }]
      : []
  }
  if (facts.proxy !== null) return [{ label: stageLabel.tcp, value: seenAt(facts, 'tcp') }]
  const attempts = tcp.attempts.map((attempt) => ({
    label: `Port ${String(tcp.port)}`,
    value: say`${own(outcome(attempt))} at ${attempt.address} after ${attempt.ms} ms${own(attempt.look > 1 ? ' (second look)' : '')}`,
  }))
  const looks = tcp.sideLooks.map((look) => ({
    label: `Port ${String(look.port)}${look.role === 'control' ? ' (control)' : ''}`,
    value:
      look.identification === null
        ? say`${own(outcome(look))} after ${look.ms} ms`
        : say`${look.identification} after ${look.ms} ms`,
  }))
  return [...attempts, ...looks]
}

function hostKeyEntries(facts: Facts): readonly FactEntry[] {
  const hostKey = seen(facts.hostKey)
  if (hostKey === null) return []
  return [
    { label: 'Its fingerprint', value: say`${hostKey.presented.fingerprint}` },
    ...hostKey.pin.pinned.map((pin) => ({
      label: 'Pinned',
      value: say`${pin.fingerprint}${own(pin.line === null ? '' : ` (known_hosts line ${String(pin.line)})`)}`,
    })),
    ...hostKey.announced
      .filter((key) => key.fingerprint !== hostKey.presented.fingerprint)
      .map((key) => ({
        label: 'Other host key',
        value: say`${key.type} ${key.fingerprint}`,
      })),
  ]
}

function authenticationEntries(facts: Facts): readonly FactEntry[] {
  const authentication = seen(facts.authentication)
  if (authentication === null) return []
  const { attempts, banners, serverSigAlgs } = authentication
  const lines: FactEntry[] = attempts
    .filter(({ method }) => method !== 'none')
    .map((attempt) => ({
      label: 'Tried',
      value: say`${own(attempt.method)}${attempt.algorithm === null ? own('') : say` ${attempt.algorithm}`}: ${own(attempt.answer.replaceAll('-', ' '))}${own(attempt.pkOk === true ? ', key accepted' : '')}`,
    }))
  if (serverSigAlgs !== null && serverSigAlgs.length > 0) {
    const names = serverSigAlgs.map((name) => say`${name}`)
    lines.push({ label: 'Signatures taken', value: list(names) })
  }
  return [...lines, ...banners.map(({ text }) => ({ label: 'Server says', value: say`${text}` }))]
}

function sessionEntries(facts: Facts): readonly FactEntry[] {
  const exec = seen(facts.session)?.exec
  if (exec?.state !== 'observed') return []
  const { before, stderr } = exec.value
  return [
    ...(before === '' ? [] : [{ label: 'Shell prints', value: say`${before}` }]),
    ...(stderr === '' ? [] : [{ label: 'Shell errors', value: say`${stderr}` }]),
  ]
}

function deployEntries(facts: Facts): readonly FactEntry[] {
  const deploy = seen(facts.deploy)
  if (deploy === null) return []
  const target = seen(deploy.target)
  const commands = seen(deploy.commands)?.commands ?? []
  const clock = seen(deploy.clock)
  return [
    ...(target?.mode == null
      ? []
      : [
          {
            label: 'Directory',
            value: say`${target.nearest} ${target.mode} ${target.owner ?? '?'} ${target.group ?? '?'}`,
          },
        ]),
    ...commands.flatMap(({ path }) =>
      path === null ? [] : [{ label: 'Program', value: say`${path}` }],
    ),
    ...(clock === null
      ? []
      : [
          {
            label: 'Clock',
            value: own(
              `${(clock.offsetMs / 1000).toFixed(1)} s from the runner's, give or take ${(clock.marginMs / 1000).toFixed(1)} s`,
            ),
          },
        ]),
  ]
}
