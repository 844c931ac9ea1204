import { readFile } from 'node:fs/promises'
import { fingerprintOf } from './keys'

/** A server's host key, as its .pub file has it. */
export interface HostKey {
  readonly type: string
  readonly blob: string
  /** `SHA256:…`, by ssh-keygen. */
  readonly fingerprint: string
}

/** The host keys that Debian's package made for the system in `root`: Ed25519, ECDSA, RSA. */
export function readHostKeys(root: string): Promise<HostKey[]> {
  return Promise.all(
    ['ed25519', 'ecdsa', 'rsa'].map(async (name) => {
      const line = await readFile(`${root}/etc/ssh/ssh_host_${name}_key.pub`, 'utf8')
      const [type = '', blob = ''] = line.split(' ')
      return { type, blob, fingerprint: await fingerprintOf(`${type} ${blob}`, root) }
    }),
  )
}
