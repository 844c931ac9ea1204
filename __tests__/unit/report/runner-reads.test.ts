import type * as Core from '@actions/core'
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { annotations } from '../../../src/report/annotations'
import { comment } from '../../../src/report/comment'
import { logBlock, logLine, toColumn, toPlain } from '../../../src/text/escape'
import { jsonReport } from '../../../src/report/json'
import { wholeLog } from '../../../src/report/text'
import { literal, say } from '../../../src/text/words'
import { masker } from '../../fake-runner/masker'
import { processOutput } from '../../fake-runner/log'
import { attacks, repeating, reportOf, shut, talkativeReports } from '../../fixtures/hostile'

/** Any mixture of attacks, of pieces of commands in both forms, and of any characters. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks.filter(({ length }) => length < 1000)),
      fc.constantFrom(
        '::',
        '##[',
        '#',
        '[',
        ']',
        ' ',
        ':',
        '\r',
        '\n',
        '%0A',
        '%25',
        '%',
        ',',
        '=',
      ),
      fc.constantFrom('error', 'add-mask', 'stop-commands', 'group', 'set-output', 'debug'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))

let core: typeof Core
beforeAll(async () => {
  core = await import('@actions/core')
})

let written = ''
beforeEach(() => {
  written = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += chunk.toString()
    return true
  })
})
afterEach(() => {
  jest.restoreAllMocks()
})

/** What the runner makes of what is printed: it throws at a command that a step of ours never issues. */
function runnerReads(print: () => void) {
  written = ''
  print()
  return processOutput(written, masker(), '/work')
}

describe('the runner, with whatever a server says', () => {
  it('reads every line of a log as one line of text', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const lines = [
          toPlain(say`${a} and ${b}`),
          toPlain(say`${a}${b}`),
          toColumn(say`${b}`),
          logLine(a),
          logLine(toPlain(literal(b))),
          ...logBlock(`${a}\n${b}`),
        ]
        const { log, annotations: found } = runnerReads(() => {
          for (const line of lines) core.info(line)
        })
        expect(found).toEqual([])
        expect(log).toBe([...lines, ''].join('\n').replace(/\n$/, ''))
      }),
      { numRuns: 200 },
    )
  })

  it('reads the whole log and the JSON report of a host as text', () => {
    fc.assert(
      fc.property(text, (said) => {
        const reports = talkativeReports(said)
        const lines = [...wholeLog(reports), ...jsonReport(reports).trimEnd().split('\n')]
        const { log, annotations: found } = runnerReads(() => {
          for (const line of lines) core.info(line)
        })
        expect(found).toEqual([])
        expect(log.split('\n')).toHaveLength(lines.length)
      }),
      { numRuns: 40 },
    )
  })

  it('reads each annotation as one, with its own title and place and the whole message', () => {
    fc.assert(
      fc.property(text, (said) => {
        const report = reportOf(shut(said), [repeating(said)])
        const sent = annotations([report])
        const { annotations: found } = runnerReads(() => {
          for (const { level, title, message, file, line } of sent) {
            core[level](message, { title, ...(file && { file }), ...(line && { startLine: line }) })
          }
        })
        expect(found).toEqual(
          sent.map(({ level, title, message, file, line }) => ({
            level,
            title,
            message,
            file: file === '' ? null : (file ?? null),
            line: line ?? null,
          })),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('would obey what is not made safe', () => {
    expect(
      runnerReads(() => {
        core.info('::error::x')
      }).annotations,
    ).toHaveLength(1)
    expect(
      runnerReads(() => {
        core.info('a ##[error]x')
      }).annotations,
    ).toHaveLength(1)
    expect(() =>
      runnerReads(() => {
        core.info('::set-output name=x::y')
      }),
    ).toThrow('set-output')
  })
})

describe('runners of act’s family, which split a command at its last pair of colons', () => {
  it('find none in a message', () => {
    fc.assert(
      fc.property(text, (said) => {
        for (const { message } of annotations([reportOf(shut(said), [repeating(said)])])) {
          const [page = ''] = message.split('\n').slice(-1)
          expect(message.slice(0, -page.length)).not.toContain('::')
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a line of a megabyte', () => {
  it.each([
    ['letters', 'x'.repeat(1_000_000)],
    ['programs', '::error::x\r##[error]y '.repeat(50_000)],
    ['backticks', '`'.repeat(1_000_000)],
    ['controls', '\u001b[31m'.repeat(200_000)],
    ['what replaces invalid UTF-8', '\ufffd'.repeat(1_000_000)],
    ['half letters', '\ud83d'.repeat(1_000_000)],
    ['marks on one letter', `Z${'\u0301'.repeat(1_000_000)}`],
  ])(
    'of %s is cut and shown',
    (_what, said) => {
      const reports = talkativeReports(said)
      const body = comment({
        reports,
        values: {},
        origin: { workflow: said, job: said, jobIndex: '0', step: said },
        run: null,
      }).body
      const lines = wholeLog(reports)
      const { annotations: found } = runnerReads(() => {
        for (const line of lines) core.info(line)
      })
      expect(found).toEqual([])
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(25_000)
      expect(body.length).toBeLessThan(65_536)
      for (const { message } of annotations(reports)) expect(message.length).toBeLessThan(4096)
    },
    60_000,
  )
})
