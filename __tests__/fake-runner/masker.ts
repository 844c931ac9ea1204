/** The secret masker of the runner (HostContext.cs, ValueEncoders.cs): exact substrings become `***`. */
export interface Masker {
  /** Registers a value in all forms that the runner masks; empty values are ignored. */
  add(value: string): void
  /** Registers a value and each of its lines, as for secrets and `add-mask`. */
  addLines(value: string): void
  mask(text: string): string
}

export function masker(): Masker {
  const values = new Set<string>()
  const add = (value: string) => {
    if (value === '') return
    for (const form of forms(value)) if (form !== '') values.add(form)
  }
  return {
    add,
    addLines(value) {
      add(value)
      for (const line of value.split(/[\r\n]/)) add(line.trim())
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
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.replace(/[<>&"']/g, (mark) => `&${xmlNames[mark] ?? ''};`),
    value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : '',
  ]
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
