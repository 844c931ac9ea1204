import type { InputFacts, WorkflowFacts } from '../facts'
import { type Fact, seen } from '../facts/fact'
import { credentialNames } from '../facts/input-names'
import { proxyInput } from '../facts/proxy-inputs'
import type { Hop } from '../facts/stages'
import type { Endpoint } from '../inputs/login'

/**
 * The socket of the SSH agent that may log in to a host, as `ssh` does; null when there is none, or when a credential was given, or when the
 * workflow sets one from an expression, which was empty then.
 */
export function agentFor(
  { facts }: Endpoint,
  hop: Hop,
  workflow: Fact<WorkflowFacts>,
): string | null {
  const names = hop === 'jump' ? credentialNames.map(proxyInput) : credentialNames
  const isExpected = (seen(workflow)?.with ?? []).some(
    ({ input, text }) => text.includes('${{') && names.some((name) => name === input),
  )
  const socket = process.env['SSH_AUTH_SOCK'] ?? ''
  return socket === '' || isExpected || !hasOnlyTheAgent(facts) ? null : socket
}

/** Nothing is wrong with the inputs, except that they have no credential. */
export const hasOnlyTheAgent = ({ problems }: InputFacts): boolean =>
  problems.length > 0 && problems.every(({ kind }) => kind === 'no-credentials')
