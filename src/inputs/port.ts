/**
 * Reads a TCP port written in plain decimal, 1 to 65535. Null for all else: a leading zero too, which Go's flag parser
 * reads as octal, so that `022` would be port 18 for some deploy clients.
 */
export function readPort(text: string): number | null {
  if (!/^[1-9]\d{0,4}$/.test(text)) return null
  const port = Number(text)
  return port <= 65_535 ? port : null
}
