import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Credentials } from '../../../src/inputs/login'
import type { KeyFacts } from '../../../src/facts'
import { readKey } from '../../../src/preflight/stages/key'
import { plain } from '../../fixtures/plain'
import { keyMaker, passphrase } from './real-keys'
import type { Fact } from '../../../src/facts/fact'

const maker = keyMaker()
afterAll(() => {
  maker.remove()
})

const none: Credentials = {
  username: null,
  password: null,
  key: null,
  keyPath: null,
  passphrase: null,
}
const key = maker.sshKeygen('-t', 'ed25519')

async function readPlainly(credentials: Credentials) {
  const { fact, signers } = await readKey(credentials)
  return { fact: plain<Fact<KeyFacts>>(fact), signer: signers[0] ?? null }
}

function fileWith(content: string | Buffer): string {
  const path = join(maker.folder, `file-${String(Math.random()).slice(2)}`)
  writeFileSync(path, content)
  return path
}

describe('the key stage', () => {
  it('checks nothing when no key is given', async () => {
    const read = await readPlainly({ ...none, password: 'x' })
    expect(read).toEqual({ fact: { state: 'not-checked', why: 'not-needed' }, signer: null })
  })

  it('makes a signer from the text, untrimmed', async () => {
    const { fact, signer } = await readPlainly({ ...none, key: key.trimEnd() })
    expect(fact).toMatchObject({
      state: 'observed',
      value: {
        from: 'key',
        path: null,
        corruption: ['missing-newline'],
        lines: 7,
        fileError: null,
      },
    })
    expect(signer?.type).toBe('ssh-ed25519')
    expect(`${signer?.type ?? ''} ${signer?.publicKey.toString('base64') ?? ''}`).toBe(
      maker.publicLine(key),
    )
  })

  it('opens an encrypted key with the passphrase', async () => {
    const locked = maker.sshKeygen('-t', 'ed25519', '-N', passphrase)
    const { signer } = await readPlainly({ ...none, key: locked, passphrase })
    expect(signer).not.toBeNull()
    const without = await readPlainly({ ...none, key: locked, passphrase: '' })
    expect(without).toMatchObject({ signer: null, fact: { value: { passphrase: 'missing' } } })
  })

  it('reads a file, and prefers it to the text', async () => {
    const path = fileWith(key)
    const { fact } = await readPlainly({ ...none, keyPath: path })
    expect(fact).toMatchObject({ value: { from: 'key_path', path, usable: true } })
    const both = await readPlainly({ ...none, key: '~/.ssh/id_rsa', keyPath: path })
    expect(both.fact).toMatchObject({ value: { from: 'key_path', form: 'openssh' } })
  })

  it('expands the home directory', async () => {
    const inHome = `~/${relative(homedir(), fileWith(key)).replaceAll('\\', '/')}`
    const { fact } = await readPlainly({ ...none, keyPath: inHome })
    expect(fact).toMatchObject({ value: { path: inHome, usable: true } })
  })

  it('reads what PowerShell wrote as UTF-16', async () => {
    const path = fileWith(Buffer.from(`\ufeff${key.replaceAll('\n', '\r\n')}`, 'utf16le'))
    const { fact, signer } = await readPlainly({ ...none, keyPath: path })
    expect(signer).not.toBeNull()
    expect(fact).toMatchObject({
      value: {
        corruption: ['utf-16', 'carriage-returns'],
        readBy: { openssh: false, go: false, ssh2: false },
      },
    })
  })

  it('says why a file can not be read', async () => {
    const folder = join(maker.folder, 'folder')
    mkdirSync(folder)
    const large = fileWith(Buffer.alloc(1024 * 1024 + 1))
    const expected = [
      [join(maker.folder, 'nowhere'), 'ENOENT'],
      [folder, 'EISDIR'],
      [large, 'EFBIG'],
    ] as const
    for (const [path, fileError] of expected) {
      const { fact, signer } = await readPlainly({ ...none, keyPath: path })
      expect(signer).toBeNull()
      expect(fact).toMatchObject({
        state: 'observed',
        value: { form: 'unreadable-file', fileError, path, usable: false },
      })
    }
  })
})

describe('a key file of somebody else', () => {
  it('says that it cannot be read', async () => {
    const path = fileWith(key)
    chmodSync(path, 0o000)
    const { fact } = await asUnprivileged(() => readPlainly({ ...none, keyPath: path }))
    expect(fact).toMatchObject({ value: { fileError: 'EACCES' } })
  })
})

/** Root may read every file, so it looks as the user `nobody` for a moment. */
async function asUnprivileged<T>(look: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await look()
  chmodSync(maker.folder, 0o755)
  process.seteuid?.(65534)
  try {
    return await look()
  } finally {
    process.seteuid?.(0)
  }
}
