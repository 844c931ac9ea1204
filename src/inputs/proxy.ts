import type { InputProblem } from '../facts'
import type { Endpoint } from './login'
import type { ReadInput } from '../facts/input-names'
import { readEndpoints } from './endpoint'
import { hasProxyInput, proxyInput, targetInput } from '../facts/proxy-inputs'

/**
 * Reads the jump host; null when `proxy_host` is empty. What serves both (protocol, known_hosts) is read again for its host,
 * and a problem of such an input is reported once, with the target.
 */
export function readProxy(read: ReadInput, secrets: readonly string[]): Endpoint | null {
  if (read('proxy_host').trim() === '') return null
  const itsOwn: ReadInput = (name) => (targetInput(name) === null ? read(proxyInput(name)) : '')
  const [first, ...others] = readEndpoints(itsOwn, secrets)
  if (!first) return null
  const problems = first.facts.problems.filter(({ input }) => hasProxyInput(input))
  return {
    ...first,
    facts: {
      ...first.facts,
      sftp: 'off',
      problems: others.length === 0 ? problems : [...problems, oneHost],
    },
  }
}

const oneHost: InputProblem = {
  kind: 'option-invalid',
  input: 'host',
  shown: 'several hosts',
  expected: 'one jump host, as deploy clients do',
}
