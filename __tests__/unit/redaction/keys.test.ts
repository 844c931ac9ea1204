import { describe, expect, it } from '@jest/globals'
import { startClock } from '../../../src/preflight/clock'
import type { HostKey } from '../../../src/facts'
import { UnredactedKey } from '../../../src/facts/unredacted'
import { StageRunner } from '../../../src/preflight/stage-runner'
import { Redaction } from '../../../src/redaction/redaction'
import { readHostKey } from '../../../src/ssh/host-key'

describe('a key that holds a secret', () => {
  const secret = 'correct-horse-battery'
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const keyWith = (modulus: Buffer): HostKey => {
    const parts = [Buffer.from('ssh-rsa'), Buffer.from([1, 0, 1]), modulus]
    const key = readHostKey(Buffer.concat(parts.map(field)))
    if (key === null) throw new Error('no key')
    return key
  }
  const redaction = new Redaction([secret])
  const hidden = { type: 'ssh-rsa', fingerprint: '***', blob: '***' }

  it.each<readonly [string, Buffer]>([
    ['as bytes', Buffer.from(`\0${secret}`)],
    ['as half of its bytes', Buffer.from(`\0${secret.slice(5, 18)}`)],
    ['in hex', Buffer.from(Buffer.from(secret).toString('hex'))],
    ['in base64', Buffer.from(Buffer.from(secret).toString('base64'))],
  ])('shows nothing of it: %s', (_form, modulus) => {
    const key = keyWith(modulus)
    expect(redaction.redact<HostKey>(new UnredactedKey(key))).toEqual(hidden)
    expect(redaction.holdsSecret(key)).toBe(true)
  })

  it.each(['hunt3rs', 'Tr0ub4dor', 'correcthorsebattery'])(
    'shows nothing of it: %s as letters of its base64',
    (word) => {
      // After 22 bytes of type, exponent and length two more begin a group of four letters.
      const bytes = Buffer.from(
        `${word}AAAA`.slice(0, Math.floor((word.length + 4) / 4) * 4),
        'base64',
      )
      const key = keyWith(Buffer.concat([Buffer.from([0, 1]), bytes]))
      expect(key.blob).toContain(word)
      expect(new Redaction([word]).redact<HostKey>(new UnredactedKey(key))).toEqual(hidden)
    },
  )

  it('is not among those that a server announces', () => {
    const clock = startClock(1000, new AbortController().signal)
    const stages = new StageRunner(clock, redaction, () => undefined)
    const presented = keyWith(Buffer.alloc(257, 'w\x80x\x01'))
    const pin = {
      from: 'none',
      verdict: 'not-pinned',
      pinned: [],
      compared: [],
      otherType: null,
      near: [],
    } as const
    const value = { presented: new UnredactedKey(presented), proved: true, announced: [], pin }
    stages.note('hostkey', { state: 'observed', value, ms: 1 })
    const blobs = [presented, keyWith(Buffer.from(`\0${secret}`))].map(({ blob }) => blob)
    stages.addHostKeys(blobs.map((blob) => Buffer.from(blob, 'base64')))
    clock.stop()
    expect(stages.facts.hostkey).toMatchObject({ value: { presented, announced: [presented] } })
  })

  it('is another one than a key of chance', () => {
    const key = keyWith(Buffer.alloc(257, 'w\x80x\x01'))
    expect(redaction.redact<HostKey>(new UnredactedKey(key))).toEqual(key)
    expect(
      new Redaction(['AAAA', 'ssh-rsa', 'c2gt']).redact<HostKey>(new UnredactedKey(key)),
    ).toEqual(key)
  })
})
