/**
 * Text that may hold a secret. Stages give their facts with it in the place of every open string, so that what was not
 * redacted cannot become a fact: only `Redaction` (src/redaction/redaction.ts) makes strings of it.
 */
import type { HostKey } from './host-key'

/** What a fact has in place of a secret. */
export const redacted = '***'

/** A text as it was received, of which an `Unredacted` is a part: a secret is looked for in all of it. */
export class WholeText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** The characters from `start` up to `end`, of which at most `keep` are kept after the redaction. */
  part(start: number, end = this.text.length, keep = Infinity): Unredacted {
    return new Unredacted(this, { start, end, keep, from: 'remote' })
  }
}

interface Extent {
  readonly start: number
  readonly end: number
  /** Most characters that are kept, counted after the redaction: a cut before it could leave a part of a secret. */
  readonly keep: number
  /** ours: what the workflow or this machine says. Short secrets are looked for only in what others say. */
  readonly from: 'remote' | 'ours'
}

/** One open string of a fact before the redaction. It does not print: `toString` and JSON give `***`. */
export class Unredacted {
  readonly whole: WholeText
  readonly extent: Extent

  constructor(whole: WholeText, extent: Extent) {
    this.whole = whole
    this.extent = extent
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }
}

/** A public key that a server presented or announced, before the redaction: its bytes may hold a secret. */
export class UnredactedKey {
  readonly key: HostKey

  constructor(key: HostKey) {
    this.key = key
  }

  toJSON(): string {
    return redacted
  }
}

/**
 * The type of a fact's value before the redaction. Open strings are `Unredacted`; our own words (literal types), numbers,
 * booleans and null stay as they are.
 */
export type Raw<T> = T extends string
  ? string extends T
    ? Unredacted
    : T
  : T extends HostKey
    ? UnredactedKey
    : T extends object
      ? { readonly [Name in keyof T]: Raw<T[Name]> }
      : T

/** Text from a server, or from whoever is between it and us; `keep` is the most characters that the fact has of it. */
export function remote(text: string, keep = Infinity): Unredacted {
  return new WholeText(text).part(0, text.length, keep)
}

/** Text that the workflow, an input or this machine gives. It is repeated, unless a secret of eight characters or more is in it. */
export function ours(text: string): Unredacted {
  const extent = { start: 0, end: text.length, keep: Infinity, from: 'ours' } as const
  return new Unredacted(new WholeText(text), extent)
}

/** The same where there may be none. */
export function oursOrNull(text: string | null): Unredacted | null {
  return text === null ? null : ours(text)
}

/** The same where there may be none. */
export function remoteOrNull(text: string | null, keep = Infinity): Unredacted | null {
  return text === null ? null : remote(text, keep)
}

/**
 * The names of one list from a server. A secret is looked for in the whole list, as it was sent: `separator` is between names
 * (a comma in SSH, RFC 4251 section 5).
 */
export function remoteNames(names: readonly string[], separator = ','): readonly Unredacted[] {
  const whole = new WholeText(names.join(separator))
  let start = 0
  return names.map((name) => {
    const part = whole.part(start, start + name.length)
    start += name.length + separator.length
    return part
  })
}

/** Whether the redaction took a key out of the facts, because its bytes held a secret. */
export function isRedacted({ blob }: HostKey): boolean {
  return blob === redacted
}
