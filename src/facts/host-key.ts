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
   * unknown: known_hosts has no line for this host and port. revoked: an @revoked line names the presented key.
   */
  readonly verdict: 'match' | 'mismatch' | 'other-type' | 'unknown' | 'revoked' | 'not-pinned'
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
