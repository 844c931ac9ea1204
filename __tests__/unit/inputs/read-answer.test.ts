import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { AnswerFacts } from '../../../src/inputs/server-report/answer'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { factsOf, names, sample, verdictsOf } from '../server-check/recorded'

describe('an answer as it was printed', () => {
  it.each([
    ['healthy', []],
    ['stopped', ['server/service-stopped proved']],
    ['not-listed', ['server/key-not-listed proved']],
    ['two-faults', ['server/firewall-drops proved', 'server/account-locked proved']],
  ])('%s reads the same from text and from JSON', (name, verdicts) => {
    const text = factsOf(sample(name))
    const json = factsOf(sample(`${name}-json`))

    expect(verdictsOf(text)).toEqual(verdicts)
    expect(text.whole).toBe(true)
    expect(json.whole).toBe(true)
    expect(json.asked.port).toBe(22)
    expect(json.asked.user).toBe('deploy')
    expect(json.asked.from).toBe('203.0.113.7')
    expect(json.asked.keyFingerprint).toMatch(/^SHA256:/)
    expect({ ...text, system: { ...text.system, server: null } }).toEqual({
      ...json,
      system: { ...json.system, server: null },
    })
    expect(text.system.root).toBe(true)
  })

  it('of an ordinary user says so', () => {
    expect(factsOf(sample('healthy-user-json')).system.root).toBe(false)
  })
})

/** What people do to a text before it arrives, each as a change of the text. */
const changes: Readonly<Record<string, (text: string) => string>> = {
  'CRLF line ends': (text) => text.replaceAll('\n', '\r\n'),
  'quoted by a mail client': (text) => text.replace(/^/gm, '> '),
  'quoted twice': (text) => text.replace(/^/gm, '>> '),
  indented: (text) => text.replace(/^/gm, '    '),
  'in a Markdown fence': (text) => `The answer:\n\n\`\`\`text\n${text}\`\`\`\n`,
  'escaped as HTML': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  'with typographic quotes and dashes': (text) =>
    text.replace(/"([^"]*)"/g, '“$1”').replace(/(^|\s)--(\s)/gm, '$1–$2'),
  coloured: (text) => text.replace(/server|proved|VERDICT|"id"/g, '\u001b[1;31m$&\u001b[0m'),
  'coloured, without the escape characters': (text) => text.replace(/proved/g, '[31m$&[0m'),
  'between prompts': (text) =>
    `root@web:~# sh server-check.sh --port 22 --user deploy --json\n${text}root@web:~# exit\nlogout {"a": "b\n`,
  'cut at 80 columns by a terminal': (text) => text.replace(/.{80}/g, '$&\n'),
  'cut at 80 columns in a quote': (text) => text.replace(/.{78}/g, '$&\n').replace(/^/gm, '> '),
  'wrapped at 72 columns by a mail client': softly(72),
  'wrapped and quoted': (text) => softly(66)(text).replace(/^/gm, '> '),
  'with the time stamps of a job’s log': (text) =>
    text.replace(/^/gm, '2026-11-24T13:36:12.1234567Z '),
  'with a byte order mark, as UTF-16 read as bytes': (text) =>
    `\ufeff${Array.from(text).join('\0')}`,
  'with blanks that do not break': (text) => text.replaceAll(' ', '\u00a0'),
  'after a run that was cut off': (text) => `${text.slice(0, text.length / 3)}\n${text}`,
  'as bold headings': (text) => text.replace(/^(VERDICT|EVIDENCE|END)$/gm, '**$1**'),
}

function softly(width: number): (text: string) => string {
  return (text) => text.replace(new RegExp(`(.{1,${String(width)}})(?: |$)`, 'gm'), '$1\n')
}

describe.each(names)('the recorded answer %s', (name) => {
  it.each(Object.entries(changes))('%s', (_, change) => {
    const before = factsOf(sample(name))
    const after = factsOf(change(sample(name)))

    expect(verdictsOf(after)).toEqual(verdictsOf(before))
    expect(after.asked).toEqual(before.asked)
    expect(after.whole).toBe(true)
  })
})

describe('any change of a real answer', () => {
  const runs = 500
  const wrap = fc
    .integer({ min: 24, max: 160 })
    .map((width) => (text: string) => text.replace(new RegExp(`.{${String(width)}}`, 'g'), '$&\n'))
  const softWrap = fc.integer({ min: 40, max: 160 }).map(softly)
  const colour = fc
    .array(fc.nat(3_000), { maxLength: 20 })
    .map(
      (places) => (text: string) =>
        [...places]
          .sort((a, b) => b - a)
          .reduce(
            (all, at) => `${all.slice(0, at)}\u001b[3${String(at % 8)}m${all.slice(at)}`,
            text,
          ),
    )
  const dress = fc.constantFrom(...Object.values(changes))
  const cut = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(
      ([a, b]) =>
        (text: string) =>
          text.slice(
            Math.floor(Math.min(a, b) * text.length),
            Math.ceil(Math.max(a, b) * text.length),
          ),
    )
  const lose = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 8 }))
    .map(([place, count]) => (text: string) => {
      const lines = text.split('\n')
      const at = Math.floor(place * lines.length)
      return [...lines.slice(0, at), ...lines.slice(at + count)].join('\n')
    })
  const change = fc.array(fc.oneof(wrap, softWrap, colour, dress), { maxLength: 2 })

  it('that loses nothing reads the same, or not whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), change, (name, steps) => {
        const before = factsOf(sample(name))
        const after = readServerAnswer(steps.reduce((text, step) => step(text), sample(name)))
        expect(newIn(after, before)).toEqual([])
      }),
      { numRuns: runs },
    )
  })

  it('that is cut never gives another verdict, and never all of it as whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), cut, change, (name, shorten, steps) => {
        const before = factsOf(sample(name))
        const text = steps.reduce((all, step) => step(all), shorten(sample(name)))

        expect(newIn(readServerAnswer(text), before)).toEqual([])
      }),
      { numRuns: runs },
    )
  })

  it('that loses lines never gives another verdict', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), change, lose, (name, steps, shorten) => {
        const before = factsOf(sample(name))
        const after = readServerAnswer(
          shorten(steps.reduce((all, step) => step(all), sample(name))),
        )
        const verdicts = 'error' in after ? [] : verdictsOf(after.facts)

        expect(verdictsOf(before)).toEqual(expect.arrayContaining(verdicts))
      }),
      { numRuns: runs },
    )
  })

  /** What an answer says that the real one did not. */
  function newIn(after: ReturnType<typeof readServerAnswer>, before: AnswerFacts): string[] {
    if ('error' in after) return []
    const said = verdictsOf(after.facts)
    const known = verdictsOf(before)
    const asked = (['port', 'user', 'from', 'keyFingerprint'] as const).filter(
      (key) => ![before.asked[key], null].includes(after.facts.asked[key]),
    )
    const lost =
      after.facts.whole && said.length < known.length ? ['whole, and a verdict is lost'] : []
    return [...said.filter((verdict) => !known.includes(verdict)), ...asked, ...lost]
  }
})

it('takes no path of a reason for another verdict', () => {
  const text = [
    'SSH server check: port 22, user deploy, on Debian',
    'VERDICT',
    '  server/home-permissions (proved): Home or .ssh can be written by others',
    '    /server/banned (proved): The address of this runner is banned',
    'EVIDENCE',
    'FIX on this system',
    '  server/home-permissions',
    'END',
  ].join('\n')
  const answer = readServerAnswer(text)

  expect('facts' in answer && answer.facts.verdicts.map(({ id }) => id)).toEqual([
    'server/home-permissions',
  ])
})
