import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { attempt, shell } from './command'

/** The client's keys. All but `stranger` and `dsa` are in the server's authorized_keys. */
export const keyNames = [
  'ed25519',
  'ecdsa',
  'rsa',
  'rsaPkcs1',
  'ecSec1',
  'rsaPkcs8',
  'ecPkcs8',
  'ed25519Pkcs8',
  'rsaPkcs8Encrypted',
  'encrypted',
  'ppk',
  'stranger',
  'dsa',
] as const

export type KeyName = (typeof keyNames)[number]

export interface KeyPair {
  /** The file's text. */
  readonly private: string
  /** `type base64`. */
  readonly public: string
}

export type Keys = Readonly<Record<KeyName, KeyPair>>

/** Opens `encrypted` and `rsaPkcs8Encrypted`. */
export const passphrase = 'open sesame, lab door'

/** Of the user `deploy`. */
export const password = 'Correct-Horse-7-Battery'

/** Makes the keys once, with the tools of the system in `root`, and keeps them in `folder`. */
export async function labKeys(folder: string, root: string): Promise<Keys> {
  const present: string[] = await readdir(folder).catch(() => [])
  if (!keyNames.every((name) => present.includes(name))) await makeKeys(folder, root)
  const entries = await Promise.all(
    keyNames.map(async (name): Promise<[KeyName, KeyPair]> => {
      const line = await readFile(`${folder}/${name}.pub`, 'utf8')
      const [type = '', blob = ''] = line.split(' ')
      return [
        name,
        {
          private: await readFile(`${folder}/${name}`, 'utf8'),
          public: `${type} ${blob.trim()}`,
        },
      ]
    }),
  )
  return Object.fromEntries(entries) as Record<KeyName, KeyPair>
}

async function makeKeys(folder: string, root: string): Promise<void> {
  const inside = `/tmp/keys-${process.pid}`
  const work = `${root}${inside}`
  await mkdir(work, { recursive: true })
  await shell(
    `chroot "$1" sh -euc 'cd "$1"
      make() { ssh-keygen -q -N "$2" -C lab -f "$1" $3; }
      make ed25519 "" "-t ed25519"
      make ecdsa "" "-t ecdsa"
      make rsa "" "-t rsa -b 3072"
      make rsaPkcs1 "" "-t rsa -b 2048 -m PEM"
      make ecSec1 "" "-t ecdsa -m PEM"
      make rsaPkcs8 "" "-t rsa -b 2048 -m PKCS8"
      make ecPkcs8 "" "-t ecdsa -m PKCS8"
      make rsaPkcs8Encrypted "$2" "-t rsa -b 2048 -m PKCS8"
      make encrypted "$2" "-t ed25519"
      make stranger "" "-t ed25519"
      make dsa "" "-t dsa"
      make ppk-source "" "-t ed25519"
      puttygen ppk-source -O private -o ppk
      mv ppk-source.pub ppk.pub; rm ppk-source' sh "$2" "$3"`,
    root,
    inside,
    passphrase,
  )
  await makeEd25519Pkcs8(work)
  await rm(folder, { recursive: true, force: true })
  await rename(work, folder)
}

/** OpenSSH 9.2 cannot write Ed25519 as PKCS#8, OpenSSL can. RFC 8709 section 4 is the public key's form. */
async function makeEd25519Pkcs8(folder: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const blob = Buffer.concat([
    field(Buffer.from('ssh-ed25519')),
    field(Buffer.from(x, 'base64url')),
  ])
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(`${folder}/ed25519Pkcs8`, pem)
  await writeFile(`${folder}/ed25519Pkcs8.pub`, `ssh-ed25519 ${blob.toString('base64')} lab\n`)
}

/** The fingerprint of a public key line, as ssh-keygen prints it: `SHA256:` and base64. */
export async function fingerprintOf(publicKey: string, root: string): Promise<string> {
  const { stdout } = await attempt('chroot', [root, 'ssh-keygen', '-l', '-f', '-'], {
    input: `${publicKey}\n`,
  })
  return stdout.split(' ')[1] ?? ''
}
