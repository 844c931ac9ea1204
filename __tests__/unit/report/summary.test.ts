import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { say } from '../../../src/text/words'
import { summary } from '../../../src/report/summary'
import { healthy, observed, stoppedAfter } from '../../fixtures/healthy'
import { faulty, repeating, reportOf, shut } from '../../fixtures/hostile'
import { notChecked } from '../../../src/facts/fact'

const broken = reportOf(shut('203.0.113.7'), [repeating('203.0.113.7')])
const ready = reportOf(healthy)
const notice = repeating('SHA256:abc', {
  id: 'hostkey/not-pinned',
  stage: 'hostkey',
  severity: 'notice',
  certainty: 'proved',
})

const position = (text: string, ...parts: readonly string[]) =>
  parts.map((part) => {
    expect(text).toContain(part)
    return text.indexOf(part)
  })

describe('the summary of a fault', () => {
  const text = summary([broken])

  it('starts with the verdict, then stages, certainty, evidence, the fix, and the facts last', () => {
    const places = position(
      text,
      '## ❌ `203.0.113.7` refused `203.0.113.7`',
      '`203.0.113.7@203.0.113.7:22`',
      '✅\u00a0DNS ❌\u00a0**Port** ⚪\u00a0Banner',
      '**Likely, not proved:** Because of',
      '- saw `203.0.113.7`',
      '### Fix it on the server',
      '```sh\n203.0.113.7\n```',
      '- **Ask your host:** Ask about',
      '### Still failing?',
      '<details><summary>Other fixes',
      'A message for your hosting provider',
      '<details><summary>What was observed</summary>',
      'Where the time went:',
      '<sub>`tcp/not-listening` · [what it means](https://github.com/',
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text.startsWith('## ❌')).toBe(true)
  })

  it('says cause and version at the end', () => {
    const [footer] = text.trimEnd().split('\n').slice(-1)
    expect(footer).toMatch(/^<sub>`tcp\/not-listening` · .* · SSH Preflight 1\.0\.0<\/sub>$/)
  })

  it('prints what to copy once, however many candidates share it', () => {
    expect(text.match(/What to copy is above, under the first fix/g)).toHaveLength(2)
  })

  it('draws the change of the workflow step', () => {
    const changed = repeating('22', {
      explanation: {
        ...repeating('22').explanation,
        fixes: [
          {
            place: 'workflow',
            what: say`Set the port`,
            paste: { language: 'yaml', text: 'port: 2222' },
          },
        ],
        change: { input: 'port', value: '2222' },
      },
    })
    expect(
      summary([reportOf({ ...shut('203.0.113.7'), workflow: healthy.workflow }, [changed])]),
    ).toContain(
      [
        '`deploy.yml`, line 15',
        '',
        '```diff',
        '   with:',
        '     host: ${{ secrets.SSH_HOST }}',
        '-    port: 22',
        '+    port: 2222',
        '```',
      ].join('\n'),
    )
  })
})

describe('the summary of a pass', () => {
  it('is one line: verdict, where, what was checked', () => {
    const [heading = '', where = '', checked = '', details = ''] = summary([ready]).split('\n\n')
    expect(heading).toBe('## ✅ Ready to deploy: logged in as `deploy` in 0.3 s')
    expect(where).toMatch(/^`deploy@shop\.example\.com:22`/)
    expect(checked).toBe('Checked: login, SFTP. Not the deploy: the workflow file was not read.')
    expect(details).toBe('<details><summary>Details</summary>')
    expect(summary([ready])).not.toContain('###')
  })

  it('has its notices in the fold', () => {
    const text = summary([reportOf(healthy, [notice])])
    expect(text).toContain('<details><summary>Details and a note</summary>')
    expect(text).toContain('💡 **`SHA256:abc` refused `SHA256:abc`.**')
  })
})

describe('what is no verdict on the server', () => {
  it('reads as a fault of the program', () => {
    const text = summary([reportOf(faulty('EMFILE: too many open files'))])
    expect(text).toMatch(
      /^## 💥 SSH Preflight itself failed: the check of port could not be made\n/,
    )
    expect(text).toContain('It says nothing about your server')
    expect(text).toContain('- Port: `EMFILE: too many open files`')
  })

  it('never reads as ready to deploy when the end was not reached', () => {
    const text = summary([reportOf(stoppedAfter('banner', {}))])
    expect(text).toMatch(/^## ❔ The check ended at banner, and no known cause explains it\n/)
    expect(text).not.toContain('Ready')
  })

  it.each([
    ['cancelled', 'Cancelled before the login was checked'],
    ['out-of-time', 'Out of time before the login was checked: it got as far as DNS'],
  ] as const)('says that it was %s', (why, sentence) => {
    const facts = stoppedAfter('dns', { tcp: notChecked(why) })
    expect(summary([reportOf(facts)])).toMatch(`## ❔ ${sentence}\n`)
  })

  it('says what was not reached after the login', () => {
    const session = observed({
      exec: notChecked('out-of-time'),
      sftp: notChecked('stopped'),
      debug: [],
    })
    expect(summary([reportOf(change(healthy, { session }))])).toMatch(
      '## ❔ Out of time before the session was checked: it got as far as shell\n',
    )
  })
})

describe('the summary of several hosts', () => {
  const text = summary([ready, broken, reportOf(faulty('EMFILE')), ready])

  it('starts with a table, worst first, by their numbers in the inputs', () => {
    expect(text).toMatch(/^## ❌ 2 of 4 hosts are not ready to deploy\n/)
    const rows = text.split('\n').filter((line) => /^\| \*\*\d.*\| (?:❌|💥|✅) /u.test(line))
    expect(rows.map((row) => row.replace(/`[^|]*\| /, '').slice(0, 23))).toEqual([
      '| **2.** ❌ **Fails:** `',
      '| **3.** 💥 **Not check',
      '| **1.** ✅ Ready to dep',
      '| **4.** ✅ Ready to dep',
    ])
  })

  it('has the worst in the open, and folds the others', () => {
    expect(text).toContain('### ❌ Host 2: `203.0.113.7` refused')
    expect(text).toContain('<details><summary>💥 Host 3: SSH Preflight itself failed')
    expect(text).toContain('<details><summary>✅ Host 1: Ready to deploy')
  })

  it('says once what is the same on several', () => {
    const same = summary([broken, ready, broken, broken])

    expect(same.match(/^### .*Host/gm)).toHaveLength(1)
    expect(same).toMatch(/^### ❌ Host 1: .*\n\nThe same on hosts 3 and 4\.$/m)
    expect(same.match(/^\| \*\*\d.*@/gm)).toHaveLength(4)
  })

  it('says so when all are ready', () => {
    expect(summary([ready, ready])).toMatch(/^## ✅ All 2 hosts are ready to deploy\n/)
  })
})

describe('the size of a summary', () => {
  const long = (number: number) =>
    reportOf(
      change(shut('203.0.113.7'), { banner: observed({ ...identification(), textBefore: 'x' }) }),
      [repeating(`${'y'.repeat(3000)}${String(number)}`)],
    )
  const bytes = (text: string) => Buffer.byteLength(text)

  it('stays under the limit of the runner at 150 hosts, which do not fit', () => {
    const hosts = Array.from({ length: 150 }, (_, index) => long(index))
    const text = summary(hosts)
    expect(text).toContain('Shortened to fit')
    expect(bytes(text)).toBeLessThanOrEqual(1_000_000)
    expect(text).toContain('150 of 150 hosts are not ready')
  })

  it('steps down by name: no pictures, no facts, only findings, the first hosts', () => {
    const three = [long(1), long(2), long(3)]
    const full = bytes(summary(three))
    expect(summary(three)).not.toContain('Shortened')
    expect(summary(three, full)).toBe(summary(three))
    expect(summary(three)).toContain('```mermaid')
    const noPictures = summary(three, full - 1)
    expect(noPictures).toContain('Shortened to fit: the pictures are left out.')
    expect(noPictures).not.toContain('```mermaid')
    expect(noPictures).toContain('\n- saw `yyy')
    expect(noPictures).toContain('What was observed')
    const noFacts = summary(three, bytes(noPictures) - 1)
    expect(noFacts).toContain('Shortened to fit: the facts are left out.')
    expect(noFacts).not.toContain('What was observed')
    expect(noFacts).toContain('Still failing?')
    const onlyFindings = summary(three, bytes(noFacts) - 1)
    expect(onlyFindings).toContain('Shortened to fit: only verdicts and first fixes are shown.')
    expect(onlyFindings).not.toContain('Still failing?')
    expect(onlyFindings).toContain('Fix it on the server')
    const first = summary(three, bytes(onlyFindings) - 1)
    expect(first).toContain('Shortened to fit: only the first 2 of 3 hosts are shown.')
    expect(first).toContain('❌ Host 2')
    expect(first).not.toContain('❌ Host 3')
  })
})

function identification() {
  const {
    hops: {
      target: { banner: fact },
    },
  } = healthy
  if (fact.state !== 'observed') throw new Error('the healthy host greeted')
  return fact.value
}
