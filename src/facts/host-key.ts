export interface HostKey {
  /** As in known_hosts: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa … */
  readonly type: string
  /** `SHA256:` and base64 without padding, as ssh-keygen -l prints it. */
  readonly fingerprint: string
  /** The public key blob in base64, for a known_hosts line. */
  readonly blob: string
}

export interface HostKeyFacts {
  /** The key that the server presented in the key exchange. */
  readonly presented: HostKey
  /** True once the server's signature over the exchange hash was good: it holds the private half. */
  readonly proved: boolean
  /** Every host key that OpenSSH announced after login (hostkeys-00@openssh.com); empty when not known. */
  readonly announced: readonly HostKey[]
  readonly pin: PinFacts
}

export interface PinFacts {
  readonly from: 'fingerprint' | 'known_hosts' | 'none'
  /**
   * match: a pin equals the presented key. mismatch: a pin of the same type (or of no known type) names another key.
   * other-type: the pin names a key of another type, so the presented one was not compared; `otherType` says more.
   * bad-certificate: an @cert-authority line names who signed the server's certificate, which is not good (`certificate` says why).
   * unknown: known_hosts has no line for this host and port. revoked: an @revoked line names the presented key.
   */
  readonly verdict:
    'match' | 'mismatch' | 'other-type' | 'bad-certificate' | 'unknown' | 'revoked' | 'not-pinned'
  /** The certificate that the server presented; absent where it presented a plain key, and in older reports. */
  readonly certificate?: CertificateFacts
  /** What the pins say, in the order given. Type is null for a bare fingerprint. */
  readonly pinned: readonly {
    readonly fingerprint: string
    readonly type: string | null
    readonly line: number | null
  }[]
  /** Every key of the server that was compared, the presented one first: more than one after extra connections. */
  readonly compared: readonly HostKey[]
  /** The server's key that equals the pin, found by an extra connection; null when none was found or looked for. */
  readonly otherType: HostKey | null
  /** For `unknown`: names in known_hosts that come close (same host, another port; bare name for a port), for the fix. */
  readonly near: readonly string[]
}

/** A certificate of the host key (OpenSSH PROTOCOL.certkeys). */
export interface CertificateFacts {
  /** Fingerprint of the authority's key, which signed it. */
  readonly authority: string
  /** The names that it is for; none: it is for every host. */
  readonly principals: readonly string[]
  /** Why OpenSSH would refuse it for this host and time; null when it would not. */
  readonly problem: CertificateProblem | null
}

/**
 * signature: it is not one of the authority, or made with SHA-1. for-users: it is a certificate of a user. other-host: its names
 * leave out the host as the input writes it.
 */
export type CertificateProblem =
  'signature' | 'for-users' | 'not-yet-valid' | 'expired' | 'other-host' | 'critical-option'
