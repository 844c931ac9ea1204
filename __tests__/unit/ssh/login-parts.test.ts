import { describe, expect, it } from '@jest/globals'
import { makeOffer, typesNotSeen } from '../../../src/ssh/algorithms'
import { ourIdentification } from '../../../src/ssh/identification-line'
import { readSftp } from '../../../src/ssh/sftp-version'
import { signatureAlgorithms } from '../../../src/ssh/signature-algorithms'
import type { ExecFacts } from '../../../src/facts'
import { splitAtToken } from '../../../src/preflight/stages/session-exec'
import { plain } from '../../fixtures/plain'

describe('our identification line', () => {
  it('keeps to RFC 4253 section 4.2', () => {
    expect(ourIdentification).toMatch(/^SSH-2\.0-[!-,.-~]+$/)
    expect(ourIdentification.length).toBeLessThan(254)
  })
})

describe('the offer', () => {
  it('asks for pinned types first, then Ed25519, and for group exchange last', () => {
    const usual = makeOffer({ first: [], without: [] }).kexInit
    expect(usual.hostKey[0]).toBe('ssh-ed25519')
    expect(usual.kex.at(-1)).toContain('group-exchange')
    const pinned = makeOffer({ first: ['ssh-rsa'], without: [] }).kexInit
    expect(pinned.hostKey.slice(0, 3)).toStrictEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'])
    const others = makeOffer({ first: [], without: ['ssh-ed25519'] }).kexInit
    expect(others.hostKey).not.toContain('ssh-ed25519')
  })

  it('knows which types of a server were not seen', () => {
    const server = ['rsa-sha2-512', 'rsa-sha2-256', 'ecdsa-sha2-nistp256', 'ssh-ed25519']
    expect(typesNotSeen(server, ['ssh-ed25519'])).toStrictEqual(['ecdsa-sha2-nistp256', 'ssh-rsa'])
    expect(typesNotSeen(['ssh-ed25519', 'ssh-ed448'], ['ssh-ed25519'])).toStrictEqual([])
  })
})

describe('signature algorithms', () => {
  it.each([
    ['ssh-ed25519', null, ['ssh-ed25519']],
    ['ssh-ed25519', ['rsa-sha2-512'], ['ssh-ed25519']],
    ['ssh-rsa', ['ssh-ed25519', 'rsa-sha2-256', 'rsa-sha2-512'], ['rsa-sha2-512']],
    ['ssh-rsa', ['ssh-rsa', 'rsa-sha2-256'], ['rsa-sha2-256']],
    ['ssh-rsa', ['ssh-rsa'], ['ssh-rsa']],
    ['ssh-rsa', ['ssh-ed25519'], []],
    ['ssh-rsa', null, ['ssh-rsa', 'rsa-sha2-256']],
  ])('for %s and server-sig-algs %j are %j', (type, offered, expected) => {
    expect(signatureAlgorithms(type, offered)).toStrictEqual(expected)
  })
})

it('an RSA key signs as the client of the deploy does, where the server names both', () => {
  const both = ['rsa-sha2-256', 'rsa-sha2-512']
  expect(signatureAlgorithms('ssh-rsa', both, 'rsa-sha2-256')).toEqual(['rsa-sha2-256'])
  expect(signatureAlgorithms('ssh-rsa', ['rsa-sha2-512'], 'rsa-sha2-256')).toEqual(['rsa-sha2-512'])
})

describe('the answer of the echo', () => {
  const token = '0123456789abcdef01234567'
  const partsOf = (stdout: string) =>
    plain<Pick<ExecFacts, 'tokenSeen' | 'before' | 'after'>>(splitAtToken(stdout, token))

  it.each([
    ['nothing else', `${token}\n`, '', ''],
    ['as cmd.exe writes it', `${token}\r\n`, '', ''],
    ['between noise', `Welcome\n${token}\nBye\n`, 'Welcome\n', 'Bye\n'],
  ])('is found %s', (_what, stdout, before, after) => {
    expect(partsOf(stdout)).toStrictEqual({ tokenSeen: true, before, after })
  })

  it.each([
    ['nothing', ''],
    ['our command quoted back', `Not allowed: echo ${token}\n`],
    ['our command quoted back in quotes', `Not allowed: "echo ${token}"\n`],
  ])('is not found in %s', (_what, stdout) => {
    expect(partsOf(stdout)).toStrictEqual({
      tokenSeen: false,
      before: stdout,
      after: '',
    })
  })
})

describe('the first message of SFTP', () => {
  const version = Buffer.from([0, 0, 0, 5, 2, 0, 0, 0, 3])

  it('is distinguished from the text of a login script', () => {
    expect(readSftp(version.subarray(0, 4))).toBe('more')
    expect(readSftp(version)).toBe('version')
    expect(readSftp(Buffer.concat([version, Buffer.from([0, 0, 0, 9, 104])]))).toBe('answered')
    expect(readSftp(Buffer.from('Welcome'))).toBe('text')
    expect(readSftp(Buffer.from('\n\0\0\0\x05'))).toBe('text')
  })
})
