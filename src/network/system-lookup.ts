import { execFile } from 'node:child_process'

/** What getaddrinfo gave, or why it gave nothing. */
export type SystemLookup =
  | { readonly addresses: readonly { readonly address: string; readonly family: number }[] }
  | { readonly error: { readonly code: string; readonly errno: number | null } }

/** Runs in a child of its own, so it must stand alone. */
const program = `
const [name, family] = process.argv.slice(1)
require('node:dns').lookup(name, { all: true, verbatim: true, family: Number(family) }, (error, addresses) => {
  process.stdout.write(JSON.stringify(error ? { error: { code: error.code, errno: error.errno ?? null } } : { addresses }))
})
`

/**
 * Resolves a name as every other program of this machine does: /etc/hosts, search domains, name service switch.
 * getaddrinfo can't be cancelled, and even process.exit waits for it (20 s with two dead resolvers), so that it runs in
 * a child which `abandon` kills. Gives null when abandoned; rejects when the child can't be run.
 */
export function systemLookup(
  name: string,
  family: 0 | 4 | 6,
  abandon: AbortSignal,
): Promise<SystemLookup | null> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--eval', program, '--', name, String(family)],
      {
        env: lookupVariables(process.env),
        killSignal: 'SIGKILL',
        signal: abandon,
        windowsHide: true,
      },
      (error, stdout) => {
        if (abandon.aborted) resolve(null)
        else if (error) reject(new Error(error.message, { cause: error }))
        else resolve(parseAnswer(stdout))
      },
    )
  })
}

/** The child's answer is our own; one that was cut short counts as none. */
function parseAnswer(stdout: string): SystemLookup {
  try {
    return JSON.parse(stdout) as SystemLookup
  } catch {
    return { error: { code: 'EAI_FAIL', errno: null } }
  }
}

/** What resolv.conf(5), hostname(7) and the loaders of the systems read; names of variables have no case on Windows. */
const needed = /^(RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|PATH|(LD|DYLD)_LIBRARY_PATH|SYSTEMROOT)$/i

/** The child gets nothing else: a job may have secrets under any name, and NODE_OPTIONS could make it print or debug. */
export function lookupVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)))
}
