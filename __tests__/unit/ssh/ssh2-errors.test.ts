/** The texts are those of ssh2 1.17.0 (lib/protocol) and node:crypto: a text that ssh2 changes reads as `other`. */
import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { ProtocolError } from '../../../src/facts'
import { ProtocolViolation } from '../../../src/ssh/protocol-violation'
import { protocolErrorOf } from '../../../src/ssh/ssh2-errors'

describe('an error of ssh2', () => {
  it.each<[string, ProtocolError]>([
    ['Invalid identification string', 'identification'],
    ['Bad packet length', 'packet-length'],
    ['Bad packet length: 1397966893', 'packet-length'],
    ['Invalid MAC', 'mac'],
    ['Unsupported state or unable to authenticate data', 'mac'],
    ['Handshake failed: signature verification failed', 'signature'],
    ['Wrong signature type: x, expected: ssh-ed25519', 'signature'],
    ['Malformed packet while reading signature', 'signature'],
    ['Handshake failed: no matching S->C MAC', 'algorithm'],
    ['Host key does not match negotiated type', 'host-key'],
    ['Received malformed host public key', 'host-key'],
    ['Host denied (verification failed)', 'host-key'],
    ['Received packet 99 instead of 21', 'unexpected-message'],
    ['Received unexpected packet 99 after NEWKEYS', 'unexpected-message'],
    ['Received extra KEXINIT during handshake', 'unexpected-message'],
    ['Handshake failed: KEXINIT not first packet in strict KEX mode', 'unexpected-message'],
    ['Received malformed KEX*_REPLY', 'message'],
    ['Inbound: Malformed USERAUTH_BANNER packet', 'message'],
    ['Cannot read properties of undefined', 'other'],
  ])('%s is %s', (text, kind) => {
    expect(protocolErrorOf(new Error(text))).toBe(kind)
  })

  it.each(['kex.js', 'handlers.misc.js'])('has a kind wherever %s raises one', (file) => {
    const source = readFileSync(`node_modules/ssh2/lib/protocol/${file}`, 'utf8')
    const raised = source.matchAll(/doFatalError\(\s*[\w.]+,\s*['`]([^'`]+)['`]/g)
    const texts = Array.from(raised, ([, text = '']) => text).filter(
      (text) => !text.endsWith('for server'),
    )
    expect(texts.length).toBeGreaterThan(20)
    const unknown = texts.filter((text) => protocolErrorOf(new Error(text)) === 'other')
    expect(unknown).toStrictEqual([])
  })
})

it('an error of node:crypto is one of the key exchange', () => {
  const error = Object.assign(new Error('any text'), { code: 'ERR_CRYPTO_INVALID_KEYLEN' })
  expect(protocolErrorOf(error)).toBe('key-exchange')
})

it('a violation that src/ssh found has its own kind, whatever its text says', () => {
  expect(protocolErrorOf(new ProtocolViolation('limit', 'Invalid MAC'))).toBe('limit')
})
