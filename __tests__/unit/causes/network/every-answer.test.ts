import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { IdentificationFacts, PortProbe, TcpAttempt, TcpOutcome } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { attempt, heard, portProbe, notFound, portClosed } from '../../../fixtures/network'
import { healthy } from '../../../fixtures/healthy'
import { networkCauses } from './network-causes'

const failures: readonly TcpOutcome[] = [
  'refused',
  'silent',
  'unreachable',
  'prohibited',
  'no-route',
  'reset',
  'local-error',
]

const by = fc.constantFrom('rst' as const, 'icmp' as const, null)
const anAttempt: fc.Arbitrary<TcpAttempt> = fc
  .record({
    outcome: fc.constantFrom(...failures),
    by,
    ms: fc.nat(12_000),
    code: fc.constantFrom(null, 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES'),
    family: fc.constantFrom(4 as const, 6 as const),
    attempt: fc.constantFrom(1, 2),
  })
  .map(attempt)
const aProbe: fc.Arbitrary<PortProbe> = fc
  .tuple(
    fc.constantFrom(22, 2222, 65_002, 443, 80, 47_123),
    fc.constantFrom<TcpOutcome>('connected', 'refused', 'silent', 'prohibited', 'reset'),
    by,
    fc.constantFrom(null, 'SSH-2.0-OpenSSH_9.6', 'SSH-2.0-Go'),
  )
  .map(([port, outcome, how, identification]) =>
    portProbe(port, outcome, {
      by: outcome === 'refused' ? how : null,
      identification: outcome === 'connected' ? identification : null,
    }),
  )

describe('a host that sends no SSH-2 banner', () => {
  it('always has a first finding that fails the step, whatever its ports answer', () => {
    fc.assert(
      fc.property(
        fc.array(anAttempt, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(aProbe, { maxLength: 6, selector: ({ port }) => port }),
        (attempts, portProbes) => {
          const { result, findings } = diagnose(portClosed({ attempts, portProbes }), networkCauses)
          expect(result).toBe('fail')
          expect(findings).toHaveLength(1)
        },
      ),
    )
  })

  it('always has one, whatever it says instead', () => {
    const outcomes = ['ssh-1', 'other', 'trickling', 'silent', 'closed', 'reset'] as const
    const texts = ['', 'x', 'Not allowed at this time\r\n', 'HTTP/1.1 400 Bad Request\r\n']
    fc.assert(
      fc.property(
        fc.constantFrom<IdentificationFacts['outcome']>(...outcomes),
        fc.constantFrom(...texts),
        fc.option(fc.nat(9_000)),
        (outcome, text, endedMs) => {
          const textBefore = outcome === 'silent' ? '' : text || (endedMs === null ? 'y' : '')
          const line = outcome === 'ssh-1' ? 'SSH-1.5-x' : null
          const facts = heard({ outcome, textBefore, endedMs, line })
          const { result, findings } = diagnose(facts, networkCauses)
          expect(result).toBe('fail')
          expect(findings).toHaveLength(1)
        },
      ),
    )
  })

  it('always has one, whatever the resolver says of its name', () => {
    const answers = ['ok', 'ENOTFOUND', 'ENODATA', 'ESERVFAIL', 'EREFUSED', 'ETIMEOUT', 'EBADNAME']
    fc.assert(
      fc.property(
        fc.constantFrom('ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_ADDRFAMILY'),
        fc.option(fc.record({ a: fc.constantFrom(...answers), aaaa: fc.constantFrom(...answers) })),
        fc.constantFrom('tcp' as const, 'tcp4' as const, 'tcp6' as const),
        (code, explain, protocol) => {
          const input = { ...healthy.hops.target.input, protocol }
          const facts = notFound({ code, errno: null }, explain, { input })
          const { findings } = diagnose(facts, networkCauses)
          expect(findings).toHaveLength(1)
          expect(findings[0]?.stage).toBe('dns')
        },
      ),
    )
  })
})

describe('how port probes are read', () => {
  const first = (...args: Parameters<typeof portClosed>) =>
    firstFinding(diagnose(portClosed(...args), networkCauses))
  const candidatesOf = (...args: Parameters<typeof portClosed>) =>
    first(...args)?.candidates.map(({ id }) => id)

  it('calls a daemon missing where a firewall lets the port through', () => {
    const finding = first({
      portProbes: [portProbe(443, 'connected'), portProbe(47_123, 'silent')],
    })
    expect(finding).toMatchObject({ id: 'tcp/not-listening', certainty: 'likely' })
    expect(finding?.evidence).toMatchObject({ control: 'firewall-allows', open: [443] })
    expect(finding?.candidates[0]?.id).toBe('server/service-stopped')
    expect(finding?.candidates.map(({ id }) => id).slice(-2)).toEqual([
      'server/firewall-rejects',
      'server/banned',
    ])
  })

  it('suspects the port first when it is not 22', () => {
    const input = { ...healthy.hops.target.input, port: 2022 }
    expect(candidatesOf({ port: 2022 }, { input })?.[0]).toBe('server/port-differs')
  })

  it("names the provider's own port before anything else", () => {
    const input = { ...healthy.hops.target.input, host: 'eu1.siteground.biz' }
    const finding = first({ portProbes: [portProbe(443, 'connected')] }, { input })
    expect(finding?.explanation.fixes[0]?.paste?.text).toBe('port: 18765')
  })

  it('does not take a git forge for the login server', () => {
    const go = portProbe(2222, 'connected', { identification: 'SSH-2.0-Go' })
    expect(first({ portProbes: [go] })).toMatchObject({ id: 'tcp/wrong-port', certainty: 'likely' })
    const openssh = portProbe(22_022, 'connected', { identification: 'SSH-2.0-OpenSSH_9.6' })
    expect(first({ portProbes: [go, openssh] })?.evidence).toMatchObject({ found: 22_022 })
  })

  it('proves the wrong port after a refusal, and only suspects it behind a firewall', () => {
    const other = portProbe(2222, 'connected', { identification: 'SSH-2.0-OpenSSH_9.6' })
    expect(first({ portProbes: [other] })?.certainty).toBe('proved')
    expect(first({ attempts: [attempt()], portProbes: [other] })).toMatchObject({
      id: 'tcp/wrong-port',
      certainty: 'likely',
    })
  })

  it('proves a rejection by two ICMP messages, and only suspects it by one', () => {
    const icmp = attempt({ outcome: 'refused', code: 'ECONNREFUSED', ms: 30, by: 'icmp' })
    expect(first({ attempts: [icmp] })).toMatchObject({ id: 'tcp/rejected', certainty: 'likely' })
    const both = {
      attempts: [icmp, { ...icmp, attempt: 2 }],
      portProbes: [portProbe(443, 'connected')],
    }
    expect(first(both)).toMatchObject({ id: 'tcp/rejected', certainty: 'proved' })
    expect(candidatesOf(both)?.[0]).toBe('server/banned')
    const all = { ...both, portProbes: [portProbe(443, 'connected'), portProbe(80, 'prohibited')] }
    expect(first(all)?.evidence).toMatchObject({ scope: 'others-too' })
    expect(candidatesOf(all)?.[0]).toBe('server/firewall-rejects')
    const mixed = { attempts: [icmp, { ...icmp, by: 'rst' as const, attempt: 2 }] }
    expect(first(mixed)?.id).toBe('tcp/not-listening')
  })

  it('says that no other port was probed where probe is off', () => {
    const finding = first({ attempts: [attempt()], portProbesWhy: 'switched-off' })
    expect(finding).toMatchObject({ id: 'tcp/silent', certainty: 'possible' })
    expect(finding?.explanation.observed.map(plain).join()).toContain('probe: false')
  })

  it.each(['127.0.1.1', '0.0.0.0', '::1'])('knows that %s is the runner itself', (address) => {
    const refused = attempt({ address, outcome: 'refused', code: 'ECONNREFUSED', by: 'rst' })
    const finding = first({ attempts: [refused] })
    expect(finding?.id).toBe('tcp/not-listening')
    expect(plain(finding?.explanation.verdict ?? [])).toContain('the runner itself')
    expect(plain(finding?.explanation.fixes[0]?.what ?? [])).toContain('DNS entry')
  })

  it('accepts a private address on a self-hosted runner, and where anything answers', () => {
    const dns = {
      state: 'observed' as const,
      ms: 1,
      value: {
        name: 'nas',
        literal: false,
        addresses: [{ address: '10.0.0.5', family: 4 as const, range: 'private' as const }],
        error: null,
        explain: null,
      },
    }
    const silent = { attempts: [attempt({ address: '10.0.0.5' })] }
    const selfHosted = { ...healthy.runner, environment: 'self-hosted' as const }
    expect(first(silent, { dns })?.id).toBe('dns/private-address')
    expect(first(silent, { dns, runner: selfHosted })?.id).toBe('tcp/silent')
    expect(first({ ...silent, portProbes: [portProbe(443, 'connected')] }, { dns })?.id).toBe(
      'tcp/filtered',
    )
    expect(first({}, { dns })?.id).toBe('tcp/not-listening')
  })

  it('believes a router that finds no machine, though it is silent at the second attempt', () => {
    const missed = attempt({ outcome: 'unreachable', code: 'EHOSTUNREACH', ms: 3_082 })
    const portProbes = [portProbe(2222, 'prohibited'), portProbe(443, 'silent')]
    expect(first({ attempts: [missed, attempt({ attempt: 2 })], portProbes })).toMatchObject({
      id: 'tcp/host-unreachable',
      certainty: 'likely',
    })
  })

  it('distinguishes a router in the middle of its search from a firewall, which answers at once', () => {
    const after = (ms: number) =>
      attempt({ outcome: 'prohibited', code: 'EHOSTUNREACH', ms, by: null })
    expect(first({ attempts: [after(1_400)] })?.id).toBe('tcp/host-unreachable')
    expect(first({ attempts: [after(40)] })?.id).toBe('tcp/rejected')
    const alive = [portProbe(443, 'connected')]
    expect(first({ attempts: [after(1_400)], portProbes: alive })?.id).toBe('tcp/rejected')
  })

  it('is less sure of a rejection where the kernel counts no ICMP messages', () => {
    const unreachable = (by: 'icmp' | null) =>
      attempt({ outcome: 'prohibited', code: 'EHOSTUNREACH', ms: 40, by })
    const certainty = (by: 'icmp' | null) => first({ attempts: [unreachable(by)] })?.certainty
    expect([certainty('icmp'), certainty(null)]).toEqual(['likely', 'possible'])
  })

  it('leaves a reset right after the connect to the causes of the banner', () => {
    const reset = attempt({ outcome: 'reset', code: 'ECONNRESET', ms: 30 })
    expect(first({ attempts: [reset], portProbesWhy: 'not-useful' })).toMatchObject({
      id: 'banner/closed',
    })
  })

  it('recognizes hosts.deny by its five seconds, and missing host keys by a text', () => {
    const keys = heard({
      outcome: 'closed',
      textBefore: 'Could not load host key. Closing connection...\r\n',
      endedMs: 30,
    })
    expect(firstFinding(diagnose(keys, networkCauses))?.candidates[0]?.id).toBe(
      'server/host-keys-missing',
    )
  })

  it('believes a server that says that it blocks us', () => {
    const away = heard({
      outcome: 'closed',
      textBefore: 'You are not welcome to use sshd from 203.0.113.9.\n',
      endedMs: 30,
    })
    const finding = firstFinding(diagnose(away, networkCauses))
    expect(finding).toMatchObject({ id: 'banner/closed' })
    expect(finding?.candidates.map(({ id }) => id)).toEqual(['server/hosts-deny', 'server/banned'])
  })

  it('reads words that come only after our own line as another protocol', () => {
    const answer = heard({
      outcome: 'closed',
      textBefore: 'It looks like you are trying to access MongoDB over HTTP.\r\n',
      firstByteMs: 2_010,
      spokeMs: 2_000,
      endedMs: 2_011,
    })
    expect(firstFinding(diagnose(answer, networkCauses))).toMatchObject({
      id: 'banner/not-ssh',
      certainty: 'likely',
    })
  })
})
