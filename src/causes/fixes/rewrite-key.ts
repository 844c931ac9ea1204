import { say } from '../../text/words'
import type { Fix } from '../finding'
import { onComputer, sh } from './build'
import { quotedPath } from './quoted'

/** ssh-keygen writes its own format, in a cipher that all clients read, whenever it changes the passphrase. */
export function rewriteKey(path: string | null): Fix {
  const file = path === null ? './deploy_key' : quotedPath(path)
  return onComputer(
    say`If the deploy’s client cannot read it, write a copy of the key in the usual format, and store that copy. ${'ssh-keygen'} (OpenSSH 9.6 or later) does so. It asks for the passphrase; the key stays the same.`,
    sh(`cp ${file} deploy_key_new && ssh-keygen -p -Z aes256-ctr -f deploy_key_new`),
  )
}
