/** The secrets that every run is given and no run may show. */

/** 23 characters, with a quotation mark and a percent sign. */
export const password = 'hp7"Kq%Zt4Wv9Xm2Rb6Lc8N'

/** Another password, with a no-break space in it. */
export const passwordWithSpace = 'T8vN"q3Yw5J\u00a0f%Kx2Lp9Dz6'

/** The password of the jump host. */
export const proxyPassword = 'Gx5%mD2"wR7sQ9tVb4Jy6Hn'

/** The shortest fragment that counts as a leak. */
export const shortestFragment = 12

/** Base64 of the bytes after so many others, without the letters that their neighbors share. */
function base64At(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const whole = Math.floor(((shift + bytes.length) * 8) / 6)
  return text.slice(Math.ceil((shift * 8) / 6), whole)
}

/** A secret in every form in which a server may say it, by the name of the form. */
export function formsOf(secret: string): Readonly<Record<string, string>> {
  const [base64 = '', second = '', third = '', hex = '', upper = ''] = encodingsOf(
    Buffer.from(secret),
  )
  return {
    plain: secret,
    base64,
    'base64 after one byte': second,
    'base64 after two bytes': third,
    hex,
    'upper hex': upper,
    URI: encodeURIComponent(secret),
    JSON: JSON.stringify(secret).slice(1, -1),
  }
}

/** All forms of a secret, for a server to say. */
export const allForms = (secret: string): string => Object.values(formsOf(secret)).join(' ')

/**
 * Every fragment of twelve characters of every form of the secrets: whoever prints one has leaked. A text counts with its spaces
 * made plain as well; bytes count in base64 and in hex.
 */
export function fragmentsOf(secrets: readonly (string | Buffer)[]): ReadonlySet<string> {
  const fragments = new Set<string>()
  for (const secret of secrets) {
    const forms =
      typeof secret === 'string'
        ? [secret, secret.normalize('NFKC')].flatMap((text) => Object.values(formsOf(text)))
        : encodingsOf(secret)
    for (const form of forms) {
      for (const text of [form, form.replaceAll('+', '-').replaceAll('/', '_')]) {
        for (let at = 0; at + shortestFragment <= text.length; at++)
          fragments.add(text.slice(at, at + shortestFragment))
      }
    }
  }
  return fragments
}

const encodingsOf = (bytes: Buffer): readonly string[] => [
  ...[0, 1, 2].map((shift) => base64At(bytes, shift)),
  bytes.toString('hex'),
  bytes.toString('hex').toUpperCase(),
]

/** The first fragment that a text holds; null when it holds none. */
export function leakIn(text: string, fragments: ReadonlySet<string>): string | null {
  for (let at = 0; at + shortestFragment <= text.length; at++) {
    const piece = text.slice(at, at + shortestFragment)
    if (fragments.has(piece)) return piece
  }
  return null
}
