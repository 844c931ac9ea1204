import { describe, expect, it } from '@jest/globals'
import type { KexInit } from '../../../src/facts'
import { agreeOn, firstWithoutCommon } from '../../../src/knowledge/negotiation'
import { readKexInit } from '../../../src/ssh/kexinit'
import { kexInitPayload } from './packets'

const lists = ['kex-a,kex-b', 'ssh-ed25519', 'c1', 'c2,c3', 'm1', 'm2', 'none', 'none,zlib', '', '']

describe('KEXINIT', () => {
  it('is read list by list', () => {
    expect(readKexInit(kexInitPayload(lists))).toStrictEqual({
      kex: ['kex-a', 'kex-b'],
      hostKey: ['ssh-ed25519'],
      cipherToServer: ['c1'],
      cipherToClient: ['c2', 'c3'],
      macToServer: ['m1'],
      macToClient: ['m2'],
      compressionToServer: ['none'],
      compressionToClient: ['none', 'zlib'],
    })
  })

  it('is refused when cut, too long or with bytes that no name has', () => {
    const whole = kexInitPayload(lists)
    expect(readKexInit(whole.subarray(0, 40))).toBeNull()
    expect(readKexInit(Buffer.alloc(0))).toBeNull()
    const tooLong = Buffer.from(whole)
    tooLong.writeUInt32BE(0xffffffff, 17)
    expect(readKexInit(tooLong)).toBeNull()
    expect(readKexInit(kexInitPayload(['kex\u001b[2J', ...lists.slice(1)]))).toBeNull()
  })

  it('agrees on the first of the client, and never on a marker', () => {
    expect(agreeOn(['b', 'a'], ['a', 'b'])).toBe('b')
    expect(agreeOn(['ext-info-c', 'kex-strict-c-v00@openssh.com'], ['ext-info-c'])).toBeNull()
  })
})

describe('the first list without a common name', () => {
  const both: KexInit = {
    kex: ['k'],
    hostKey: ['h'],
    cipherToServer: ['aes256-ctr'],
    cipherToClient: ['aes256-ctr'],
    macToServer: ['m'],
    macToClient: ['m'],
    compressionToServer: ['none'],
    compressionToClient: ['none'],
  }

  it('is null when they can talk', () => {
    expect(firstWithoutCommon(both, both)).toBeNull()
  })

  it.each(Object.keys(both) as (keyof KexInit)[])('is %s', (list) => {
    expect(firstWithoutCommon(both, { ...both, [list]: ['other'] })).toBe(list)
  })

  it('needs no MAC in addition to a cipher that authenticates', () => {
    const gcm = { ...both, cipherToServer: ['aes256-gcm@openssh.com'], macToServer: [] }
    expect(firstWithoutCommon(gcm, { ...gcm, macToServer: ['other'] })).toBeNull()
  })
})
