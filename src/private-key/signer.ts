import type { PrivateSigner } from '../ssh/session'
import { signerFrom } from '../ssh/ssh2-keys'
import { writeKeyFile } from './openssh-key-v1'
import type { VerifiedKey } from './verified-key'

/** What signs with a key in an authentication; null when our SSH library refuses the key. */
export function makeSigner(key: VerifiedKey): PrivateSigner | null {
  return signerFrom(writeKeyFile(key.components))
}
