import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { factsOf, names, sample, verdictsOf } from '../server-check/recorded'

describe('an answer as it was printed', () => {
  it.each([
    ['healthy', []],
    ['stopped', ['server/service-stopped proved']],
    ['not-listed', ['server/key-not-listed proved']],
    ['two-faults', ['server/firewall-drops proved', 'server/account-locked proved']],
  ])('%s reads the same from text and from JSON', (name, verdicts) => {
    const read = factsOf(sample(name))

    expect(verdictsOf(read)).toEqual(verdicts)
    expect(read).toMatchObject({ whole: true, system: { root: true } })
    expect(read.asked).toMatchObject({ port: 22, user: 'deploy', from: '203.0.113.7' })
    expect(read.asked.keyFingerprint).toMatch(/^SHA256:/)
    expect(factsOf(sample(`${name}-json`))).toEqual(read)
  })

  it('of an ordinary user says so', () => {
    expect(factsOf(sample('healthy-user-json')).system.root).toBe(false)
  })
})

type Change = (text: string) => string

/** What people do to any text before it arrives. */
const changes: Readonly<Record<string, Change>> = {
  'CRLF line ends': (text) => text.replaceAll('\n', '\r\n'),
  'quoted by a mail client': (text) => text.replace(/^/gm, '> '),
  'quoted twice': (text) => text.replace(/^/gm, '>> '),
  indented: (text) => text.replace(/^/gm, '    '),
  'in a Markdown fence': (text) => `The answer:\n\n\`\`\`text\n${text}\`\`\`\n`,
  'with typographic quotes': (text) => text.replace(/"([^"]*)"/g, '“$1”'),
  colored: (text) => text.replace(/server|proved|VERDICT|"id"|[0-9]/g, '\u001b[1;31m$&\u001b[0m'),
  'colored, without the escape characters': (text) => text.replace(/proved/g, '[31m$&[0m'),
  'between prompts': (text) =>
    `root@web:~# sh server-check.sh --port 22 --user deploy --json\n[sudo] password for maria: \n${text}root@web:~# exit\nlogout {"a": "b\n`,
  'cut at 80 columns by a terminal': hardly(80),
  'cut at 30 columns by a terminal': hardly(30),
  'cut at 80 columns in a quote': (text) => hardly(78)(text).replace(/^/gm, '> '),
  'with the time stamps of a job’s log': (text) =>
    text.replace(/^/gm, '2026-11-24T13:36:12.1234567Z '),
  'with a byte order mark, as UTF-16 read as bytes': (text) =>
    `\ufeff${Array.from(text).join('\0')}`,
  'with spaces that do not break': (text) => text.replaceAll(' ', '\u00a0'),
}

/** What only a block survives. */
const changesOfBlocks: Readonly<Record<string, Change>> = {
  'nothing but the block': (text) => text.slice(text.indexOf('-----BEGIN')),
  'without empty lines': (text) => text.replace(/\n+/g, '\n'),
  'with an empty line behind each': (text) => text.replaceAll('\n', '\n\n'),
  'in one line, as a field of one line makes of it': (text) => text.replaceAll('\n', ''),
  'in one line with spaces': (text) => text.replaceAll('\n', ' '),
  'cut at 11 columns': hardly(11),
  'cut at 40 columns, quoted and colored': (text) =>
    hardly(40)(text).replace(/^/gm, '\u001b[32m| \u001b[0m'),
  'wrapped at 72 columns by a mail client': softly(72),
  'wrapped at 20 columns in a quote': (text) => softly(20)(text).replace(/^/gm, '> '),
  'escaped as HTML': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  'with typographic dashes': (text) => text.replaceAll('--', '–').replaceAll('––', '—'),
  'as bold headings': (text) => text.replace(/^(VERDICT|EVIDENCE|-----.*)$/gm, '**$1**'),
  'in a box': (text) => text.replace(/^.*$/gm, (line) => `│ ${line.padEnd(80)} │`),
  'with spaces that fill the terminal': (text) => text.replace(/^.*$/gm, (line) => line.padEnd(90)),
  'with numbers of lines': (text) => text.replace(/^/gm, '   12  '),
  'behind the name of a container': (text) => text.replace(/^/gm, 'web-1  | '),
  'from the log of a system': (text) => text.replace(/^/gm, 'Nov 27 03:14:56 web sh[41]: '),
  'after a run that was cut off': (text) => `${text.slice(0, -100)}\n${text}`,
  'before a run that was cut off': (text) => `${text}${text.slice(0, -100)}\n`,
}

function hardly(width: number): Change {
  return (text) => text.replace(new RegExp(`.{${String(width)}}`, 'g'), '$&\n')
}

function softly(width: number): Change {
  return (text) => text.replace(new RegExp(`(.{1,${String(width)}})(?: |$)`, 'gm'), '$1\n')
}

const texts = names.filter((name) => !name.endsWith('-json'))

describe.each(names)('the recorded answer %s', (name) => {
  const all = texts.includes(name) ? { ...changes, ...changesOfBlocks } : changes

  it.each(Object.entries(all))('%s', (_, change) => {
    expect(factsOf(change(sample(name)))).toEqual(factsOf(sample(name)))
  })
})

/** `npm run fuzz` tries many more. */
describe('any change of a real answer', () => {
  const runs = 100
  const wrap = fc.integer({ min: 5, max: 160 }).map(hardly)
  const softWrap = fc.integer({ min: 20, max: 160 }).map(softly)
  const color = fc
    .array(fc.nat(6_000), { maxLength: 20 })
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
  const place = fc.double({ min: 0, max: 1, noNaN: true })
  const cut = fc.tuple(place, place).map(
    ([a, b]) =>
      (text: string) =>
        text.slice(
          Math.floor(Math.min(a, b) * text.length),
          Math.ceil(Math.max(a, b) * text.length),
        ),
  )
  const lose = fc
    .tuple(place, fc.integer({ min: 1, max: 8 }))
    .map(([where, count]) => (text: string) => {
      const lines = text.split('\n')
      const at = Math.floor(where * lines.length)
      return [...lines.slice(0, at), ...lines.slice(at + count)].join('\n')
    })
  const overwrite = fc
    .tuple(place, fc.constantFrom('***', 'A', '&#43;', '', '\n', '='))
    .map(([where, by]) => (text: string) => {
      const at = Math.floor(where * text.length)
      return text.slice(0, at) + by + text.slice(at + 1)
    })
  const change = fc.array(fc.oneof(wrap, softWrap, color, dress), { maxLength: 2 })
  const apply = (steps: readonly Change[], text: string) =>
    steps.reduce((all, step) => step(all), text)

  it('that loses nothing reads the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.oneof(wrap, color, dress), (name, step) => {
        expect(factsOf(step(sample(name)))).toEqual(factsOf(sample(name)))
      }),
      { numRuns: runs },
    )
  })

  it.each([
    ['that is cut', cut],
    ['that loses lines', lose],
    ['of which a part is overwritten', overwrite],
  ])('%s reads the same, or not at all', (_, corruption) => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), corruption, change, (name, harm, steps) => {
        const texts = [apply([harm, ...steps], sample(name)), harm(apply(steps, sample(name)))]
        const read = texts.map((text) => readServerAnswer(text))
        const facts = read.flatMap((answer) => ('facts' in answer ? [answer.facts] : []))
        expect(facts).toEqual(facts.map(() => factsOf(sample(name))))
      }),
      { numRuns: runs },
    )
  })
})
