import type { Pins } from '../ssh/host-key-pins'
import type { InputFacts } from '../facts'

/** The secrets of one preflight: they never enter the facts, and every one is masked before anything prints. */
export interface Credentials {
  readonly username: string | null
  readonly password: string | null
  /** The text of the `key` input, byte for byte. */
  readonly key: string | null
  readonly keyPath: string | null
  readonly passphrase: string | null
}

/** One server to log in to, read from the inputs once. */
export interface Endpoint {
  readonly facts: InputFacts
  readonly credentials: Credentials
  readonly pins: Pins
}
