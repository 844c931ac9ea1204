/** Facts of the private key: read and judged before any packet is sent. Never a byte of it. */
export interface KeyFacts {
  /** The input that the key came from; `key` for the keys of an agent, which are used in place of it. */
  readonly from: 'key' | 'key_path'
  /** The path as given, for key_path. */
  readonly path: string | null
  /**
   * The keys of the SSH agent, in its order, where they are used in place of an input. Type and fingerprint of these facts are then those
   * of its only key, or of the one that logged in. Absent with a key of an input, and in older reports.
   */
  readonly agentKeys?: readonly AgentKey[]
  /** What the text turned out to be, after looking through every wrapping that `corruption` names. */
  readonly form: KeyForm
  /** Each thing that is wrong with the text, outermost first. `repairable` ones were repaired for this diagnosis. */
  readonly corruption: readonly KeyCorruption[]
  /** Whether a signer could be made, after safe repairs. */
  readonly usable: boolean
  readonly passphrase: 'not-needed' | 'missing' | 'wrong' | 'accepted' | 'unknown'
  /** SSH name of the public key: ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256, ssh-dss, sk-ssh-ed25519@openssh.com …; null when unread. */
  readonly type: string | null
  readonly bits: number | null
  /** `SHA256:…` of the public half; null unless that was worked out from the private half. */
  readonly fingerprint: string | null
  /**
   * `type base64` without comment: the line to look for in authorized_keys. Null unless it was worked out from the private half,
   * and where a runner masks single characters of it.
   */
  readonly publicKey: string | null
  /** Positions in `publicKey` at which a paste breaks it, so that no mask of the runner fits; empty when none does. */
  readonly publicKeyBreaks: readonly number[]
  /** Whether the public half belongs to the private half; null when it could not be computed. */
  readonly publicKeyMatches: boolean | null
  /** Why it is not usable, for unsupported types (`DSA`, `FIDO sk`, `curve secp256k1`, `cipher …`); null otherwise. Words of ours. */
  readonly unsupported: string | null
  /** Why a key file could not be read: ENOENT, EACCES, EISDIR …; null when it was. */
  readonly fileError: string | null
  readonly lines: number
  readonly bytes: number
  /** Whether deploy clients read the text exactly as it was given, without our repairs. */
  readonly readBy: {
    readonly openssh: boolean | null
    readonly go: boolean | null
    readonly ssh2: boolean | null
  }
}

export interface AgentKey {
  readonly type: string
  readonly fingerprint: string
}

export type KeyForm =
  | 'openssh'
  | 'pkcs1'
  | 'sec1'
  | 'dsa-pem'
  | 'pkcs8'
  | 'pkcs8-encrypted'
  | 'ppk-2'
  | 'ppk-3'
  | 'ssh1'
  | 'ssh-com'
  | 'public-openssh'
  | 'public-rfc4716'
  | 'public-pem'
  | 'openssh-certificate'
  | 'known-hosts-line'
  | 'x509-certificate'
  | 'certificate-request'
  | 'pgp'
  | 'age'
  | 'jwk'
  | 'path'
  | 'password-like'
  | 'unexpanded'
  | 'masked'
  | 'empty'
  | 'unreadable-file'
  | 'unknown'

/** Kinds of corruption, in the order in which they are looked for. */
export type KeyCorruption =
  | 'utf-16'
  | 'byte-order-mark'
  | 'invisible-characters'
  | 'quoted'
  | 'escaped-newlines'
  | 'base64-encoded'
  | 'url-encoded'
  | 'carriage-returns'
  | 'carriage-returns-only'
  | 'line-breaks-lost'
  | 'indented'
  | 'trailing-spaces'
  | 'leading-empty-lines'
  | 'text-before'
  | 'text-after'
  | 'second-key'
  | 'markers-corrupt'
  | 'marker-missing'
  | 'header-disagrees'
  | 'ec-parameters'
  | 'missing-newline'
  | 'truncated'
  | 'body-corrupt'
