/** The secret masker of the runner (HostContext.cs, ValueEncoders.cs): exact substrings become `***`. */
export interface Masker {
  /** Registers a value in all forms that the runner masks; empty values are ignored. */
  add(value: string): void
  /** Registers a value and each of its lines, as for `add-mask` (ActionCommandManager.cs): only lines are trimmed. */
  addLines(value: string): void
  /** Registers a secret of the job and each of its lines, all trimmed (Worker.cs, InitializeSecretMasker). */
  addSecret(value: string): void
  mask(text: string): string
}

export function masker(): Masker {
  const values = new Set<string>()
  const add = (value: string) => {
    if (value === '') return
    for (const form of forms(value)) if (form !== '') values.add(form)
  }
  const addLines = (value: string) => {
    add(value)
    for (const line of value.split(/[\r\n]/)) add(line.trim())
  }
  return {
    add,
    addLines,
    addSecret(value) {
      addLines(value.trim())
    },
    mask: (text) => maskAll(text, values),
  }
}

function forms(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  const shifted = [0, 1, 2].filter((shift) => bytes.length > shift)
  return [
    value,
    ...shifted.map((shift) => bytes.subarray(shift).toString('base64')),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    jsonEscaped(value),
    uriEscaped(value),
    value.replace(/[<>&"']/g, (mark) => `&${xmlNames[mark] ?? ''};`),
    value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : '',
    ...powerShellPieces(value),
  ]
}

/** Newtonsoft.Json escapes the line separators of Unicode, `JSON.stringify` does not. */
function jsonEscaped(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (mark) => `\\u${hexOf(mark).padStart(4, '0')}`)
}

/** Uri.EscapeDataString of .NET leaves less than `encodeURIComponent`. */
function uriEscaped(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (mark) => `%${hexOf(mark).toUpperCase()}`)
}

const hexOf = (mark: string) => mark.charCodeAt(0).toString(16)

/** What PowerShell prints of a command that it cannot run: the pieces before and after `&`, from six characters on. */
function powerShellPieces(value: string): readonly string[] {
  const colored = value.indexOf('&+')
  const end = colored >= 0 ? colored + 2 : value.lastIndexOf('&') + 1
  if (end === 0) return []
  // The first character after `&+` is printed in another color, and so not masked.
  const pieces = [value.slice(0, end), value.slice(colored >= 0 ? end + 1 : end)]
  return pieces.filter((piece) => piece.length >= 6)
}

const xmlNames: Readonly<Record<string, string>> = {
  '<': 'lt',
  '>': 'gt',
  '&': 'amp',
  '"': 'quot',
  "'": 'apos',
}

/** Overlapping and touching finds become one `***` (SecretMasker.cs). */
function maskAll(text: string, values: ReadonlySet<string>): string {
  const finds: { start: number; end: number }[] = []
  for (const value of values) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      finds.push({ start: at, end: at + value.length })
    }
  }
  finds.sort((a, b) => a.start - b.start)
  let masked = ''
  let end = 0
  let open = false
  for (const find of finds) {
    if (find.start > end || !open) {
      masked += text.slice(end, find.start) + '***'
      open = true
    }
    end = Math.max(end, find.end)
  }
  return masked + text.slice(end)
}
