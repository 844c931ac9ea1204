import type { InputFacts, InputName } from './facts'

/** The secrets of one preflight: they never enter the facts, and every one is masked before anything prints. */
export interface Credentials {
  readonly username: string | null
  readonly password: string | null
  /** The text of the `key` input, byte for byte. */
  readonly key: string | null
  readonly keyPath: string | null
  readonly passphrase: string | null
}

/** What the host key is compared with: the raw text of both inputs, read by ssh/host-key-pins.ts. */
export interface Pins {
  readonly fingerprint: string | null
  readonly knownHosts: string | null
}

/** One host to look at, read from the inputs once. */
export interface Target {
  readonly facts: InputFacts
  readonly credentials: Credentials
  readonly pins: Pins
  readonly timeoutMs: number
}

/** What a whole run was asked for. */
export interface Inputs {
  readonly targets: readonly Target[]
  readonly failOn: 'error' | 'warning' | 'never'
  /** Path of the JSON report; null for the default place. */
  readonly report: string | null
}

/** Gives the raw value of an input, untrimmed; empty when not given. */
export type ReadInput = (name: InputName) => string
