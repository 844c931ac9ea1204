import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ForwardingFacts, HostKey, KeyExchangeFacts } from '../../../src/facts'
import {
  ours,
  type Raw,
  remote,
  remoteNames,
  type Unredacted,
  UnredactedKey,
  WholeText,
} from '../../../src/facts/unredacted'
import { Redaction } from '../../../src/redaction/redaction'
import { visible } from '../../../src/text/escape'
import { forms } from '../../fixtures/written-forms'
import type { Fact } from '../../../src/facts/fact'

const password = `S3cr3t & Pa55%w\u00f6rd's "q"`

/** Whether a text, as it is or as a report shows it, still says twelve characters of a form. */
const stillSays = (text: string, form: string) => {
  const shown = visible(text, 1_000_000)
  for (let at = 0; at + 12 <= form.length; at++) {
    const piece = form.slice(at, at + 12)
    if (text.includes(piece) || shown.includes(piece)) return true
  }
  return false
}

const show = (raw: Unredacted, secrets: readonly string[] = [password]) =>
  new Redaction(secrets).redact<string>(raw)

describe('a secret in what a server says', () => {
  it.each(forms)('is taken out as %s', (_name, written) => {
    const shown = show(remote(`<<${written(password)}>>`))
    expect(stillSays(shown, written(password))).toBe(false)
    expect(shown).toMatch(/^<<.*\*\*\*.*>>$/s)
  })

  it('leaves nothing of any form, whatever is around it and wherever the text is clipped', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 40 })
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 60 })
    fc.assert(
      fc.property(
        fc.tuple(around, secret, around, fc.constantFrom(...forms), fc.nat(160)),
        ([before, secretText, after, [, written], keep]) => {
          const hidden = secretText.trim()
          fc.pre(hidden.replace(/\s/g, '').length >= 12 && !hidden.startsWith('${{'))
          const form = written(hidden)
          const text = `${before}${form}${after}`
          const shown = show(remote(text, keep), [hidden])
          expect(shown.length).toBeLessThanOrEqual(keep)
          for (const piece of piecesOf(form)) expect(shown).not.toContain(piece)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    [
      'fragments with spaces',
      'correct horse battery',
      'correct hors\norse battery',
      /orrect hors|rse battery/,
    ],
    [
      'a letter that a terminal prints over',
      'hunter2hunter2',
      Array.from('hunter2hunter2').join('q\b'),
      /u.?.?n.?.?t/,
    ],
    [
      'letters with a title for the terminal between them',
      'hunter2hunter2',
      Array.from('hunter2hunter2').join('\u001b]0;x\u0007'),
      /u.{0,6}n.{0,6}t/s,
    ],
    [
      'letters with a color in eight bits between them',
      'hunter2hunter2',
      Array.from('hunter2hunter2').join('\u009b0m'),
      /u.{0,4}n.{0,4}t/s,
    ],
    ['fragments with controls', 'pass\u007fword\u007f12345', 'pass\u007fword\u007f12', /ord/],
    ['JSON escapes of surrogates', 'pass\u{1f642}word', 'pass\\ud83d\\ude42word', /word/],
    [
      'base64 of a short one, after another byte',
      'hunt3r',
      Buffer.from('xhunt3r').toString('base64'),
      /eGh1/,
    ],
    ['hex of a short one', 'hunt3r', Buffer.from('a hunt3r').toString('hex'), /68756e74/],
    [
      'base64 of a word that everybody knows',
      'closed',
      Buffer.from('closed').toString('base64'),
      /Y2xvc2Vk/,
    ],
  ])('leaves nothing of %s', (_what, secret, said, left) => {
    expect(show(remote(`<<${said}>>`), [secret])).not.toMatch(left)
  })

  it('leaves no fragment of twelve characters', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 12, max: 40 }), (start, length) => {
        const secret = 'qW7-zX9_aS3+eD5=rF1!tG8@yH2#uJ6$iK4%oL0^'
        const fragment = secret.slice(start, start + length)
        fc.pre(fragment.length >= 12)
        expect(show(remote(`<${fragment}>`), [secret])).toBe('<***>')
      }),
    )
  })

  it('leaves nothing at a cut, however often it is said before', () => {
    const secret = 'hunter2hunter'
    for (let keep = 0; keep < 60; keep++) {
      expect(show(remote(`${'x'.repeat(20)}${secret} y `.repeat(9), keep), [secret])).not.toMatch(
        /hunt/,
      )
    }
  })

  it.each([
    ['four letters inside of a word', 'hunt', 'ahunter2b', 'a***er2b'],
    ['four letters with a space between them, which are two words', 'hunt', 'oh unto', 'oh unto'],
    ['three letters as a word', 'cat', 'the cat, concatenated', 'the ***, concatenated'],
    ['three letters in a name', 'cat', 'cat.example.com', 'cat.example.com'],
    ['one letter', 'x', 'say x now, xx', 'say *** now, xx'],
    [
      'an ordinary word in a known one',
      'pass',
      'Password: pass the pass123',
      'Password: pass the pass123',
    ],
  ])('is looked for by its length: %s', (_what, secret, text, shown) => {
    expect(show(remote(text), [secret])).toBe(shown)
  })

  it('has no fragments below twelve characters', () => {
    expect(show(remote('hunter2hunt is not hunter2hunter'), ['hunter2hunter'])).toBe(
      'hunter2hunt is not ***',
    )
  })

  it('is found where it lies across the parts of one text, or the names of one list', () => {
    const line = new WholeText('SSH-2.0-ropen sesame, now')
    const redaction = new Redaction(['ropen sesame, now'])
    const parts: Raw<string[]> = [line.part(8, 13), line.part(14)]
    expect(redaction.redact<string[]>(parts)).toEqual(['***', '***'])
    const names = remoteNames(['aes128-ctr', 'abc', 'defghij', 'none'])
    expect(new Redaction(['abc,defghij']).redact<readonly string[]>(names)).toEqual([
      ...['aes128-ctr', '***', '***', 'none'],
    ])
  })

  it('never replaces names that everybody knows', () => {
    const names = [
      'publickey',
      'keyboard-interactive',
      'rsa-sha2-512',
      'curve25519-sha256@libssh.org',
    ]
    for (const secret of [...names, 'sha2', 'rsa-', 'nistp256', 'public'])
      expect(new Redaction([secret]).redact<readonly string[]>(remoteNames(names))).toEqual(names)
  })

  it('is not looked for below eight characters in what the workflow says', () => {
    const redaction = new Redaction(['deploy', 'deployment-2026'])
    expect(redaction.redact<string>(ours('deploy.example.com'))).toBe('deploy.example.com')
    expect(redaction.redact<string>(ours('x-deployment-2026'))).toBe('x-***')
  })

  it('is no expression that nobody replaced', () => {
    expect(
      show(remote('password: ${{ secrets.PASSWORD }}'), ['${{ secrets.PASSWORD }}']),
    ).toContain('${{')
  })
})

const piecesOf = (form: string) => {
  const length = Math.min(form.length, 24)
  return form.length < 12 ? [] : [form.slice(0, length), form.slice(-length)]
}

describe('the redaction', () => {
  it('is linear in the length of a text', () => {
    const line = () =>
      Buffer.from(Array.from({ length: 48 }, () => Math.random() * 256)).toString('base64')
    const secrets = [
      ...Array.from({ length: 50 }, line),
      password,
      'hunter2',
      'a b c d e f',
      'x',
      'p%22\\',
    ]
    const redaction = new Redaction(secrets)
    const pieces = [
      ...[
        'noise of a server \\x41 %41 ',
        'hunter',
        '\u00e4\u200b',
        '\\',
        '%41',
        'hunter2',
        '%41\\',
        'x ',
      ],
    ]
    const millisecondsOf = (text: string) => {
      const before = process.cpuUsage()
      redaction.redact<string>(remote(text, 4096))
      return process.cpuUsage(before).user / 1000
    }
    for (const piece of pieces) {
      const text = piece.repeat(16_384 / piece.length)
      // What is quadratic takes 64 times as long, and does so each time.
      const isLinear = [1, 2, 3].some(
        () => millisecondsOf(text.repeat(8)) < 24 * Math.max(millisecondsOf(text), 2),
      )
      expect({ piece, isLinear }).toEqual({ piece, isLinear: true })
    }
  })

  it('does not print what it was not asked to', () => {
    const raw = remote(password)
    expect(`${String(raw)} ${JSON.stringify({ raw })}`).toBe('*** {"raw":"***"}')
  })
})

describe('the type of a fact', () => {
  it('accepts no string that was not redacted', () => {
    const text: string = password
    // @ts-expect-error -- a stage that gives a string as it came does not compile
    const list: Raw<ForwardingFacts['refusal']> = { reason: 1, text }
    // @ts-expect-error -- nor does one that forgets the names of a list
    const names: Raw<KeyExchangeFacts['server']> = { kex: [text] }
    // @ts-expect-error -- nor a message of an error
    const fault: Raw<Fact<null>> = { state: 'failed', ms: 0, error: { message: text, code: null } }
    // @ts-expect-error -- and what a stage gave is no fact yet
    const fact: ForwardingFacts['refusal'] = { reason: 1, text: remote(text) }
    // @ts-expect-error -- nor is a key
    const key: HostKey = new UnredactedKey({ type: '', fingerprint: '', blob: '' })
    // @ts-expect-error -- nor a stage's whole fact
    const whole: Fact<ForwardingFacts> = null as unknown as Raw<Fact<ForwardingFacts>>
    const known: Raw<ForwardingFacts['outcome']> = 'open'
    expect([list, names, fault, fact, key, whole, known]).toHaveLength(7)
  })
})
