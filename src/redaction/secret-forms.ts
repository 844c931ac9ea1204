import { canonicalText } from './canonical-text'

/** A shorter encoding would be found in innocent text. */
const shortestEncoded = 8

/** What of a secret is looked for, in canonical form. */
export interface SecretForms {
  /** As it is; empty when nothing of it prints. */
  readonly plain: string
  /** As something that logs or repeats it may have written it. Undone escapes are looked for in the text instead. */
  readonly encoded: readonly string[]
}

/** The forms of one secret, each once. */
export function secretForms(secret: string): SecretForms {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const encoded = [
    hex,
    hex.replace(/..(?=.)/g, '$&:'),
    // The bytes of UTF-8 read as another encoding.
    bytes.toString('latin1'),
    // A form of a web page writes a space as `+`.
    new URLSearchParams([['', secret]]).toString().slice(1),
    // A shell's quotation of a quote.
    secret.replaceAll("'", `'\\''`),
    ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
  ]
  const plain = canonicalText(secret).text
  const forms = encoded
    .map((form) => canonicalText(form).text)
    .filter((form) => form.length >= shortestEncoded && form !== plain)
  return { plain, encoded: [...new Set(forms)] }
}

/** Whatever is around the bytes, the letters inside depend on them only. In both alphabets of RFC 4648. */
function base64Forms(bytes: Buffer, shift: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const shared = (shift + bytes.length) % 3
  const end = shared === 0 ? text.length : text.length - 4
  const inside = text.slice(shift === 0 ? 0 : 4, end)
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')]
}
