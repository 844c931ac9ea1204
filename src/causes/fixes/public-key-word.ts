import type { ServerView } from '../server-cause'
import { quoted, quotedForPowerShell } from './quoted'

/** The public key for pastes. Where a mask of the runner would match a part of the line, the line is split, or a command prints it. */

/** Prints the public key where the private key is. */
export const printPublicKey = 'ssh-keygen -y -f KEYFILE'

/** For a public key that is not known. */
const placeholder = 'ssh-ed25519 AAAA… deploy'

/**
 * One word of a POSIX shell command. Every shell joins adjacent quoted strings, and no mask matches across the quotes. Each piece
 * is quoted, even where it needs no quotes, because otherwise two pieces would touch.
 */
export function publicKeyWord(server: ServerView): string {
  const [line = '', ...more] = pieces(server)
  return more.length === 0 ? quoted(line) : [line, ...more].map((piece) => `'${piece}'`).join('')
}

/** One value of a PowerShell command. PowerShell reads two adjacent quotes as one quote, so the pieces are added in parentheses. */
export function publicKeyForPowerShell(server: ServerView): string {
  const words = pieces(server).map(quotedForPowerShell)
  return words.length === 1 ? words.join('') : `(${words.join(' + ')})`
}

/** The line in one piece; null where a mask would match a part of it. */
export function wholePublicKey(server: ServerView): string | null {
  const [line = '', ...more] = pieces(server)
  return more.length === 0 ? line : null
}

function pieces({ publicKey, publicKeyBreaks }: ServerView): readonly string[] {
  if (publicKey === null) return [placeholder]
  const starts = [0, ...publicKeyBreaks]
  return starts.map((start, index) => publicKey.slice(start, starts[index + 1]))
}
