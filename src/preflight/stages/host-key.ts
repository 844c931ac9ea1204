import type { Clock } from '../clock'
import type { HostKey, HostKeyFacts, PinFacts } from '../../facts'
import { ours, oursOrNull, type Raw, UnredactedKey } from '../../facts/unredacted'
import { judgePins, pinsForFacts, type PinSet } from '../../ssh/host-key-pins'
import type { HostKeyTypes, SshSession } from '../../ssh/session'
import { observe } from './observe'
import type { Fact } from '../../facts/fact'

/** What may be sent to a server whose key was compared: nothing, a signature that is worthless elsewhere, or a password too. */
export type HostKeyTrust = 'none' | 'key-only' | 'full'

/** What the host key stage gives to the next one. */
export interface Compared {
  readonly fact: Raw<Fact<HostKeyFacts>>
  /** The connection to go on with; null when the login must not be tried. */
  readonly session: SshSession | null
  readonly trust: HostKeyTrust
}

/** sshd has three types of key where nobody made more: Ed25519, ECDSA and RSA. One came first, so two more are asked for. */
const mostExtraConnections = 2

/**
 * Compares the presented host key with the pins. When a bare fingerprint names no type and does not match, the server may
 * have the pinned key under another type: `reconnect` opens extra connections, one after the other, each of which offers
 * only types that were not seen yet. The login continues over the one whose key matches. All others are closed here.
 */
export async function compareHostKey(
  pins: PinSet,
  first: SshSession,
  reconnect: (types: HostKeyTypes) => Promise<SshSession | null>,
  clock: Clock,
): Promise<Compared> {
  const chosen: { session: SshSession | null; trust: HostKeyTrust } = {
    session: null,
    trust: 'none',
  }
  const fact = await observe<HostKeyFacts>(clock, async () => {
    const verdict = judgePins(pins, first.hostKey)
    chosen.trust = trustOf(verdict, pins)
    if (chosen.trust !== 'none') chosen.session = first
    if (verdict !== 'mismatch' || !mayBeOfOtherType(pins)) return describe(pins, verdict, [first])

    const compared = [first]
    let last = first
    while (compared.length <= mostExtraConnections) {
      const seen = compared.map(({ hostKey }) => hostKey.type)
      if (first.typesNotSeen(seen).length === 0) break
      await last.close()
      const next = await reconnect({ first: [], without: seen })
      if (next === null) break
      compared.push(next)
      last = next
      const nextVerdict = judgePins(pins, next.hostKey)
      if (nextVerdict === 'match') {
        chosen.session = next
        chosen.trust = 'full'
        return describe(pins, 'other-type', compared, next.hostKey)
      }
      if (nextVerdict === 'revoked') break
    }
    await last.close()
    const verdictOfLast = judgePins(pins, last.hostKey)
    return describe(pins, verdictOfLast === 'revoked' ? 'revoked' : verdict, compared)
  })
  if (chosen.session === null) await first.close()
  return { fact, ...chosen }
}

/** Only a fingerprint without a type can be meant for another key; known_hosts lines say their type. */
function mayBeOfOtherType(pins: PinSet): boolean {
  return pins.from === 'fingerprint' && pins.pins.some((pin) => pin.type === null)
}

function trustOf(verdict: PinFacts['verdict'], pins: PinSet): HostKeyTrust {
  if (verdict === 'match' || verdict === 'not-pinned') return 'full'
  // A certificate authority can't be asked: our library has no certificates. A key login gives nothing away.
  if (verdict === 'other-type' && pins.pins.length === 0) return 'key-only'
  return 'none'
}

function describe(
  pins: PinSet,
  verdict: PinFacts['verdict'],
  seen: readonly SshSession[],
  otherType: HostKey | null = null,
): Raw<HostKeyFacts> {
  const compared = seen.map(({ hostKey }) => hostKey)
  const [presented] = compared
  if (presented === undefined) throw new Error('no host key was compared')
  return {
    presented: new UnredactedKey(presented),
    proved: true,
    announced: [],
    pin: {
      from: pins.from,
      verdict,
      pinned: pinsForFacts(pins).map(({ fingerprint, type, line }) => ({
        fingerprint: ours(fingerprint),
        type: oursOrNull(type),
        line,
      })),
      compared: compared.map((key) => new UnredactedKey(key)),
      otherType: otherType && new UnredactedKey(otherType),
      near: pins.near.map(ours),
    },
  }
}
