import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The passphrase of every encrypted key here. */
export const passphrase = 'correct horse'

/** Makes real keys with the installed ssh-keygen and node:crypto, in a folder that `remove` takes away. */
export function keyMaker() {
  const folder = mkdtempSync(join(tmpdir(), 'test-keys-'))
  let count = 0
  const newFile = () => join(folder, `key-${count++}`)

  /** What `ssh-keygen` writes for these arguments, such as `-t ed25519`. Without `-a`, one round of bcrypt: each takes 20 ms. */
  function sshKeygen(...args: readonly string[]): string {
    const file = newFile()
    const protection = args.includes('-N') ? ['-a', '1'] : ['-N', '']
    execFileSync('ssh-keygen', ['-q', '-f', file, '-C', 'test', ...protection, ...args])
    return readFileSync(file, 'utf8')
  }

  /** Runs ssh-keygen over a text as if it were a key file. */
  function keygenOn(text: string, args: readonly string[]) {
    const file = newFile()
    writeFileSync(file, text, { mode: 0o600 })
    return spawnSync('ssh-keygen', [...args, '-f', file], { encoding: 'utf8' })
  }

  return {
    folder,
    sshKeygen,
    /** Whether OpenSSH loads the private key from exactly this text. */
    opensshReads: (text: string, phrase = '') => keygenOn(text, ['-y', '-P', phrase]).status === 0,
    /** The public line of a private key, by OpenSSH. */
    publicLine: (text: string, phrase = '') =>
      keygenOn(text, ['-y', '-P', phrase]).stdout.trim().split(' ').slice(0, 2).join(' '),
    /** `ssh-keygen -lf`: bits and fingerprint. */
    listed(publicLine: string) {
      const [bits, fingerprint] = keygenOn(publicLine, ['-l']).stdout.split(' ')
      return { bits: Number(bits), fingerprint }
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type KeyMaker = ReturnType<typeof keyMaker>

const pem = (key: KeyObject, type: 'pkcs1' | 'sec1' | 'pkcs8', phrase?: string) =>
  key
    .export(
      phrase === undefined
        ? { format: 'pem', type }
        : { format: 'pem', type, cipher: 'aes-256-cbc', passphrase: phrase },
    )
    .toString()

const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey

/** Keys in the forms that OpenSSL writes. */
export const opensslKeys = {
  'PKCS#1 RSA': () => pem(rsa(2048), 'pkcs1'),
  'PKCS#8 RSA': () => pem(rsa(2048), 'pkcs8'),
  'PKCS#8 RSA, encrypted': () => pem(rsa(2048), 'pkcs8', passphrase),
  'PKCS#1 RSA, encrypted': () => pem(rsa(2048), 'pkcs1', passphrase),
  'SEC1 P-256': () => pem(ec('P-256'), 'sec1'),
  'SEC1 P-384': () => pem(ec('P-384'), 'sec1'),
  'SEC1 P-521, encrypted': () => pem(ec('P-521'), 'sec1', passphrase),
  'PKCS#8 P-256': () => pem(ec('P-256'), 'pkcs8'),
  'PKCS#8 P-521, encrypted': () => pem(ec('P-521'), 'pkcs8', passphrase),
  'PKCS#8 Ed25519': () => pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'),
  'PKCS#8 Ed25519, encrypted': () =>
    pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8', passphrase),
} as const

/** Keys that OpenSSL makes and SSH does not take. */
export const strangeKeys = {
  DSA: () =>
    pem(
      generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
      'pkcs8',
    ),
  Ed448: () => pem(generateKeyPairSync('ed448').privateKey, 'pkcs8'),
  X25519: () => pem(generateKeyPairSync('x25519').privateKey, 'pkcs8'),
  'curve secp256k1': () => pem(ec('secp256k1'), 'sec1'),
  'RSA of 768 bits': () => pem(rsa(768), 'pkcs1'),
  'RSA-PSS': () => pem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey, 'pkcs8'),
} as const
