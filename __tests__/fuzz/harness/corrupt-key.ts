import fc from 'fast-check'
import type { KeyText } from './key-texts'

/** Private keys as a bad paste, a bad copy or an attacker leaves them. */

/** A key text that was damaged, with what must not be said of it. */
export interface CorruptKey {
  readonly name: string
  readonly text: string
  readonly passphrase: string | null
  readonly privateNumbers: readonly Buffer[]
}

type Mutation = (text: string, other: string) => string

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const places = fc.tuple(place, place)
const count = fc.integer({ min: 0, max: 12 })

const linesOf = (text: string) => text.split('\n')
const at = (where: number, { length }: { readonly length: number }) => Math.floor(where * length)

/** Between two places of a text, its lines or its bytes: cut out, doubled, moved behind the second one, or turned round. */
function rearrange<T>(
  all: readonly T[],
  from: number,
  size: number,
  how: 'cut' | 'double' | 'move' | 'turn',
): readonly T[] {
  const piece = all.slice(from, from + size)
  const before = all.slice(0, from)
  const after = all.slice(from + size)
  if (how === 'cut') return [...before, ...after]
  if (how === 'double') return [...before, ...piece, ...piece, ...after]
  if (how === 'turn') return [...before, ...piece.toReversed(), ...after]
  return [...before, ...after.slice(0, size), ...piece, ...after.slice(size)]
}

const how = fc.constantFrom('cut', 'double', 'move', 'turn')

const ofLines = fc.tuple(place, count, how).map(
  ([where, size, transport]): Mutation =>
    (text) =>
      rearrange(linesOf(text), at(where, linesOf(text)), size, transport).join('\n'),
)

const ofCharacters = fc.tuple(place, fc.integer({ min: 1, max: 100 }), how).map(
  ([where, size, transport]): Mutation =>
    (text) =>
      rearrange(Array.from(text), at(where, text), size, transport).join(''),
)

const cutOff = fc.oneof(
  place.map(
    (where): Mutation =>
      (text) =>
        text.slice(0, at(where, text)),
  ),
  place.map(
    (where): Mutation =>
      (text) =>
        text.slice(at(where, text)),
  ),
  places.map(
    ([from, to]): Mutation =>
      (text) =>
        text.slice(0, at(from, text)) + text.slice(at(to, text)),
  ),
)

const overwrite = fc.tuple(place, fc.array(fc.nat(0xffff), { maxLength: 3 })).map(
  ([where, codes]): Mutation =>
    (text) =>
      text.slice(0, at(where, text)) +
      String.fromCharCode(...codes) +
      text.slice(at(where, text) + codes.length),
)

/** Lines of another key between those of this one, or its whole other half. */
const splice = fc.tuple(place, place, count).map(([from, to, size]): Mutation => (text, other) => {
  const lines = linesOf(text)
  const piece = linesOf(other).slice(at(from, linesOf(other)), at(from, linesOf(other)) + size)
  const start = at(to, lines)
  return [...lines.slice(0, start), ...piece, ...lines.slice(start + (size % 3))].join('\n')
})

/** Counts of lines that a file names: the reader must not take private lines for public ones. */
const recount = fc.tuple(fc.constantFrom('Public', 'Private'), fc.integer({ min: 0, max: 40 })).map(
  ([name, lines]): Mutation =>
    (text) =>
      text.replace(new RegExp(`${name}-Lines: *\\d+`), `${name}-Lines: ${lines}`),
)

const relabel = fc.constantFrom('OPENSSH ', 'RSA ', 'EC ', 'DSA ', 'ENCRYPTED ', '').map(
  (label): Mutation =>
    (text) =>
      text.replace(/(BEGIN|END) (?:[A-Z]+ )?PRIVATE/g, `$1 ${label}PRIVATE`),
)

const wrap = fc.constantFrom<Mutation>(
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', ' '),
  (text) => text.replaceAll('\n', '\\n'),
  (text) => text.replaceAll('\n', ''),
  (text) => JSON.stringify(text),
  (text) => encodeURIComponent(Buffer.from(text).toString()),
  (text) => Buffer.from(text).toString('base64'),
  (text) => text + text,
  (text) => text.toLowerCase(),
  (text) => `ssh-ed25519 AAAA${text.replaceAll('\n', '')}`,
  (text) => `---- BEGIN SSH2 PUBLIC KEY ----\n${text}\n---- END SSH2 PUBLIC KEY ----`,
)

/** Inside of the body: what a field holds, and how long it says that it is. */
type BodyMutation = (bytes: Buffer) => Buffer

const ofBytes = fc.tuple(place, fc.integer({ min: 1, max: 70 }), how).map(
  ([where, size, transport]): BodyMutation =>
    (bytes) =>
      Buffer.from(rearrange([...bytes], at(where, bytes), size, transport)),
)

const flip = fc
  .tuple(place, fc.integer({ min: 1, max: 255 }))
  .map(([where, mask]): BodyMutation => (bytes) => {
    const changed = Buffer.from(bytes)
    const index = at(where, bytes)
    changed.writeUInt8(changed.readUInt8(index) ^ mask, index)
    return changed
  })

/** Adds to a length of SSH's wire format or of DER, so that a field takes in what follows it. */
const lengthen = fc
  .tuple(place, fc.integer({ min: -40, max: 300 }))
  .map(([where, more]): BodyMutation => (bytes) => {
    const changed = Buffer.from(bytes)
    const lengths = [...lengthPlaces(bytes)]
    const index = lengths[at(where, lengths)]
    if (index !== undefined)
      changed.writeUInt32BE((changed.readUInt32BE(index) + more) >>> 0, index)
    return changed
  })

/** Every place that can be the length of a field that fits into the rest. */
function* lengthPlaces(bytes: Buffer): Generator<number> {
  for (let index = 0; index + 4 < bytes.length; index++) {
    const length = bytes.readUInt32BE(index)
    if (length > 0 && length <= bytes.length - index - 4) yield index
  }
}

const pemBody = /(-----BEGIN [A-Z ]+-----\n(?:[A-Za-z-]+: .*\n)*\n?)([A-Za-z0-9+/=\n]+)(\n-----END)/
const ppkBody = /((?:Public|Private)-Lines: \d+\n)((?:[A-Za-z0-9+/=]{1,64}\n)+)()/g

const inBody = fc
  .tuple(fc.oneof(ofBytes, flip, lengthen, lengthen), fc.boolean())
  .map(([mutate, first]): Mutation => (text) => {
    let seen = 0
    const changed = (_all: string, before: string, body: string, after: string) => {
      seen++
      const bytes = Buffer.from(body, 'base64')
      if (bytes.length === 0 || (seen === 1) !== first) return before + body + after
      const [line = ''] = linesOf(body)
      const columns = line === body || line === '' ? 64 : line.length
      const lines = mutate(bytes)
        .toString('base64')
        .match(new RegExp(`.{1,${columns}}`, 'g'))
      return `${before}${(lines ?? []).join('\n')}${body.endsWith('\n') ? '\n' : ''}${after}`
    }
    return text.startsWith('PuTTY')
      ? text.replace(ppkBody, changed)
      : text.replace(pemBody, (...[all, before, body, after]: string[]) => {
          seen = first ? 0 : 1
          return changed(all ?? '', before ?? '', body ?? '', after ?? '')
        })
  })

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: ofLines },
  { weight: 4, arbitrary: inBody },
  { weight: 2, arbitrary: ofCharacters },
  { weight: 2, arbitrary: splice },
  { weight: 2, arbitrary: recount },
  cutOff,
  overwrite,
  relabel,
  wrap,
)

/** One of these keys with one to three damages, and with its passphrase, a wrong one or none. */
export function corruptKey(keys: readonly KeyText[]): fc.Arbitrary<CorruptKey> {
  return fc
    .record({
      key: fc.constantFrom(...keys),
      other: fc.constantFrom(...keys),
      mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
      opens: fc.constantFrom('right', 'right', 'right', 'wrong', 'none'),
    })
    .map(({ key, other, mutations, opens }) => ({
      name: key.name,
      text: mutations.reduce((text, mutate) => mutate(text, other.text), key.text),
      passphrase: opens === 'right' ? key.passphrase : opens === 'wrong' ? 'wrong horse' : null,
      privateNumbers: [...key.privateNumbers, ...other.privateNumbers],
    }))
}
