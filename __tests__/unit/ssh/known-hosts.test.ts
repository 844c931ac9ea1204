import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import ssh2 from 'ssh2'
import { readHostKey } from '../../../src/ssh/host-key'
import { judgePins, pinnedTypes, readPins } from '../../../src/ssh/host-key-pins'
import { readKnownHosts } from '../../../src/ssh/known-hosts'

const makeKey = (type: 'ed25519' | 'rsa') => {
  const pair = ssh2.utils.generateKeyPairSync(type, type === 'rsa' ? { bits: 2048 } : {})
  const [name = '', base64 = ''] = pair.public.split(' ')
  const key = readHostKey(Buffer.from(base64, 'base64'))
  if (!key) throw new Error('a key was made that cannot be read')
  return { line: `${name} ${base64}`, key }
}
const one = makeKey('ed25519')
const two = makeKey('ed25519')
const rsa = makeKey('rsa')
const hashed = (name: string) => {
  const salt = randomBytes(20)
  const hash = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${salt.toString('base64')}|${hash}`
}
const verdict = (knownHosts: string, host = 'shop.example.com', port = 22, key = one.key) =>
  judgePins(readPins({ fingerprint: null, knownHosts }, host, port).pins, key)

describe('known_hosts', () => {
  it.each([
    ['a plain name', 'shop.example.com', 22],
    ['another case', 'Shop.EXAMPLE.com', 22],
    ['a comma list', '198.51.100.7,shop.example.com', 22],
    ['a wildcard', '*.example.com', 22],
    ['a question mark', 'sho?.example.com', 22],
    ['a hashed name', hashed('shop.example.com'), 22],
    ['a port in brackets', '[shop.example.com]:2222', 2222],
    ['a hashed port', hashed('[shop.example.com]:2222'), 2222],
    ['the bare name for another port, when the key is equal', 'shop.example.com', 2222],
  ])('matches %s', (_what, names, port) => {
    expect(verdict(`${names} ${one.line} a comment\r\n`, 'shop.example.com', port)).toBe('match')
  })

  it.each([
    ['another host', 'www.example.com', 22],
    ['a negated name', '*.example.com,!shop.example.com', 22],
    ['the port of brackets for port 22', '[shop.example.com]:2222', 22],
    ['another port', '[shop.example.com]:2200', 2222],
    ['a hashed other name', hashed('www.example.com'), 22],
    ['a broken hash', '|1|abc', 22],
  ])('does not know the host from %s', (_what, names, port) => {
    expect(verdict(`${names} ${one.line}`, 'shop.example.com', port)).toBe('unknown')
  })

  it('tells a changed key, another type and a revoked key apart', () => {
    const host = 'shop.example.com'
    expect(verdict(`${host} ${two.line}`)).toBe('mismatch')
    expect(verdict(`${host} ${two.line}\n${host} ${one.line}`)).toBe('match')
    expect(verdict(`${host} ${rsa.line}`)).toBe('other-type')
    expect(verdict(`${host} ${one.line}\n@revoked ${host} ${one.line}`)).toBe('revoked')
    expect(verdict(`@revoked * ${one.line}`)).toBe('revoked')
    // The server has no certificate, so no authority can vouch for it.
    expect(verdict(`@cert-authority *.example.com ${two.line}`)).toBe('unknown')
    expect(verdict(`${host} ${two.line}`, host, 2222)).toBe('unknown')
  })

  it('offers the types first that it has lines for', () => {
    const knownHosts = `h ${rsa.line}\nh ${one.line}\nother ${two.line}`
    const { pins } = readPins({ fingerprint: null, knownHosts }, 'h', 22)
    expect(pinnedTypes(pins)).toStrictEqual(['ssh-rsa', 'ssh-ed25519'])
  })

  it('names the lines that come close', () => {
    const text = `[h.example]:2200 ${one.line}\nh.example ${one.line}\nother ${two.line}`
    const { near } = readKnownHosts(text, 'h.example', 2222)
    expect(near).toStrictEqual(['[h.example]:2200', 'h.example'])
  })

  it.each([
    ['no-lines', '# a comment\n\n'],
    ['too-few-fields', 'shop.example.com'],
    ['too-few-fields', one.line],
    ['not-base64', 'shop.example.com ssh-ed25519 AAAA!!!'],
    ['not-base64', `shop.example.com ${one.line.slice(0, -8)}`],
    ['type-disagrees', `shop.example.com ssh-rsa ${one.line.split(' ')[1] ?? ''}`],
    ['unknown-type', 'shop.example.com 1024 35 12345678901234567890'],
    ['unknown-marker', `@trusted shop.example.com ${one.line}`],
    ['private-key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['unexpanded', '${{ secrets.KNOWN_HOSTS }}'],
    ['utf-16', Buffer.from(`\ufeff${one.line}`, 'utf16le').toString()],
  ])('finds %s', (form, text) => {
    const { problems } = readPins({ fingerprint: null, knownHosts: text }, 'shop.example.com', 22)
    expect(problems[0]).toMatchObject({ kind: 'known-hosts-malformed', form, line: 1 })
  })

  const cut = 'ssh-ed25519 AAAA!'
  it.each([
    ['a corrupt key of the host', 22, 'shop.example.com', `shop.example.com ${cut}`],
    ['a corrupt key of another host', 22, 'shop.example.com', `www.example.com ${cut}`],
    ['half a line', 22, 'shop.example.com', 'shop.example.com'],
    ['an unknown marker', 22, 'shop.example.com', `@trusted shop.example.com ${one.line}`],
    ['a private key', 22, 'shop.example.com', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['the name of a variable', 22, 'shop.example.com', '$KNOWN_HOSTS'],
    ['a corrupt key, on another port', 2222, '[shop.example.com]:2222', `shop.example.com ${cut}`],
    [
      'a corrupt key, next to the plain name for another port',
      2222,
      'shop.example.com',
      `[shop.example.com]:2222 ${cut}`,
    ],
    ['half a line, next to a hashed plain name', 2222, hashed('shop.example.com'), 'junk'],
  ])('ignores %s next to a good line, as OpenSSH does', (_what, port, good, bad) => {
    for (const knownHosts of [`${bad}\n${good} ${one.line}`, `${good} ${one.line}\n${bad}`]) {
      const pins = { fingerprint: null, knownHosts }
      expect(readPins(pins, 'shop.example.com', port).problems).toStrictEqual([])
      expect(verdict(knownHosts, 'shop.example.com', port)).toBe('match')
    }
  })

  it.each([
    ['a corrupt line of the host', `shop.example.com ${cut}`, ['not-base64']],
    ['a corrupt line of its hashed name', `${hashed('shop.example.com')} ${cut}`, ['not-base64']],
    ['a corrupt line of another host', `mail.example.com ${cut}`, []],
    ['a line without a name', cut, []],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----', ['private-key']],
  ])('next to a good line of another host, judges %s', (_what, bad, forms) => {
    const knownHosts = `www.example.com ${one.line}\n${bad}`
    const { problems } = readPins({ fingerprint: null, knownHosts }, 'shop.example.com', 22)
    expect(problems.map((problem) => 'form' in problem && problem.form)).toStrictEqual(forms)
  })

  it('asks for the plain name only when no line has the port, for revoked keys as well', () => {
    const revoked = `@revoked shop.example.com ${one.line}`
    const ofPort = `[shop.example.com]:2222 ${one.line}`
    expect(verdict(`${revoked}\n${ofPort}`, 'shop.example.com', 2222)).toBe('match')
    expect(verdict(`${revoked}\n${ofPort}`, 'shop.example.com', 22)).toBe('revoked')
    expect(verdict(revoked, 'shop.example.com', 2222)).toBe('revoked')
  })

  it('never shows a private key that was put there', () => {
    const knownHosts =
      '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----'
    const { problems } = readPins({ fingerprint: null, knownHosts }, 'h', 22)
    expect(JSON.stringify(problems)).not.toContain('c2VjcmV0')
  })
})
