import type { View } from '../view'
import { type DnsFacts } from '../../facts'
import { say, type Words } from '../../text/words'

/** What a lookup without an address means. */
export interface LookupReading {
  readonly dns: DnsFacts
  readonly code: string
  /** no: the name servers said so. no-answer: nothing is known. other-family: there is an address that was not asked for. */
  readonly says: 'no' | 'no-answer' | 'other-family'
  /** Whether the resolver itself, asked directly, agrees. */
  readonly sure: boolean
}

/** Null when there is an address, or when nobody was asked. */
export function readLookup(view: View): LookupReading | null {
  const dns = view.dns
  if (!dns?.error || dns.addresses.length > 0) return null
  const { code } = dns.error
  const { protocol } = view.input
  const other = protocol === 'tcp4' ? dns.explain?.aaaa : dns.explain?.a
  if (protocol !== 'tcp' && (code === 'EAI_ADDRFAMILY' || other === 'ok'))
    return { dns, code, says: 'other-family', sure: true }
  const answers = dns.explain ? [dns.explain.a, dns.explain.aaaa] : []
  const asked = answers.length > 0
  if (asked && answers.every(isNo)) return { dns, code, says: 'no', sure: code === 'ENOTFOUND' }
  const failed = asked && answers.every((each) => each !== 'ok' && !isNo(each))
  // Some systems report a name that fails for now as one that is not there: what the resolver said decides.
  if (code === 'ENOTFOUND' && !failed) return { dns, code, says: 'no', sure: false }
  return { dns, code, says: 'no-answer', sure: failed }
}

/** NXDOMAIN, a name without such records, and a name that can't be one, in the words of c-ares. */
function isNo(answer: string): boolean {
  return ['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(answer)
}

/** What was seen, for both kinds of failure. */
export function lookupObserved({ dns, code }: LookupReading): readonly Words[] {
  return [
    say`The system's lookup ended in ${code}.`,
    ...(dns.explain
      ? [
          say`Asked directly, the resolver answered ${dns.explain.a} for IPv4 and ${dns.explain.aaaa} for IPv6.`,
        ]
      : []),
  ]
}

/** A command to ask for the name by hand, with nothing in it that a shell would read. */
export function nslookup(name: string): string {
  return `nslookup ${name.replace(/[^\w.-]/g, '?')}`
}
