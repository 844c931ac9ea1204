import type { ServerView } from '../server-cause'
import { quoted, quotedForPowerShell } from './quoted'

/** The public key as pastes hold it: where a mask of the runner would fit into the line, it is broken or asked for. */

/** Prints the public key where the private key is. */
export const printPublicKey = 'ssh-keygen -y -f KEYFILE'

/** Stands where the public key is not known. */
const placeholder = 'ssh-ed25519 AAAA… deploy'

/**
 * One word of a POSIX shell command: adjacent quotes are joined by every shell, and no mask fits over them. Each piece stands
 * in quotes, whether it needs them or not: without, two pieces would touch.
 */
export function publicKeyWord(server: ServerView): string {
  const [line = '', ...more] = pieces(server)
  return more.length === 0 ? quoted(line) : [line, ...more].map((piece) => `'${piece}'`).join('')
}

/** One value of a PowerShell command, which takes adjacent quotes for a quote and adds strings in brackets instead. */
export function publicKeyForPowerShell(server: ServerView): string {
  const words = pieces(server).map(quotedForPowerShell)
  return words.length === 1 ? words.join('') : `(${words.join(' + ')})`
}

/** The line in one piece; null where a mask would fit into it. */
export function wholePublicKey(server: ServerView): string | null {
  const [line = '', ...more] = pieces(server)
  return more.length === 0 ? line : null
}

function pieces({ publicKey, publicKeyBreaks }: ServerView): readonly string[] {
  if (publicKey === null) return [placeholder]
  const starts = [0, ...publicKeyBreaks]
  return starts.map((start, index) => publicKey.slice(start, starts[index + 1]))
}
