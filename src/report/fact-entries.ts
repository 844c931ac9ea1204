/** The facts as short entries, for those who want to see what the verdict rests on. The same in log and summary. */
import { printPublicKey, wholePublicKey } from '../causes/fixes/public-key-word'
import { type View, viewOf } from '../causes/view'
import { type Facts, type TcpFacts } from '../facts'
import { type FactStage, type Hop, stageLabel } from '../facts/stages'
import { list, literal, say, type Words } from '../text/words'
import { outcome, seenAt } from './seen'
import { targetWords } from './verdict'
import { seen } from '../facts/fact'

export interface FactEntry {
  readonly label: string
  readonly value: Words
  /** The same as one long piece of data to copy whole, where it is one: a public key. */
  readonly long?: string
}

/** One entry per observed stage, and the details that a verdict may rest on. Stages that were not checked have none. */
export function factEntries(facts: Facts): readonly FactEntry[] {
  const { jump, target } = facts.hops
  if (jump === null) return entriesOf(facts, 'target')
  return [
    { label: 'Jump host', value: targetWords(jump.input) },
    ...entriesOf(facts, 'jump'),
    { label: 'Target', value: targetWords(target.input) },
    ...entriesOf(facts, 'target'),
  ]
}

/** Those of one server. */
function entriesOf(facts: Facts, hop: Hop): readonly FactEntry[] {
  const view = viewOf(facts, hop)
  if (view === null) return []
  const at = (stage: FactStage) =>
    view.facts[stage].state === 'not-checked'
      ? []
      : [{ label: stageLabel[stage], value: seenAt(facts, { hop, stage }) }]
  return [
    ...(hop === 'target' ? inputEntries(view) : cleanedEntries(view)),
    ...at('key'),
    ...keyEntries(view),
    ...at('dns'),
    ...(view.tcp && view.jump === null ? tcpEntries(view.tcp) : at('tcp')),
    ...at('banner'),
    ...at('kex'),
    ...at('hostkey'),
    ...hostKeyEntries(view),
    ...at('auth'),
    ...authenticationEntries(view),
    ...at('proxy'),
    ...at('session'),
    ...sessionEntries(view),
    ...at('deploy'),
    ...deployEntries(view),
    ...(hop === 'target' ? laterSteps(view) : []),
  ]
}

function cleanedEntries({ input }: View): readonly FactEntry[] {
  return input.cleaned.map(({ input: name, what }) => ({
    label: 'Cleaned',
    value: say`${literal(name)}: ${what}`,
  }))
}

function inputEntries(view: View): readonly FactEntry[] {
  const { input, runner } = view
  const cleaned = cleanedEntries(view)
  const where = [runner.environment, runner.os].filter((each) => each !== null).join(', ')
  return [
    ...(input.given.length === 0
      ? cleaned
      : [
          { label: 'Given', value: literal(input.given.join(', ')) },
          ...cleaned,
          { label: 'Runner', value: literal(`${runner.platform}, ${where}`) },
        ]),
  ]
}

/** What deploys after us, so that a reader sees whether all of it was found. */
function laterSteps({ workflow }: View): readonly FactEntry[] {
  return (workflow?.deploySteps ?? []).map(({ client, line }) => ({
    label: 'Later deploy',
    value: say`${client} in line ${line}`,
  }))
}

function keyEntries({ key, server }: View): readonly FactEntry[] {
  const fingerprint = key?.fingerprint ?? null
  return [
    ...(fingerprint === null ? [] : [{ label: 'Key fingerprint', value: say`${fingerprint}` }]),
    ...(server.publicKey === null ? [] : [publicKeyEntry(wholePublicKey(server))]),
  ]
}

function publicKeyEntry(line: string | null): FactEntry {
  const label = 'Public key'
  return line === null
    ? { label, value: say`${printPublicKey} prints it` }
    : { label, value: say`${line}`, long: line }
}

function tcpEntries(tcp: TcpFacts): readonly FactEntry[] {
  const attempts = tcp.attempts.map((attempt) => ({
    label: `Port ${String(tcp.port)}`,
    value: say`${literal(outcome(attempt))} at ${attempt.address} after ${attempt.ms} ms${literal(attempt.attempt > 1 ? ' (second attempt)' : '')}`,
  }))
  const probes = tcp.portProbes.map((probe) => ({
    label: `Port ${String(probe.port)}${probe.role === 'control' ? ' (control)' : ''}`,
    value:
      probe.identification === null
        ? say`${literal(outcome(probe))} after ${probe.ms} ms`
        : say`${probe.identification} after ${probe.ms} ms`,
  }))
  return [...attempts, ...probes]
}

function hostKeyEntries({ hostkey: hostKey }: View): readonly FactEntry[] {
  if (hostKey === null) return []
  return [
    { label: 'Its fingerprint', value: say`${hostKey.presented.fingerprint}` },
    ...hostKey.pin.pinned.map((pin) => ({
      label: 'Pinned',
      value: say`${pin.fingerprint}${literal(pin.line === null ? '' : ` (known_hosts line ${String(pin.line)})`)}`,
    })),
    ...hostKey.announced
      .filter((key) => key.fingerprint !== hostKey.presented.fingerprint)
      .map((key) => ({
        label: 'Other host key',
        value: say`${key.type} ${key.fingerprint}`,
      })),
  ]
}

function authenticationEntries({ auth }: View): readonly FactEntry[] {
  if (auth === null) return []
  const { attempts, banners, serverSigAlgs } = auth
  const lines: FactEntry[] = attempts
    .filter(({ method }) => method !== 'none')
    .map((attempt) => ({
      label: 'Tried',
      value: say`${literal(attempt.method)}${attempt.algorithm === null ? literal('') : say` ${attempt.algorithm}`}: ${literal(attempt.answer.replaceAll('-', ' '))}${literal(attempt.pkOk === true ? ', key accepted' : '')}`,
    }))
  if (serverSigAlgs !== null && serverSigAlgs.length > 0) {
    const names = serverSigAlgs.map((name) => say`${name}`)
    lines.push({ label: 'Signatures taken', value: list(names) })
  }
  return [...lines, ...banners.map(({ text }) => ({ label: 'Server says', value: say`${text}` }))]
}

function sessionEntries({ session }: View): readonly FactEntry[] {
  const exec = session?.exec
  if (exec?.state !== 'observed') return []
  const { before, stderr } = exec.value
  return [
    ...(before === '' ? [] : [{ label: 'Shell prints', value: say`${before}` }]),
    ...(stderr === '' ? [] : [{ label: 'Shell errors', value: say`${stderr}` }]),
  ]
}

function deployEntries({ deploy }: View): readonly FactEntry[] {
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
            value: literal(
              `${(clock.offsetMs / 1000).toFixed(1)} s from the runner's, give or take ${(clock.marginMs / 1000).toFixed(1)} s`,
            ),
          },
        ]),
  ]
}
