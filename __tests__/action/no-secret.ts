import { expect } from '@jest/globals'
import { createPrivateKey } from 'node:crypto'
import type { ActionRun } from '../fake-runner/run-action'

/**
 * Holds that no secret left the program: neither as it was given, nor in any encoding, in nothing that it wrote, before
 * any mask of the runner. Masking itself is the one place where a secret has to be written.
 */
export function expectNoSecret(run: ActionRun, secrets: readonly string[]): void {
  const stdout = run.raw.stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
  const everything = {
    stdout,
    stderr: run.raw.stderr,
    summary: run.raw.summary,
    log: run.log,
    annotations: JSON.stringify(run.annotations),
    outputs: JSON.stringify(run.outputs),
    report: JSON.stringify(run.report),
  }
  for (const [where, text] of Object.entries(everything)) {
    const leaked = secrets.flatMap(needles).filter((needle) => text.includes(needle))
    expect({ where, leaked }).toEqual({ where, leaked: [] })
  }
}

/** Every secret was registered with the runner before anything else was printed; lines of the public half are none. */
export function expectMaskedFirst(run: ActionRun, secrets: readonly string[]): void {
  const lines = run.raw.stdout.split('\n')
  const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::'))
  const masks = lines.slice(0, firstOther).map((line) => line.slice('::add-mask::'.length))
  for (const secret of secrets) {
    for (const line of privateLinesOf(secret)) expect(masks).toContain(line.replaceAll('%', '%25'))
  }
}

const shortest = 6

/** The lines of a secret, without the armour of keys: it is no secret, and masking it would spoil every report. */
function secretLinesOf(secret: string): readonly string[] {
  return secret
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest && !line.includes('-----'))
}

/** Some lines of an RSA key are nothing but its modulus, which is the public key. */
function privateLinesOf(secret: string): readonly string[] {
  const forms = numbersOf(secret).publicNumbers.flatMap(base64At)
  return secretLinesOf(secret).filter((line) => !forms.some((text) => text.includes(line)))
}

function needles(secret: string): readonly string[] {
  const { privateNumbers } = numbersOf(secret)
  const lines = privateLinesOf(secret)
  return [
    ...lines,
    ...lines.map((line) => JSON.stringify(line).slice(1, -1)),
    ...lines.map((line) => encodeURIComponent(line)),
    ...lines.flatMap((line) => encodings(Buffer.from(line))),
    ...privateNumbers.flatMap(encodings),
  ]
}

/** The numbers of a key in a form that node:crypto reads: they are in every form it can be converted to. */
function numbersOf(secret: string): Readonly<Record<'privateNumbers' | 'publicNumbers', Buffer[]>> {
  try {
    const { d, p, q, n } = createPrivateKey(secret).export({ format: 'jwk' })
    const bytes = (number: string | undefined) =>
      number === undefined ? [] : [Buffer.from(number, 'base64url')]
    return { privateNumbers: [d, p, q].flatMap(bytes), publicNumbers: bytes(n) }
  } catch {
    return { privateNumbers: [], publicNumbers: [] }
  }
}

/** The bytes in base64, at the three places that they can have in what surrounds them. */
function base64At(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'))
}

/** Hex, and the stretch of base64 that does not depend on what stands before and after the bytes. */
function encodings(bytes: Buffer): readonly string[] {
  const inside = base64At(bytes).map((text) => text.slice(4, 28).replace(/=+$/, ''))
  return [bytes.toString('hex'), ...inside].filter((form) => form.length >= 8)
}
