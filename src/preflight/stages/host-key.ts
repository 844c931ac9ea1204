import type { Clock } from '../clock'
import type { HostKey, HostKeyFacts, PinFacts } from '../../facts'
import { ours, oursOrNull, type Raw, remoteNames, UnredactedKey } from '../../facts/unredacted'
import { judgePins, pinsForFacts, type PinSet } from '../../ssh/host-key-pins'
import { certificateProblem } from '../../ssh/host-certificate'
import type { HostKeyTypes, SshSession } from '../../ssh/session'
import { observe } from './observe'
import type { Fact } from '../../facts/fact'

/** What the host key stage gives to the next one. */
export interface Compared {
  readonly fact: Raw<Fact<HostKeyFacts>>
  /** The connection to go on with; null when the login must not be tried. */
  readonly session: SshSession | null
}

/** sshd has three types of key where nobody made more: Ed25519, ECDSA and RSA. One came first, so two more are asked for. */
const mostExtraConnections = 2

/**
 * Compares the presented host key, or its certificate for this host, with the pins. When a bare fingerprint names no type and does not match, the server may
 * have the pinned key under another type: `reconnect` opens extra connections, one after the other, each of which offers
 * only types that were not seen yet. The login continues over the one whose key matches. All others are closed here.
 */
export async function compareHostKey(
  pins: PinSet,
  host: string,
  first: SshSession,
  reconnect: (types: HostKeyTypes) => Promise<SshSession | null>,
  clock: Clock,
): Promise<Compared> {
  const chosen: { session: SshSession | null } = { session: null }
  const fact = await observe<HostKeyFacts>(clock, async () => {
    const certificate = certificateOf(first, host)
    const verdict = judgePins(pins, first.hostKey, certificate)
    if (verdict === 'match' || verdict === 'not-pinned') chosen.session = first
    if (verdict !== 'mismatch' || !mayBeOfOtherType(pins))
      return describe(pins, verdict, [first], null, certificate)

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

function certificateOf({ certificate }: SshSession, host: string) {
  if (certificate === null) return null
  const problem = certificateProblem(certificate, host, Date.now() / 1000)
  return { authority: certificate.authority, principals: certificate.principals, problem }
}

function describe(
  pins: PinSet,
  verdict: PinFacts['verdict'],
  seen: readonly SshSession[],
  otherType: HostKey | null = null,
  certificate: ReturnType<typeof certificateOf> = null,
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
      ...(certificate && {
        certificate: {
          authority: ours(certificate.authority.fingerprint),
          principals: remoteNames(certificate.principals),
          problem: certificate.problem,
        },
      }),
    },
  }
}
