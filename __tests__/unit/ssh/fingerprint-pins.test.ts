import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import { readFingerprints } from '../../../src/ssh/fingerprint-pins'
import { fingerprintOf } from '../../../src/ssh/host-key'

const line = ssh2.utils.generateKeyPairSync('ed25519').public.trim()
const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64')
const fingerprint = fingerprintOf(blob)
const bare = fingerprint.replace('SHA256:', '')
const hex = createHash('sha256').update(blob).digest('hex')
const md5 = createHash('md5')
  .update(blob)
  .digest('hex')
  .replace(/..(?=.)/g, '$&:')

describe('fingerprints', () => {
  it.each([
    ['as ssh-keygen prints it', fingerprint, null],
    ['without its prefix', bare, null],
    ['with padding', `${fingerprint}=`, null],
    ['with spaces and quotes', ` "${fingerprint}" `, null],
    ['a lower-case prefix', `sha256:${bare}`, null],
    ['a line of ssh-keygen -l', `256 ${fingerprint} root@shop, old (ED25519)`, 'ssh-ed25519'],
    ['a public key line', `${line} root@shop`, 'ssh-ed25519'],
    ['a known_hosts line', `shop.example.com,198.51.100.7 ${line}`, 'ssh-ed25519'],
    ['a comment above', `# shop.example.com:22 SSH-2.0-OpenSSH_9.6\n${fingerprint}`, null],
  ])('reads one %s', (_what, text, type) => {
    expect(readFingerprints(text)).toStrictEqual({ pins: [{ fingerprint, type }], problems: [] })
  })

  it('reads several, on lines or between commas', () => {
    const other = fingerprintOf(Buffer.from('another key'))
    const both = [fingerprint, other]
    for (const text of [both.join('\r\n'), both.join(', '), both.join(',\n')])
      expect(readFingerprints(text).pins.map((pin) => pin.fingerprint)).toStrictEqual(both)
  })

  it.each([
    ['md5', md5],
    ['md5', `2048 MD5:${md5} root@shop (RSA)`],
    ['hex-sha256', hex],
    ['hex-sha256', hex.replace(/..(?=.)/g, '$&:')],
    ['wrong-length', fingerprint.slice(0, -5)],
    ['not-base64', 'SHA256:not*base64'],
    ['public-key-corrupt', line.slice(0, -10)],
    ['unexpanded', '${{ secrets.FINGERPRINT }}'],
    ['unexpanded', '$FINGERPRINT'],
    ['utf-16', Buffer.from(fingerprint, 'utf16le').toString()],
  ])('finds %s', (form, text) => {
    const { pins, problems } = readFingerprints(text)
    expect(pins).toStrictEqual([])
    expect(problems).toMatchObject([{ kind: 'fingerprint-malformed', form }])
  })

  it('never shows a text that is no fingerprint: it may be a secret in the wrong place', () => {
    expect(JSON.stringify(readFingerprints('correct horse'))).not.toContain('horse')
    expect(JSON.stringify(readFingerprints('hunter2hunter2'))).not.toContain('hunter2')
  })
})
