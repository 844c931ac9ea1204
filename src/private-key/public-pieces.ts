import { string, uint32 } from './ssh-wire'

/** Letters of base64 that must be the same to be of the public half: ten are the whole of a short field. */
const shortest = 12

/**
 * How every public key of a type begins (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4), with the lengths that
 * are in use: type, then the exponent 65537 and the length of the modulus, the curve and the length of the point, or the length of the key.
 */
const beginnings: readonly Buffer[] = [
  ...[128, 256, 384, 512, 1024, 2048].map((bytes) =>
    fields('ssh-rsa', Buffer.from([1, 0, 1]), bytes + 1),
  ),
  fields('ssh-dss', null, 129),
  fields('ssh-ed25519', null, 32),
  ...(
    [
      ['nistp256', 65],
      ['nistp384', 97],
      ['nistp521', 133],
    ] as const
  ).map(([curve, bytes]) => fields(`ecdsa-sha2-${curve}`, Buffer.from(curve), bytes)),
]

/** Two strings (RFC 4251 section 5) and the length of a third. */
function fields(type: string, second: Buffer | null, lengthOfNext: number): Buffer {
  const strings = second === null ? [type] : [type, second]
  return Buffer.concat([...strings.map(string), uint32(lengthOfNext)])
}

/**
 * Takes the public half out of a line of a private key, and gives what is left of it. `publicKey` is the blob that was computed from
 * the private half; null when there is none, so that only what all keys have in common is taken out.
 */
export function withoutPublicHalf(publicKey: Buffer | null): (line: string) => readonly string[] {
  const known = new Set<string>()
  for (const bytes of [...beginnings, ...(publicKey === null ? [] : [publicKey])]) {
    for (const shift of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
      for (let at = 0; at + shortest <= text.length; at++) known.add(text.slice(at, at + shortest))
    }
  }
  return (line) => {
    const pieces: string[] = []
    let start = 0
    let publicTo = 0
    for (let at = 0; at + shortest <= line.length; at++) {
      if (!known.has(line.slice(at, at + shortest))) continue
      if (at > publicTo) pieces.push(line.slice(start, at))
      publicTo = at + shortest
      start = publicTo
    }
    return [...pieces, line.slice(start)].filter((piece) => piece !== '')
  }
}
