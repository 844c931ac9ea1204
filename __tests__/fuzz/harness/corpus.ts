import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fuzzFolder } from './load-targets'

/** An input that once broke a promise. */
export interface CorpusEntry {
  readonly name: string
  readonly input: unknown
}

/** The entries of a target, `corpus/<target>/<name>.json`, in the order of their names. */
export function corpusOf(target: string): readonly CorpusEntry[] {
  const folder = join(fuzzFolder, 'corpus', target)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted()
    .map((file) => ({
      name: file.replace(/\.json$/, ''),
      input: decode(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    }))
}

/** The form of an input in a file: JSON, with bytes as `{"hex": "…"}`. */
export function encode(input: unknown): unknown {
  if (input instanceof Uint8Array) return { hex: Buffer.from(input).toString('hex') }
  if (Array.isArray(input)) return input.map(encode)
  if (!isRecord(input)) return input
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, encode(value)]))
}

/** The input in a file. `{"joined": […]}` and `{"repeat": "…", "times": n}` write long texts shortly. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (!isRecord(value)) return value
  const { hex, joined, repeat, times } = value
  if (typeof hex === 'string') return Buffer.from(hex, 'hex')
  if (Array.isArray(joined)) return joined.map((part) => String(decode(part))).join('')
  if (typeof repeat === 'string' && typeof times === 'number') return repeat.repeat(times)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decode(each)]))
}

/** Characters and bytes in all of an input. */
export function sizeOf(input: unknown): number {
  if (typeof input === 'string' || input instanceof Uint8Array) return input.length
  if (Array.isArray(input)) return input.reduce((sum: number, each) => sum + sizeOf(each), 0)
  if (!isRecord(input)) return 8
  return Object.entries(input).reduce((sum, [name, each]) => sum + name.length + sizeOf(each), 0)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
