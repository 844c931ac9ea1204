import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { heard } from '../../../fixtures/network'

const onPort = (port: number, facts: Facts): Facts =>
  change(facts, { input: { ...facts.hops.target.input, port } })
const closedAfterOurLine = heard({ outcome: 'closed', endedMs: 2_003, spokeMs: 2_000 })

const first = (facts: Facts) => diagnose(facts).findings[0]

describe('a port that closes the connection on our line without a byte', () => {
  it.each([443, 8443])('is likely a TLS server on %d', (port) => {
    expect(first(onPort(port, closedAfterOurLine))).toMatchObject({
      id: 'banner/not-ssh',
      certainty: 'likely',
      evidence: { protocol: 'TLS' },
    })
  })

  it('is only closed on 22', () => {
    expect(first(onPort(22, closedAfterOurLine))?.id).toBe('banner/closed')
  })

  it('is only closed on 443 when it ended before we spoke', () => {
    const atOnce = heard({ outcome: 'closed', endedMs: 12, spokeMs: null })
    expect(first(onPort(443, atOnce))?.id).toBe('banner/closed')
  })
})
