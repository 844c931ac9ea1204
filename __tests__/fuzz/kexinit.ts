import fc from 'fast-check'
import type { KexInit } from '../../src/facts'
import { firstWithoutCommon } from '../../src/knowledge/negotiation'
import { readKexInit } from '../../src/ssh/kexinit'
import { kexInitPayload, usualLists } from '../unit/ssh/packets'
import { byteInputs } from './harness/byte-inputs'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'

const name = fc.oneof(
  fc.constantFrom('curve25519-sha256', 'ssh-ed25519', 'aes128-ctr', 'none', 'ext-info-s', ''),
  fc.string({ maxLength: 80 }),
)
const lists = fc.array(
  fc.tuple(fc.array(name, { maxLength: 8 }), fc.integer({ min: 1, max: 100 })),
  { minLength: 10, maxLength: 10 },
)
const long = lists.map((all) =>
  kexInitPayload(all.map(([names, times]) => `${names.join(',')},`.repeat(times).slice(0, 3_000))),
)
const usual = readKexInit(kexInitPayload(usualLists()))

/** SSH_MSG_KEXINIT of a server, and what both sides agree on. */
export const target: FuzzTarget<Buffer, KexInit | null> = {
  inputs: fc.oneof(byteInputs(kexInitPayload(usualLists())), long),
  run(payload) {
    const read = readKexInit(payload)
    if (read && usual) firstWithoutCommon(usual, read)
    return read
  },
  verify(payload, read) {
    const names: readonly (readonly string[])[] = Object.values(read ?? {})
    must(
      names.flat().every((each) => /^[\x21-\x7e]*$/.test(each)),
      'a name holds other characters',
    )
    mustBeShort('the lists', read, 1_000 + 4 * payload.length)
  },
}
