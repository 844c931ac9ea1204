const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

/** Bytes as people read them, in steps of 1024 as `df -h` counts: `41 GB`, `1.5 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes
  let step = 0
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024
    step += 1
  }
  const digits = step === 0 || value >= 10 ? 0 : 1
  return `${value.toFixed(digits)} ${units[step] ?? ''}`
}
