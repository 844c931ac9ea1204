import { describe, expect, it } from '@jest/globals'
import { decodeText, decodeWide } from '../../../src/text/decode-text'

const text = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n'
const little = (value: string) => Buffer.from(value, 'utf16le')
const big = (value: string) => little(value).swap16()
const encodings: readonly (readonly [string, Buffer])[] = [
  ['little endian with a mark', little(`\ufeff${text}`)],
  ['little endian', little(text)],
  ['big endian with a mark', big(`\ufeff${text}`)],
  ['big endian', big(text)],
]

describe('UTF-16', () => {
  it.each(encodings)('%s is read', (_name, bytes) => {
    expect(decodeText(bytes).replace('\ufeff', '')).toBe(text)
  })

  it.each(encodings)('%s is recognized in a text that was read as UTF-8', (_name, bytes) => {
    expect(decodeWide(bytes.toString('utf8'))).toBe(text)
    expect(decodeWide(bytes.toString('utf8').replaceAll('\0', '\ufffd'))).toBe(text)
  })

  it.each(['\ufffd\ufffd-', '\ufffd\ufffd'])('is recognized where a NUL ended it: %j', (cut) => {
    expect(decodeWide(cut)).toBe('')
  })

  it.each([text, '', 'k', 'caf\ufffd au lait', '\ufffdx', `\ufeff${text}`, 'a\0b'])(
    'is not seen in %j',
    (plain) => {
      expect(decodeWide(plain)).toBeNull()
      expect(decodeText(Buffer.from(plain))).toBe(plain)
    },
  )
})
