import type { RemovedAround, ValueForm } from '../facts'

/** Inputs whose values have forms. */
export type FormedRole =
  'host' | 'port' | 'user' | 'keyPath' | 'fingerprint' | 'protocol' | 'timeout'

/** The forms that a value has, each once; nothing for one that every client accepts. Nothing of the value is in them. */
export function valueForms(role: FormedRole, text: string): readonly ValueForm[] {
  const around = removedAround(text)
  const value = text.trim()
  if (value === '') return []
  // Between the hosts of a list, spaces and newlines are usual.
  const isList = role === 'host' && hostsIn(value).length > 1
  return [...(around === null || isList ? [] : [around]), ...new Set(readers[role](value))]
}

/** What `trim` takes off around a value: the most harmful of it; null when there is nothing, or nothing else. */
export function removedAround(text: string): RemovedAround | null {
  const value = text.trim()
  if (value === '' || value === text) return null
  const [before = '', after = ''] = text.split(value, 2)
  const around = before + after
  if (around.includes('\ufeff')) return 'byte-order-mark'
  return /[\r\n]/.test(around) ? 'newline' : 'space'
}

const readers: Readonly<Record<FormedRole, (value: string) => readonly ValueForm[]>> = {
  host: (value) => {
    const pieces = value.split(',').map((piece) => piece.trim())
    return [
      ...(pieces.some((piece) => /[\r\n]/.test(piece)) ? (['several-lines'] as const) : []),
      ...(pieces.filter((piece) => piece !== '').length > 1 ? (['several-commas'] as const) : []),
      ...hostsIn(value).flatMap((entry) => addressForms(entry.trim())),
    ]
  },
  port: (value) => [
    ...(value.startsWith('+') ? (['plus-sign'] as const) : []),
    ...(/^\+?0[xob]/i.test(value) ? (['base-prefix'] as const) : []),
    ...(value.includes('_') ? (['underscore'] as const) : []),
  ],
  user: () => [],
  keyPath: (value) => (value.startsWith('~') ? ['home-sign'] : []),
  protocol: (value) => (value === value.toLowerCase() ? [] : ['upper-case']),
  // `0` needs no unit (time.ParseDuration of Go).
  timeout: (value) => (/^\d+(\.\d+)?$/.test(value) && value !== '0' ? ['no-unit'] : []),
  fingerprint: (value) => {
    const entries = value.split(/[\r\n,]+/).filter((entry) => entry.trim() !== '')
    return [
      ...(entries.length > 1 ? (['several'] as const) : []),
      ...entries.flatMap((entry) => fingerprintForms(entry.trim())),
    ]
  },
}

const hostsIn = (value: string) => value.split(/[\r\n,]+/).filter((entry) => entry.trim() !== '')

function addressForms(entry: string): readonly ValueForm[] {
  const at = entry.lastIndexOf('@')
  const place = entry.slice(at + 1)
  return [
    ...(at < 0 ? [] : (['with-user'] as const)),
    ...(/^[\da-f.]*:[\da-f.]*:[\da-f:.]*(%\w+)?$/i.test(place) ? (['address-bare'] as const) : []),
    ...(place.startsWith('[') ? (['address-brackets'] as const) : []),
    ...(/^[^:]+:\d+$|\]:\d+$/.test(place) ? (['with-port'] as const) : []),
  ]
}

function fingerprintForms(entry: string): readonly ValueForm[] {
  const bare = entry.replace(/^(["'`\u2018\u201c])(.*)["'`\u2019\u201d]$/, '$2')
  const quotes = bare === entry ? [] : (['quotes'] as const)
  if (/\s/.test(bare)) return [...quotes, 'more-words']
  return [
    ...quotes,
    ...(bare.startsWith('SHA256:')
      ? []
      : [/^sha-?256:/i.test(bare) ? ('other-prefix' as const) : ('no-prefix' as const)]),
    ...(bare.endsWith('=') ? (['padding'] as const) : []),
  ]
}
