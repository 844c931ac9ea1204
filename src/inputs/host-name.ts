import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { HostForm } from '../facts'

/** RFC 1035 section 2.3.4. */
const longestName = 253
const longestLabel = 63

/** What is wrong with a bare name or address, and what to write instead when that is plain. */
export interface NameProblem {
  readonly form: HostForm
  readonly suggestion: string | null
}

/**
 * Judges a host without user, port or brackets: an IP address or a name of letters, digits, hyphens, underscores and
 * dots (RFC 1123 section 2.1, and the underscore that resolvers let through). Null when it is well-formed.
 */
export function nameProblem(name: string): NameProblem | null {
  if (isIPv4(name) || isIPv6(name)) return null
  if (/^[\d.]+$/.test(name) || /^0x[\da-f.x]+$/i.test(name)) return inetAton(name)
  if (!hasOnlyNameCharacters(name)) return badCharacter(name)
  const labels = name.split('.')
  if (labels.includes('')) return { form: 'empty-label', suggestion: withoutEmptyLabels(labels) }
  if (name.length > longestName || labels.some((label) => label.length > longestLabel)) {
    return { form: 'too-long', suggestion: null }
  }
  return null
}

/** inet_aton reads `127.1`, `010.0.0.1` (octal) and `2130706433` as addresses that few people mean. */
function inetAton(name: string): NameProblem {
  const decimal = name.replace(/(^|\.)0+(?=\d)/g, '$1')
  return { form: 'inet-aton', suggestion: isIPv4(decimal) ? decimal : null }
}

function badCharacter(name: string): NameProblem {
  const visible = name.replace(/[\p{Cf}\p{Zs}"'`<>]/gu, '')
  const ascii = domainToASCII(visible)
  const isBetter = hasOnlyNameCharacters(ascii) && !nameProblem(ascii)
  return { form: 'bad-character', suggestion: isBetter ? ascii : null }
}

/** A hyphen at the start would be an option to ssh. */
const hasOnlyNameCharacters = (name: string) => /^[\w.][\w.-]*$/.test(name)

function withoutEmptyLabels(labels: readonly string[]): string | null {
  const joined = labels.filter((label) => label !== '').join('.')
  return joined !== '' && !nameProblem(joined) ? joined : null
}
