import { describe, expect, it } from '@jest/globals'
import { refusedBy, portsToProbe } from '../../../../src/preflight/stages/port-probes'

describe('the other ports', () => {
  it.each([
    ['203.0.113.7', 22, [2222, 65_002, 22_022, 443, 80, 47_123]],
    ['shop.example.com', 2222, [22, 65_002, 22_022, 443, 80, 47_123]],
    ['EU1.siteground.biz', 22, [18_765, 2222, 65_002, 443, 80, 47_123]],
    ['appserver.dev.x.drush.in', 22, [2222, 65_002, 22_022, 443, 80, 47_123]],
    ['u1.your-storagebox.de', 22, [23, 2222, 65_002, 443, 80, 47_123]],
    ['altssh.gitlab.com', 22, [443, 2222, 65_002, 80, 47_123]],
    ['shop.example.com', 443, [22, 2222, 65_002, 22_022, 80, 47_123]],
    ['shop.example.com', 47_123, [22, 2222, 65_002, 22_022, 443, 80]],
  ])('of %s port %d', (host, own, expected) => {
    const ports = portsToProbe(host, own).map(({ port }) => port)
    expect(ports).toEqual(expected)
    expect(ports.length).toBeLessThanOrEqual(6)
    expect(ports).not.toContain(own)
  })

  it('are listened to for SSH where the provider has it', () => {
    expect(portsToProbe('altssh.gitlab.com', 22)[0]).toEqual({ port: 443, role: 'provider' })
  })
})

describe('how parallel refusals came', () => {
  const refused = (unreachables: number | null) => ({ outcome: 'refused' as const, unreachables })

  it('is known when the kernel counted all or none', () => {
    expect(refusedBy([refused(0), refused(0)])).toBe('rst')
    expect(refusedBy([refused(1), refused(2)])).toBe('icmp')
    expect(refusedBy([refused(3), refused(3), { outcome: 'prohibited', unreachables: 3 }])).toBe(
      'icmp',
    )
  })

  it('is unknown after a mixture, or without counters', () => {
    expect(refusedBy([refused(1), refused(1), refused(1)])).toBeNull()
    expect(refusedBy([refused(null), refused(0)])).toBeNull()
    expect(refusedBy([{ outcome: 'silent', unreachables: 0 }])).toBeNull()
  })
})
