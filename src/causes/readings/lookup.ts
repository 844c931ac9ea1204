import { type DnsFacts } from '../../facts'
import { say, type Words } from '../../text/words'
import type { View } from '../view'

/** What a lookup without an address means. */
export interface LookupReading {
  readonly code: string
  /** no: the name servers said so. no-answer: nothing is known. other-family: only the family that was not asked for has an address. */
  readonly says: 'no' | 'no-answer' | 'other-family'
  /** Whether the resolver itself, asked directly, agrees. */
  readonly sure: boolean
}

/** Null when there is an address, or when no resolver was asked. */
export function readLookup({ dns, input }: View<'dns'>): LookupReading | null {
  if (!dns.error || dns.addresses.length > 0) return null
  const { code } = dns.error
  const { protocol } = input
  const other = protocol === 'tcp4' ? dns.explain?.aaaa : dns.explain?.a
  if (protocol !== 'tcp' && (code === 'EAI_ADDRFAMILY' || other === 'ok'))
    return { code, says: 'other-family', sure: true }
  const answers = dns.explain ? [dns.explain.a, dns.explain.aaaa] : []
  const asked = answers.length > 0
  if (asked && answers.every(isNo)) return { code, says: 'no', sure: code === 'ENOTFOUND' }
  const failed = asked && answers.every((each) => each !== 'ok' && !isNo(each))
  // Some systems report a temporary failure as a name that does not exist. What the resolver itself answered decides.
  if (code === 'ENOTFOUND' && !failed) return { code, says: 'no', sure: false }
  return { code, says: 'no-answer', sure: failed }
}

/** NXDOMAIN, a name without such records, and an invalid name, in the codes of c-ares. */
function isNo(answer: string): boolean {
  return ['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(answer)
}

/** What was seen, for both kinds of failure. `code` is that of the system's lookup. */
export function lookupObserved({ explain }: DnsFacts, code: string): readonly Words[] {
  return [
    say`The system's lookup ended in ${code}.`,
    ...(explain
      ? [
          say`Asked directly, the resolver answered ${explain.a} for IPv4 and ${explain.aaaa} for IPv6.`,
        ]
      : []),
  ]
}

/** A command that looks up the name, with nothing in it that a shell would interpret. */
export function nslookup(name: string): string {
  return `nslookup ${name.replace(/[^\w.-]/g, '?')}`
}
