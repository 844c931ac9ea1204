import { describe, expect, it } from '@jest/globals'
import { countUnreachables, parseSnmp, parseSnmp6 } from '../../../src/network/kernel-counters'

const snmp = `Ip: Forwarding DefaultTTL
Ip: 1 64
Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds
Icmp: 12 0 0 7 5
IcmpMsg: InType3 OutType3
IcmpMsg: 7 3
`

describe('/proc/net/snmp', () => {
  it('gives the unreachables that came in', () => {
    expect(parseSnmp(snmp)).toBe(7)
  })

  it.each(['', 'Icmp: InMsgs\n', 'Icmp: InMsgs\nIcmp: 3\n', 'Icmp: InDestUnreachs\nIcmp: x\n'])(
    'gives nothing where they are missing: %j',
    (text) => {
      expect(parseSnmp(text)).toBeNull()
    },
  )
})

describe('/proc/net/snmp6', () => {
  it('gives the unreachables that came in', () => {
    const text = 'Icmp6InMsgs    12\nIcmp6InDestUnreachs             \t4\nIcmp6OutDestUnreachs  9\n'
    expect(parseSnmp6(text)).toBe(4)
    expect(parseSnmp6('Icmp6OutDestUnreachs 9\n')).toBeNull()
  })
})

it('reads this machine where it is Linux', () => {
  const expected = { 4: expect.any(Number), 6: expect.any(Number) }
  expect(countUnreachables()).toEqual(process.platform === 'linux' ? expected : null)
})
