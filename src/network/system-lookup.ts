import { spawn } from 'node:child_process'
import dns from 'node:dns/promises'
import type { InputFacts } from '../facts'
import { field } from '../text/field'
import { late, withDeadline } from './deadline'

/** What getaddrinfo gave, or why it gave nothing. */
export type SystemLookup =
  | { readonly addresses: readonly { readonly address: string; readonly family: number }[] }
  | { readonly error: { readonly code: string; readonly errno: number | null } }

/** A name to look up, and the family of addresses that is wanted (0: both). */
export interface Question {
  readonly name: string
  readonly family: 0 | 4 | 6
}

/** The family that the input `protocol` asks for. */
export function familyOf(protocol: InputFacts['protocol']): Question['family'] {
  return protocol === 'tcp4' ? 4 : protocol === 'tcp6' ? 6 : 0
}

/** What getaddrinfo gave, and how many milliseconds after the start of all lookups. */
export interface TimedLookup {
  readonly found: SystemLookup
  readonly ms: number
}

/** Runs in a separate child process, so it must be complete in itself. It prints one line for each answer, as it comes. */
const program = `
const dns = require('node:dns')
const words = process.argv.slice(1)
for (let at = 0; at < words.length; at += 2)
  dns.lookup(words[at], { all: true, verbatim: true, family: Number(words[at + 1]) }, (error, addresses) => {
    const found = error ? { error: { code: error.code, errno: error.errno ?? null } } : { addresses }
    process.stdout.write(JSON.stringify([at / 2, found]) + '\\n')
  })
`

/** getaddrinfo holds a thread for each name; the usual four would wait long for a dead resolver. */
const threads = '32'

/**
 * Resolves names as every other program of this machine does: /etc/hosts, search domains, name service switch.
 * getaddrinfo can't be cancelled, and even process.exit waits for it (20 s with two dead resolvers), so that it runs in
 * one child for all names, which `abandon` kills. Where no child may be started, this process looks them up. Gives null for
 * a name without an answer by then.
 */
export async function lookupAll(
  questions: readonly Question[],
  abandon: AbortSignal,
): Promise<readonly (TimedLookup | null)[]> {
  if (questions.length === 0 || abandon.aborted) return questions.map(() => null)
  try {
    return await lookupInChild(questions, abandon)
  } catch {
    return Promise.all(questions.map((question) => lookupHere(question, abandon)))
  }
}

async function lookupHere(
  { name, family }: Question,
  abandon: AbortSignal,
): Promise<TimedLookup | null> {
  const startedAt = performance.now()
  const found = await withDeadline(
    dns.lookup(name, { all: true, order: 'verbatim', family }).then(
      (addresses): SystemLookup => ({ addresses }),
      (error: unknown): SystemLookup => {
        const [code, errno] = [field(error, 'code'), field(error, 'errno')]
        return {
          error: {
            code: typeof code === 'string' ? code : 'EAI_AGAIN',
            errno: typeof errno === 'number' ? errno : null,
          },
        }
      },
    ),
    Infinity,
    abandon,
  )
  return found === late ? null : { found, ms: Math.round(performance.now() - startedAt) }
}

/** Rejects when the child can't be run. */
function lookupInChild(
  questions: readonly Question[],
  abandon: AbortSignal,
): Promise<readonly (TimedLookup | null)[]> {
  const answers: (TimedLookup | null)[] = questions.map(() => null)
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const words = questions.flatMap(({ name, family }) => [name, String(family)])
    const child = spawn(process.execPath, ['--eval', program, '--', ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...lookupVariables(process.env), UV_THREADPOOL_SIZE: threads },
      windowsHide: true,
    })
    const end = () => {
      abandon.removeEventListener('abort', end)
      child.stdout.off('data', take)
      child.kill('SIGKILL')
      resolve(answers)
    }
    let rest = ''
    const take = (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      const ms = Math.round(performance.now() - startedAt)
      for (const line of lines) {
        const [index, found] = JSON.parse(line) as [number, SystemLookup]
        answers[index] = { found, ms }
      }
      if (!answers.includes(null)) end()
    }
    abandon.addEventListener('abort', end)
    child.stdout.setEncoding('utf8').on('data', take)
    child.once('error', (error) => {
      reject(new Error(error.message, { cause: error }))
      end()
    })
    child.once('close', (code) => {
      if (code !== 0 && answers.includes(null))
        reject(new Error(`the lookup ended with code ${String(code)}`))
      end()
    })
  })
}

/** As `lookupAll`, for one name. */
export async function systemLookup(
  name: string,
  family: Question['family'],
  abandon: AbortSignal,
): Promise<SystemLookup | null> {
  const [answer] = await lookupAll([{ name, family }], abandon)
  return answer?.found ?? null
}

/** What resolv.conf(5), hostname(7) and the loaders of the systems read; names of variables have no case on Windows. */
const needed = /^(RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|PATH|(LD|DYLD)_LIBRARY_PATH|SYSTEMROOT)$/i

/** The child gets nothing else: a job may have secrets under any name, and NODE_OPTIONS could make it print or debug. */
export function lookupVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)))
}
