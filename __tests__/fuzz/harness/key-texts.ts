import { createPrivateKey } from 'node:crypto'
import type { Components } from '../../../src/private-key/components'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { makeSigner } from '../../../src/private-key/signer'
import { mpint, string } from '../../../src/private-key/ssh-wire'
import type { VerifiedKey } from '../../../src/private-key/verified-key'
import { type KeyMaker, passphrase } from '../../unit/private-key/real-keys'
import { ppkTestKeys } from '../../unit/private-key/ppk-test-keys'

/** A whole private key as a text, and what of it must never be said. */
export interface KeyText {
  readonly name: string
  readonly text: string
  /** Null when it is not encrypted. */
  readonly passphrase: string | null
  /** The numbers of the private half, big-endian. */
  readonly privateNumbers: readonly Buffer[]
}

/** The arguments of ssh-keygen for every type of key that SSH has. */
const types = {
  ed25519: ['-t', 'ed25519'],
  'ECDSA 256': ['-t', 'ecdsa', '-b', '256'],
  'ECDSA 384': ['-t', 'ecdsa', '-b', '384'],
  'ECDSA 521': ['-t', 'ecdsa', '-b', '521'],
  'RSA 2048': ['-t', 'rsa', '-b', '2048'],
  'RSA 3072': ['-t', 'rsa', '-b', '3072'],
  'RSA 4096': ['-t', 'rsa', '-b', '4096'],
} as const

export type KeyType = keyof typeof types

export const keyTypes = Object.keys(types) as readonly KeyType[]

/** One new key of this type in every form of a file and of a secret that deploys use, made by OpenSSH, OpenSSL and as PuTTY does. */
export function everyForm(type: KeyType, maker: KeyMaker): readonly KeyText[] {
  const openssh = maker.sshKeygen(...types[type])
  const key = verified(openssh, null)
  const pem = createPrivateKey(makeSigner(key)?.privatePem ?? '')
  const exported = (form: 'pkcs1' | 'sec1' | 'pkcs8', phrase?: string) => {
    const encryption = phrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase: phrase }
    return pem.export({ format: 'pem', type: form, ...encryption }).toString()
  }
  const own = type.startsWith('RSA') ? 'pkcs1' : 'sec1'
  const ownForms =
    type === 'ed25519'
      ? []
      : [['PEM', exported(own)] as const, ['PEM, encrypted', exported(own, passphrase)] as const]
  const forms = [
    ['OpenSSH', openssh],
    ...ownForms,
    ['PKCS#8', exported('pkcs8')],
    ['PKCS#8, encrypted', exported('pkcs8', passphrase)],
    ['PuTTY 2', ppkText(key.components, 2)],
    ['PuTTY 3', ppkText(key.components, 3)],
    ['base64 of OpenSSH', Buffer.from(openssh).toString('base64')],
    ['base64 of PKCS#8', Buffer.from(exported('pkcs8')).toString('base64')],
    ['OpenSSH in one line', openssh.trim().replaceAll('\n', '\\n')],
    ['PKCS#8 in one line', exported('pkcs8').trim().replaceAll('\n', '\\n')],
    ['PKCS#8 with blanks for line breaks', exported('pkcs8').trim().replaceAll('\n', ' ')],
  ] as const
  return forms.map(([form, text]) => ({
    name: `${type}, ${form}`,
    text,
    passphrase: form.endsWith('encrypted') ? passphrase : null,
    privateNumbers: privateNumbersOf(key.components),
  }))
}

/** Keys whose encryption is slow by design, with as little of it as there can be, and PuTTY's own files. */
export function encryptedKeys(maker: KeyMaker): readonly KeyText[] {
  const openssh = ['ed25519', 'ECDSA 256', 'RSA 2048'] as const
  return [
    ...openssh.map((type) => ({
      name: `${type}, OpenSSH, encrypted`,
      text: maker.sshKeygen(...types[type], '-a', '1', '-N', passphrase),
      passphrase,
    })),
    {
      name: 'RSA, PuTTY 2, encrypted',
      text: ppkTestKeys['rsa, version 2, encrypted'].text,
      passphrase: 'test only',
    },
  ].map((each) => ({
    ...each,
    privateNumbers: privateNumbersOf(verified(each.text, each.passphrase).components),
  }))
}

function verified(text: string, phrase: string | null): VerifiedKey {
  const { key } = readPrivateKey(text, phrase)
  if (!key) throw new Error('the key is whole')
  return key
}

function privateNumbersOf(key: Components): readonly Buffer[] {
  if (key.kind === 'ed25519') return [key.seed]
  if (key.kind === 'ecdsa') return [key.scalar]
  return [key.d, key.p, key.q, key.iqmp, ...(key.dp ? [key.dp] : []), ...(key.dq ? [key.dq] : [])]
}

/** A file as PuTTY writes it (PuTTY manual, appendix C); nothing here looks at its MAC. */
function ppkText(key: Components, version: 2 | 3): string {
  const { type, open, secret } = ppkParts(key)
  const lines = (bytes: Buffer) => bytes.toString('base64').match(/.{1,64}/g) ?? []
  const [publicLines, privateLines] = [Buffer.concat(open), Buffer.concat(secret)].map(lines)
  return [
    `PuTTY-User-Key-File-${version}: ${type}`,
    'Encryption: none',
    'Comment: test',
    `Public-Lines: ${publicLines?.length ?? 0}`,
    ...(publicLines ?? []),
    `Private-Lines: ${privateLines?.length ?? 0}`,
    ...(privateLines ?? []),
    `Private-MAC: ${'00'.repeat(version === 2 ? 20 : 32)}`,
    '',
  ].join('\n')
}

function ppkParts(key: Components) {
  if (key.kind === 'rsa') {
    const open = [string('ssh-rsa'), mpint(key.e), mpint(key.n)]
    return { type: 'ssh-rsa', open, secret: [key.d, key.p, key.q, key.iqmp].map(mpint) }
  }
  if (key.kind === 'ed25519') {
    const open = [string('ssh-ed25519'), string(key.publicKey)]
    return { type: 'ssh-ed25519', open, secret: [string(key.seed)] }
  }
  const type = `ecdsa-sha2-${key.curve}`
  const open = [string(type), string(key.curve), string(key.point)]
  return { type, open, secret: [mpint(key.scalar)] }
}
