import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { AddressRange, Facts, Vpn } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { change } from '../../../fixtures/change'
import { exact as bannerSilent } from '../../../fixtures/facts/banner/silent'
import { exact as partial } from '../../../fixtures/facts/tcp/partial'
import { attempt, found, portClosed, portProbe } from '../../../fixtures/network'
import { valueOf } from '../../../fixtures/value-of'

const hosted = (vpn: Vpn | null, range: AddressRange): Facts => {
  const facts = portClosed(
    {
      attempts: [attempt({ address: '100.100.0.2' })],
      portProbes: [portProbe(443, 'silent')],
    },
    { dns: found([{ address: '100.100.0.2', family: 4, range }]) },
  )
  return change(facts, { runner: { ...facts.runner, environment: 'github-hosted', vpn } })
}

const first = (facts: Facts) => {
  const finding = firstFinding(diagnose(facts))
  const fixes = (finding?.explanation.fixes ?? []).map(
    ({ what, paste }) => `${plain(what)} ${paste?.text ?? ''}`,
  )
  return { id: finding?.id, certainty: finding?.certainty, fixes: fixes.join('\n') }
}

describe('the fix is for the side where the fault is', () => {
  it.each(['carrier-grade-nat', 'private', 'unique-local'] as const)(
    'names the access list of a VPN that is up, for an address of the kind %s',
    (range) => {
      const { id, fixes } = first(hosted('Tailscale', range))
      expect(id).toBe('tcp/silent')
      expect(fixes).toContain('Tailscale is up on this runner')
      expect(fixes).not.toContain('by a VPN')
    },
  )

  it('advises a VPN where none is up, and names none for a public address', () => {
    expect(first(hosted(null, 'private'))).toMatchObject({ id: 'dns/private-address' })
    expect(first(hosted('WireGuard', 'public')).fixes).not.toContain('WireGuard is up')
    expect(first(hosted('WireGuard', 'documentation')).id).toBe('dns/private-address')
  })

  it('says that a silent localhost is the runner, and sends nobody to a console', () => {
    const tcp = { ...valueOf(partial.hops.target.tcp), connected: '127.0.0.1' }
    const facts = change(bannerSilent, { tcp: { state: 'observed', ms: 1, value: tcp } })
    const { fixes } = first(facts)
    expect(fixes).toMatch(/^Write the address of the server into host/)
    expect(fixes).not.toContain('console')
  })

  it.each([
    ['linux', 'ip route get'],
    ['darwin', 'route -n get'],
    ['win32', 'Find-NetRoute'],
  ] as const)('shows the route as %s does', (os, command) => {
    const facts = portClosed({ attempts: [attempt({ outcome: 'no-route', ms: 0 })] })
    expect(first(change(facts, { runner: { ...facts.runner, os } })).fixes).toContain(command)
  })
})

describe('an address that another one overtook', () => {
  const overtaken = (...more: readonly ReturnType<typeof attempt>[]): Facts => {
    const works = attempt({ address: '198.51.100.8', outcome: 'connected', ms: 34 })
    const attempts = [attempt({ outcome: 'silent', ms: 1_100 }), ...more, works]
    return change(partial, {
      tcp: { state: 'observed', ms: 1, value: { ...valueOf(partial.hops.target.tcp), attempts } },
    })
  }

  it('is only possible, and tried again before a record is removed', () => {
    const { id, certainty, fixes } = first(overtaken())
    expect([id, certainty]).toEqual(['tcp/partial', 'possible'])
    expect(fixes).toMatch(/^Try that address again/)
  })

  it('is not among the addresses that are proved to fail', () => {
    const refusedToo = attempt({ address: '198.51.100.9', outcome: 'refused', ms: 30 })
    expect(diagnose(overtaken(refusedToo)).findings[0]).toMatchObject({
      certainty: 'proved',
      evidence: { failing: ['198.51.100.9'] },
    })
  })
})
