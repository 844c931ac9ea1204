import type { TcpOutcome } from '../facts'

/**
 * Orders attempts at several addresses by how much they say of the host, lowest first: what answered says more than
 * what was silent (or is still under way: undefined), and what this machine could not even try says nothing.
 */
export function outcomePriority(outcome: TcpOutcome | undefined, family: 4 | 6): number {
  switch (outcome) {
    case 'connected':
    case 'reset':
      return 0
    case 'refused':
      return 1
    case 'prohibited':
      return 2
    case undefined:
    case 'silent':
    case 'abandoned':
      // IPv6 is silent more often for other reasons.
      return family === 4 ? 3 : 4
    case 'unreachable':
      return 5
    case 'no-route':
    case 'local-error':
      return 6
  }
}
