import fc from 'fast-check'
import { judgePins, pinnedTypes, pinsForFacts, readPins } from '../../src/ssh/host-key-pins'
import { readHostKey } from '../../src/ssh/host-key'
import { byteInputs } from './harness/byte-inputs'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { blob, publicKeyWords } from './harness/public-key-words'
import { textInputs } from './harness/text-inputs'

interface Pinned {
  readonly fingerprint: string | null
  readonly knownHosts: string | null
  readonly presented: Buffer
}

const samples = [
  'SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE',
  '256 SHA256:uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE root@host (ED25519)\n',
  `ssh-ed25519 ${blob} comment, with a comma`,
  'MD5:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff',
]

function judged({ fingerprint, knownHosts, presented }: Pinned) {
  const { pins, problems } = readPins({ fingerprint, knownHosts }, 'example.com', 22)
  const key = readHostKey(presented)
  return {
    problems,
    types: pinnedTypes(pins),
    facts: pinsForFacts(pins),
    verdict: key && judgePins(pins, key),
  }
}

/** The inputs `fingerprint` and `known_hosts` against the key that a server presents. */
export const target: FuzzTarget<Pinned, ReturnType<typeof judged>> = {
  inputs: fc.record({
    fingerprint: fc.option(textInputs(publicKeyWords, samples)),
    knownHosts: fc.option(textInputs(publicKeyWords, [`example.com ssh-ed25519 ${blob}\n`])),
    presented: byteInputs(Buffer.from(blob, 'base64')),
  }),
  run: judged,
  verify({ fingerprint, knownHosts, presented }, { facts, verdict }) {
    for (const { fingerprint: pin } of facts) {
      must(/^SHA256:[A-Za-z0-9+/]{43}$/.test(pin), `a pin is ${JSON.stringify(pin)}`)
    }
    const given = fingerprint !== null || knownHosts !== null
    must(given || verdict === null || verdict === 'not-pinned', `${String(verdict)} without a pin`)
    const key = readHostKey(presented)
    if (verdict === 'match') {
      must(
        facts.some((pin) => pin.fingerprint === key?.fingerprint),
        'a match has a pin with the fingerprint',
      )
    }
  },
}
