import { describe, expect, it } from '@jest/globals'
import { hostkeyMismatch } from '../../../../src/causes/hostkey/mismatch'
import { notPinned } from '../../../../src/causes/hostkey/not-pinned'
import { pinnedOtherType } from '../../../../src/causes/hostkey/pinned-other-type'
import { hostkeyRevoked } from '../../../../src/causes/hostkey/revoked'
import { hostkeyUnknown } from '../../../../src/causes/hostkey/unknown'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import * as mismatch from '../../../fixtures/facts/hostkey/mismatch'
import * as unpinned from '../../../fixtures/facts/hostkey/not-pinned'
import * as otherType from '../../../fixtures/facts/hostkey/pinned-other-type'
import * as revoked from '../../../fixtures/facts/hostkey/revoked'
import * as unknown from '../../../fixtures/facts/hostkey/unknown'
import { healthy } from '../../../fixtures/healthy'

const causes = [hostkeyMismatch, hostkeyUnknown, hostkeyRevoked, pinnedOtherType, notPinned]
const ids = (facts: Facts) => diagnose(facts, causes).findings.map(({ id }) => id)
const pasted = (facts: Facts) =>
  diagnose(facts, causes).findings[0]?.explanation.fixes.map((fix) => fix.paste?.text ?? '') ?? []

describe('causes of the host key', () => {
  it.each([
    ['hostkey/mismatch', mismatch],
    ['hostkey/unknown', unknown],
    ['hostkey/revoked', revoked],
    ['hostkey/pinned-other-type', otherType],
    ['hostkey/not-pinned', unpinned],
  ])('%s is the only finding in its facts, and not in its near miss', (id, fixture) => {
    expect(ids(fixture.exact)).toStrictEqual([id])
    expect(ids(fixture.nearMiss)).not.toContain(id)
  })

  it('finds nothing when the pin fits', () => {
    expect(ids(healthy)).toStrictEqual([])
  })

  it('proves a mismatch only when every type of key was compared', () => {
    expect(diagnose(mismatch.exact, causes).findings[0]?.certainty).toBe('proved')
    const [finding] = diagnose(mismatch.notAllCompared, causes).findings
    expect(finding?.certainty).toBe('possible')
    expect(finding?.evidence['notCompared']).toStrictEqual(['ssh-rsa'])
  })

  it('names a pinned type that the server does not have', () => {
    const [finding] = diagnose(mismatch.typeGone, causes).findings
    expect(finding).toMatchObject({ id: 'hostkey/mismatch', certainty: 'proved' })
    expect(finding?.evidence['otherType']).toBe(true)
    expect(finding?.pointsAt).toBe('known_hosts')
  })

  it('gives the fingerprint to pin, and known_hosts lines with the port in brackets', () => {
    expect(pasted(unpinned.exact)[0]).toBe(
      'fingerprint: SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE',
    )
    expect(pasted(unpinned.exact)[2]).toContain('  shop.example.com ssh-ed25519 AAAA')
    expect(pasted(unknown.exact)[1]).toContain('  [shop.example.com]:2222 ssh-ed25519 AAAA')
  })

  it('never makes a missing pin the cause', () => {
    const diagnosis = diagnose(unpinned.exact, causes)
    expect(diagnosis.result).toBe('pass')
    expect(firstFinding(diagnosis)).toBeNull()
  })
})
