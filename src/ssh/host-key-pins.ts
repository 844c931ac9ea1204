import type { CertificateProblem, HostKey, InputProblem, PinFacts } from '../facts'
import { readFingerprints } from './fingerprint-pins'
import { type KnownHostsLine, readKnownHosts } from './known-hosts'

/** What the host key is compared with: the raw text of both inputs. */
export interface Pins {
  readonly fingerprint: string | null
  readonly knownHosts: string | null
}

type Pin = PinFacts['pinned'][number]

/** What the inputs say of the host key of one host and port. */
export interface PinSet {
  readonly from: PinFacts['from']
  /** Pins that apply to this host and port, in the order given. */
  readonly pins: readonly Pin[]
  /** known_hosts lines of the bare name, when the port is not 22. */
  readonly withoutPort: readonly Pin[]
  /**
   * @revoked lines, which override all others. Those of the plain name count only when no plain line has the port, as in
   * OpenSSH.
   */
  readonly revoked: readonly Pin[]
  /** @cert-authority lines: a certificate that one of them signed confirms the key in it. */
  readonly authorities: readonly Pin[]
  readonly near: readonly string[]
}

/**
 * Reads the `fingerprint` and `known_hosts` inputs for one host and port (host null: no line is for it). When both are
 * given the fingerprint decides, as it does in the deploy clients that have one, but an @revoked line still counts.
 */
export function readPins(
  pins: Pins,
  host: string | null,
  port: number,
): { readonly pins: PinSet; readonly problems: readonly InputProblem[] } {
  const known = pins.knownHosts === null ? null : readKnownHosts(pins.knownHosts, host ?? '', port)
  const fingerprints = pins.fingerprint === null ? null : readFingerprints(pins.fingerprint)
  const of = (marker: KnownHostsLine['marker'], from = known?.lines ?? []) =>
    from.filter((line) => line.marker === marker).map(pinOf)
  const plain = of('none')
  const set: PinSet = {
    from: fingerprints ? 'fingerprint' : known ? 'known_hosts' : 'none',
    pins: fingerprints ? fingerprints.pins.map((pin) => ({ ...pin, line: null })) : plain,
    withoutPort: fingerprints ? [] : of('none', known?.withoutPort),
    revoked: [...of('revoked'), ...(plain.length > 0 ? [] : of('revoked', known?.withoutPort))],
    authorities: fingerprints ? [] : of('cert-authority'),
    near: known?.near ?? [],
  }
  return { pins: set, problems: [...(fingerprints?.problems ?? []), ...(known?.problems ?? [])] }
}

const pinOf = ({ key, line }: KnownHostsLine): Pin => ({
  fingerprint: key.fingerprint,
  type: key.type,
  line,
})

/** The types that pins name, which a client offers first so that the server presents the pinned key (OpenSSH order_hostkeyalgs). */
export function pinnedTypes(set: PinSet): readonly string[] {
  const types = [...set.pins, ...set.withoutPort].flatMap((pin) => pin.type ?? [])
  return [...new Set(types)]
}

/** A certificate that the server presented, and why it is not good for this host and time; null when it is. */
export interface PresentedCertificate {
  readonly authority: HostKey
  readonly problem: CertificateProblem | null
}

/**
 * Compares a presented key with the pins. See PinFacts for what each verdict means. As in OpenSSH, a certificate of an authority that
 * no line names is passed over, and the key in it compared like a plain one.
 */
export function judgePins(
  set: PinSet,
  presented: HostKey,
  certificate: PresentedCertificate | null = null,
): PinFacts['verdict'] {
  const names = (pin: Pin) => pin.fingerprint === presented.fingerprint
  const signs = (pin: Pin) => pin.fingerprint === certificate?.authority.fingerprint
  if (set.revoked.some((pin) => names(pin) || signs(pin))) return 'revoked'
  if (set.from === 'none') return 'not-pinned'
  if (certificate && set.authorities.some(signs))
    return certificate.problem === null ? 'match' : 'bad-certificate'
  if (set.pins.some(names)) return 'match'
  // OpenSSH looks for the bare name when no line has the port, and accepts it only when the key is equal.
  if (set.pins.length === 0 && set.withoutPort.some(names)) return 'match'
  if (set.pins.some((pin) => pin.type === null || pin.type === presented.type)) return 'mismatch'
  if (set.pins.length > 0) return 'other-type'
  return 'unknown'
}

/** The pins as facts: what applies to this host, with the marker of a known_hosts line in front of its type. */
export function pinsForFacts(set: PinSet): PinFacts['pinned'] {
  const marked = (marker: string, pins: readonly Pin[]) =>
    pins.map((pin) => ({ ...pin, type: `${marker} ${pin.type ?? ''}`.trim() }))
  return [
    ...set.pins,
    ...(set.pins.length === 0 ? set.withoutPort : []),
    ...marked('@cert-authority', set.authorities),
    ...marked('@revoked', set.revoked),
  ]
}
