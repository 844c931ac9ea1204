import fc from 'fast-check'
import { type KnownHosts, readKnownHosts } from '../../src/ssh/known-hosts'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { textInputs } from './harness/text-inputs'
import { blob, publicKeyWords } from './harness/public-key-words'

interface Asked {
  readonly text: string
  readonly host: string
  readonly port: number
}

const samples = [
  `example.com,192.0.2.1 ssh-ed25519 ${blob} comment\n`,
  `[example.com]:2222 ssh-ed25519 ${blob}\n@revoked * ssh-ed25519 ${blob}\n`,
  `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 ${blob}\n`,
  `# example.com:22 SSH-2.0-OpenSSH_9.6\n@cert-authority *.example.com ssh-ed25519 ${blob}\r\n`,
]
const words = [
  ...publicKeyWords,
  '*',
  '?',
  '!',
  '*?',
  ',',
  '|1|',
  '|',
  '[',
  ']:22',
  '@revoked ',
  '@',
]

/** The input `known_hosts`. */
export const target: FuzzTarget<Asked, KnownHosts> = {
  inputs: fc.record({
    text: textInputs(words, samples),
    host: fc.oneof(fc.constantFrom('example.com', '::1', `${'a'.repeat(63)}.example`), fc.string()),
    port: fc.constantFrom(22, 2222),
  }),
  run: ({ text, host, port }) => readKnownHosts(text, host, port),
  verify({ text }, { lines, withoutPort, problems }) {
    const count = text.split(/\r\n|\n|\r/).length
    for (const { line, key } of [...lines, ...withoutPort]) {
      must(line >= 1 && line <= count, `line ${line} of ${count}`)
      must(/^SHA256:[A-Za-z0-9+/]{43}$/.test(key.fingerprint), key.fingerprint)
      must(/^[\x21-\x7e]{1,64}$/.test(key.type), `type ${JSON.stringify(key.type)}`)
    }
    must(lines.length > 0 || withoutPort.length > 0 || problems.length > 0 || count > 0, 'said')
  },
}
