import { describe, expect, it } from '@jest/globals'
import type { DnsFacts, InputFacts } from '../../../../src/facts'
import { resolveName } from '../../../../src/preflight/stages/dns'
import { plain } from '../../../fixtures/plain'
import { input, valueOf, within } from './loopback'
import type { Fact } from '../../../../src/facts/fact'

const lookUp = (host: string, protocol: InputFacts['protocol'] = 'tcp'): Promise<DnsFacts> =>
  within(8_000, async ({ clock }) => {
    const { fact } = await resolveName(input({ host, protocol }), clock)
    return valueOf(plain<Fact<DnsFacts>>(fact))
  })

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', 4, 'documentation'],
    ['[2001:db8::1]', '2001:db8::1', 6, 'documentation'],
    ['2a01:4f8::7', '2a01:4f8::7', 6, 'public'],
    ['fe80::1%eth0', 'fe80::1%eth0', 6, 'link-local'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1', 6, 'private'],
    ['104.16.1.2', '104.16.1.2', 4, 'cloudflare'],
  ])('%s asks nobody', async (host, address, family, range) => {
    expect(await lookUp(host)).toMatchObject({
      literal: true,
      addresses: [{ address, family, range }],
      error: null,
      explain: null,
    })
  })

  it('of the family that was not asked for is none', async () => {
    expect(await lookUp('203.0.113.7', 'tcp6')).toMatchObject({
      literal: true,
      addresses: [],
      error: { code: 'EAI_ADDRFAMILY', errno: -3000 },
    })
  })
})

describe('a name', () => {
  it('is looked up as the machine does, hosts file included', async () => {
    const { literal, addresses, error } = await lookUp('localhost', 'tcp4')
    expect({ literal, error }).toEqual({ literal: false, error: null })
    expect(addresses).toMatchObject([{ address: '127.0.0.1', family: 4, range: 'loopback' }])
  })

  it('that can be none is not found, whatever the network', async () => {
    const { addresses, error, explain } = await lookUp('no..such.invalid')
    expect(addresses).toEqual([])
    expect(error?.code).toMatch(/^E(NOTFOUND|AI_)/)
    expect(explain).toEqual({ a: 'EBADNAME', aaaa: 'EBADNAME' })
  })

  it('that was looked up before is not asked for again, and counts its time', async () => {
    await within(8_000, async ({ clock }) => {
      const known = { found: { addresses: [{ address: '192.0.2.7', family: 4 }] }, ms: 250 }
      const resolved = await resolveName(input({ host: 'no-such-name.invalid' }), clock, known)
      const fact = plain<Fact<DnsFacts>>(resolved.fact)
      expect(fact).toMatchObject({ value: { addresses: [{ address: '192.0.2.7' }], error: null } })
      expect(fact.state === 'observed' && fact.ms).toBeGreaterThanOrEqual(250)
    })
  })

  it('may begin like an option of the child that looks it up', async () => {
    const { addresses, error } = await lookUp('--version')
    expect(addresses).toEqual([])
    expect(error).not.toBeNull()
  })

  it('is not asked for after a cancel', async () => {
    await within(5_000, async ({ clock, cancel }) => {
      cancel.abort()
      const { fact } = await resolveName(input({ host: 'localhost' }), clock)
      expect(fact).toEqual({ state: 'not-checked', why: 'cancelled' })
    })
  })
})
