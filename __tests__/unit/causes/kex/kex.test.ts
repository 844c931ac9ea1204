import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { clientTooOld } from '../../../../src/causes/kex/client-too-old'
import { kexClosed } from '../../../../src/causes/kex/closed'
import { kexMalformed } from '../../../../src/causes/kex/malformed'
import { noCommonAlgorithm } from '../../../../src/causes/kex/no-common-algorithm'
import { kexStalled } from '../../../../src/causes/kex/stalled'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import * as tooOld from '../../../fixtures/facts/kex/client-too-old'
import * as closed from '../../../fixtures/facts/kex/closed'
import * as malformed from '../../../fixtures/facts/kex/malformed'
import * as noCommon from '../../../fixtures/facts/kex/no-common-algorithm'
import * as stalled from '../../../fixtures/facts/kex/stalled'
import { healthy, observed } from '../../../fixtures/healthy'
import { valueOf } from '../../../fixtures/value-of'

const causes = [noCommonAlgorithm, clientTooOld, kexClosed, kexMalformed, kexStalled]
const ids = (facts: Facts) => diagnose(facts, causes).findings.map(({ id }) => id)

describe('causes of the key exchange', () => {
  it.each([
    ['kex/no-common-algorithm', noCommon],
    ['kex/client-too-old', tooOld],
    ['kex/closed', closed],
    ['kex/malformed', malformed],
    ['kex/stalled', stalled],
  ])('%s is the only finding in its facts, and not in its near miss', (id, fixture) => {
    expect(ids(fixture.exact)).toStrictEqual([id])
    expect(ids(fixture.nearMiss)).not.toContain(id)
  })

  it('finds nothing in healthy facts', () => {
    expect(ids(healthy)).toStrictEqual([])
  })

  it('proves a missing algorithm with both lists', () => {
    const [finding] = diagnose(noCommon.exact, causes).findings
    expect(finding).toMatchObject({ certainty: 'proved', severity: 'error' })
    expect(finding?.evidence).toMatchObject({
      list: 'kex',
      server: ['diffie-hellman-group1-sha1-old@example.com'],
      client: ['curve25519-sha256', 'ecdh-sha2-nistp256'],
    })
    const texts = finding?.explanation.observed.map(plain).join('\n')
    expect(texts).toContain('diffie-hellman-group1-sha1-old@example.com')
    expect(texts).toContain('ecdh-sha2-nistp256')
  })

  it('only warns where other clients can talk to the server', () => {
    const { findings } = diagnose(tooOld.exact, causes)
    expect(findings[0]).toMatchObject({ id: 'kex/client-too-old', severity: 'warning' })
    expect(findings[0]?.evidence['clientsThatCan']).toContain('appleboy/ssh-action')
    expect(findings[0]?.explanation.fixes[0]?.place).toBe('workflow')
  })

  it('warns of a banner that OpenSSH reads and this library does not', () => {
    const { findings } = diagnose(tooOld.bareBanner)
    expect(findings.map(({ id }) => id)).toEqual(['kex/client-too-old'])
    expect(findings[0]?.evidence).toMatchObject({ list: null, clientsThatCan: ['OpenSSH'] })
  })

  it('blames the banner where OpenSSH cannot read it either', () => {
    const bare = valueOf(tooOld.bareBanner.hops.target.banner)
    const facts = change(tooOld.bareBanner, {
      banner: observed({ ...bare, line: 'SSH-2.0-' }),
    })
    expect(diagnose(facts).findings.map(({ id }) => id)).toEqual(['kex/malformed'])
  })

  it('shows the words that came in place of a packet, and what OpenSSH means by them', () => {
    const exchange = valueOf(malformed.exact.hops.target.kex)
    const words = 'Invalid SSH identification string.'
    const facts = change(malformed.exact, { kex: observed({ ...exchange, words }) })
    const [finding] = diagnose(facts, causes).findings
    expect(finding?.id).toBe('kex/malformed')
    expect(finding?.explanation.observed.map(plain).join()).toContain(words)
    expect(plain(finding?.explanation.why ?? [])).toContain('PROXY')
  })

  it('shows what the server said before it closed the connection', () => {
    const [finding] = diagnose(malformed.nearMiss, causes).findings
    expect(finding).toMatchObject({ id: 'kex/closed', certainty: 'proved' })
    expect(finding?.explanation.observed.map(plain).join()).toContain(
      'KEXINIT was not the first packet',
    )
  })
})
