import { createPrivateKey } from 'node:crypto'
import { marked } from 'marked'
import ssh2 from 'ssh2'
import type { ActionRun } from '../fake-runner/run-action'
import type { HostileCase } from './hostile-server'
import { fragmentsOf, leakIn, password, passwordWithSpace, proxyPassword } from './secrets'

/** All that is seen of one run. */
export interface Seen {
  /** Null when it did not end by itself, or the runner refused what it printed. */
  readonly run: ActionRun | null
  /** Why there is no run. */
  readonly failure: string
  readonly ms: number
  /** How much of that other programs of this machine took. */
  readonly waitedMs: number
  readonly megabytes: number
  /** Processes that were left behind. */
  readonly left: number
  /** What it wrote into files. */
  readonly files: string
  readonly privateKey: string
  readonly connections: number
}

/** What the README promises over the timeout, in milliseconds. */
const graceMs = 2000
/** MB of all processes together. */
const mostMegabytes = 200
/** What hostile servers say to be obeyed. */
export const injected = 'injected'

/** How long a run may take: its timeout and two seconds. */
export const allowedMs = (inputs: Readonly<Record<string, string>>): number =>
  Number.parseFloat(inputs['timeout'] ?? '') * 1000 + graceMs

/** The promises that a run broke, one sentence each. */
export function brokenPromises(
  hostile: HostileCase,
  inputs: Readonly<Record<string, string>>,
  seen: Seen,
): readonly string[] {
  const { run, ms, waitedMs, megabytes, left, connections } = seen
  const { holds = {} } = hostile
  const broken: string[] = []
  const must = (held: boolean, sentence: string) => {
    if (!held) broken.push(sentence)
  }
  const allowed = allowedMs(inputs)
  if (ms - waitedMs > allowed)
    broken.push(`${isLate} (${ms} ms, of which it waited ${waitedMs}; ${allowed} allowed)`)
  must(run !== null, seen.failure)
  must(megabytes <= mostMegabytes, `takes ${megabytes} MB`)
  must(left === 0 || run === null, `leaves ${left} processes behind`)
  const most = holds.connections ?? 1
  must(connections <= most, `makes ${connections} connections, not ${most}`)
  if (run === null) return broken

  const result = run.outputs['result'] ?? 'none'
  const cause = run.outputs['cause'] ?? ''
  const right: readonly string[] = holds.result ?? ['pass', 'warn', 'fail']
  must(right.includes(result), `gives ${result}, not ${right.join(' or ')}`)
  must(run.exitCode === (result === 'fail' || result === 'error' ? 1 : 0), `exits ${run.exitCode}`)
  must(
    holds.cause === undefined || holds.cause.some((each) => cause.startsWith(each)),
    `gives the cause ${cause}, not ${(holds.cause ?? []).join(' or ')}`,
  )
  return [...broken, ...leaks(run, seen), ...harm(run)]
}

/** Marks what may come of a busy machine, and is worth a second try. */
export const isLate = 'is late'

function leaks(run: ActionRun, { files, privateKey }: Seen): readonly string[] {
  const fragments = fragmentsOf([password, passwordWithSpace, proxyPassword, ...seedOf(privateKey)])
  // Masking itself is the one place where a secret has to be written.
  const stdout = run.raw.stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
  const places = {
    stdout,
    stderr: run.raw.stderr,
    summary: run.raw.summary,
    'a file': files,
  }
  const found = Object.entries(places).flatMap(([place, text]) => {
    // What a server puts between the letters is often taken out on the way.
    const bare = text.replace(/[\p{C}\p{M}]/gu, (mark) => (mark === '\n' ? mark : ''))
    const fragment = leakIn(text, fragments) ?? leakIn(bare, fragments)
    return fragment === null ? [] : [{ place, fragment }]
  })
  if (found.length === 0) return []
  const where = found.map(({ place }) => place).join(', ')
  return [`leaks into ${where}: ${found.map(({ fragment }) => fragment).join(' ')}`]
}

/** The secret half of an Ed25519 key. */
function seedOf(privateKey: string): readonly Buffer[] {
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) return []
  const { d } = createPrivateKey(key.getPrivatePEM()).export({ format: 'jwk' })
  return d === undefined ? [] : [Buffer.from(d, 'base64url')]
}

/** Commands, control characters and HTML of the server that came through. */
function harm(run: ActionRun): readonly string[] {
  const broken: string[] = []
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069]/
  for (const [place, text] of Object.entries({ log: run.log, summary: run.summary })) {
    const found = control.exec(text)?.[0]
    if (found) broken.push(`prints U+${found.charCodeAt(0).toString(16)} into the ${place}`)
  }
  const obeyed = run.annotations.some(
    ({ title, message }) => title === injected || message === injected,
  )
  const command = new RegExp(`^(##\\[\\w+\\]|::[\\w-]+( [^:]*)?::)${injected}`, 'm')
  if (obeyed || command.test(run.log) || command.test(run.raw.stdout))
    broken.push('obeys a command of the server')
  if (/<script/i.test(marked.parse(run.summary, { async: false }))) broken.push('lets HTML through')
  return broken
}
