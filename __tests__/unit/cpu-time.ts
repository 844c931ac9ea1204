/** Milliseconds of the processor that some work takes, in this process. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/**
 * Milliseconds of the processor that it takes to read a text of `size` characters, or null when these are fewer than `mostMs`. A
 * sixteenth and a quarter of the size are read first. The whole is read only when these two, and how the time grew between
 * them, do not predict clearly less than `mostMs`. The faster of two readings of the whole counts: other programs use the machine too.
 */
export function slowMs(
  read: (text: string) => unknown,
  make: (size: number) => string,
  size: number,
  mostMs: number,
): number | null {
  const ofPart = (part: number) => {
    const text = make(size / part)
    return cpuMs(() => read(text))
  }
  const sixteenth = ofPart(16)
  // Even if the time grows with the square of the size.
  if (sixteenth * 256 < mostMs) return null
  const quarter = ofPart(4)
  if (quarter * Math.max(4, quarter / sixteenth) < mostMs * 0.8) return null
  const ms = Math.min(ofPart(1), ofPart(1))
  return ms < mostMs ? null : ms
}
