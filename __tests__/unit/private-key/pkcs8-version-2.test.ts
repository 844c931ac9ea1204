import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { asPkcs8Version1 } from '../../../src/private-key/der'
import { pemArmor } from '../../../src/private-key/openssh-key-v1'
import { readPrivateKey } from '../../../src/private-key/read-private-key'

describe('PKCS#8 of version 2', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const plain = privateKey.export({ format: 'der', type: 'pkcs8' })
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const body = Buffer.concat([plain.subarray(5), Buffer.from([0x81, 0x21, 0x00]), point])
  const version2 = Buffer.concat([Buffer.from([0x30, body.length + 3, 2, 1, 1]), body])

  it('is read as version 1, which every Node reads', () => {
    expect(asPkcs8Version1(version2)).toEqual(plain)
    const { facts } = readPrivateKey(pemArmor('PRIVATE KEY', version2), null)
    expect(facts).toMatchObject({ usable: true, corruption: [], type: 'ssh-ed25519' })
  })

  it('is not seen in version 1, nor in a part of version 2', () => {
    expect(asPkcs8Version1(plain)).toBeNull()
    expect(asPkcs8Version1(version2.subarray(0, 40))).toBeNull()
  })
})
