/** Units of Go's time.ParseDuration in milliseconds; both micro signs are accepted there. */
const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Far longer than `1h30m59.999s`. */
const longestText = 64

const longestMs = 24 * 3_600_000

/** A plain number above an hour was meant in milliseconds, as some other actions take it. */
const mostPlainSeconds = 3600

/**
 * Reads a duration as Go writes it (`30s`, `1m30s`, `500ms`, `1.5h`) or a plain number of seconds.
 * Gives whole milliseconds; null when it is neither, negative, longer than a day, or more than 3600 without a unit.
 */
export function readDuration(text: string): number | null {
  if (text.length > longestText) return null
  const isPlain = /^\d+(\.\d+)?$/.test(text)
  if (isPlain && Number(text) > mostPlainSeconds) return null
  const ms = isPlain ? Number(text) * 1000 : goDuration(text)
  return ms !== null && ms <= longestMs ? Math.round(ms) : null
}

function goDuration(text: string): number | null {
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y
  let ms = 0
  let end = 0
  while (end < text.length) {
    part.lastIndex = end
    const [whole, amount, unit] = part.exec(text) ?? []
    if (whole === undefined || amount === undefined || unit === undefined) return null
    ms += Number(amount) * (unitMs[unit] ?? 0)
    end += whole.length
  }
  return end > 0 ? ms : null
}
