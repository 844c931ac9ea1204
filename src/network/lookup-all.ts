import { spawn } from 'node:child_process'
import { lookupVariables } from './system-lookup'

/** Runs in a child of its own, so it must stand alone. */
const program = `
const dns = require('node:dns')
for (const name of JSON.parse(process.argv[1])) {
  dns.lookup(name, { all: true }, (error, found) => {
    if (!error) process.stdout.write(JSON.stringify([name, found.map(({ address }) => address)]) + '\\n')
  })
}
`

/**
 * Which addresses the names have, by the system's resolver, in one child for all of them. A name that has none, or none
 * before `abandon`, is not in the map. Never rejects: without the child the map is empty.
 */
export function lookupAll(
  names: readonly string[],
  abandon: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  if (names.length === 0 || abandon.aborted) return Promise.resolve(found)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', program, '--', JSON.stringify(names)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      // getaddrinfo holds a thread for each name; the usual four would wait long for a dead resolver.
      env: { ...lookupVariables(process.env), UV_THREADPOOL_SIZE: '32' },
      windowsHide: true,
    })
    let text = ''
    const end = () => {
      abandon.removeEventListener('abort', end)
      child.kill('SIGKILL')
      for (const line of text.split('\n').slice(0, -1)) {
        const [name, addresses] = JSON.parse(line) as [string, readonly string[]]
        found.set(name, addresses)
      }
      text = ''
      resolve(found)
    }
    abandon.addEventListener('abort', end)
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    child.once('error', end)
    child.once('close', end)
  })
}
