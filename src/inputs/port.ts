/**
 * Reads a TCP port written in plain decimal, 1 to 65535. Null for all else: a leading zero too, which Go's flag parser
 * reads as octal, so that `022` would be port 18 for some deploy clients.
 */
export function readPort(text: string): number | null {
  if (!/^[1-9]\d{0,4}$/.test(text)) return null
  const port = Number(text)
  return port <= 65_535 ? port : null
}

const goNumber = /^\+?(0x(_?[\da-f])+|0o(_?[0-7])+|0b(_?[01])+|[1-9](_?\d)*)$/i

/**
 * Reads the `port` input as appleboy/ssh-action does (strconv.ParseInt of Go with base 0): also `0x16`, `2_200` and `+22`. Null
 * for a leading zero, as above.
 */
export function readPortInput(text: string): number | null {
  if (text.length > 24 || !goNumber.test(text)) return null
  const port = Number(text.replace(/[+_]/g, ''))
  return port >= 1 && port <= 65_535 ? port : null
}
