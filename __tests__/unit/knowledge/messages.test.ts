import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { knownCause } from '../../../src/causes/find-by-name'
import { messages } from '../../../src/knowledge/messages'
import { readLog } from '../../../src/knowledge/messages/read-log'
import { messageLines } from '../../../src/report/explained'
import { plainStyle } from '../../../src/report/style'

/** The pastes of the fixture, each with the cause that must be among the first three. */
const pastes = readFileSync(path.join(__dirname, '../../fixtures/messages.txt'), 'utf8')
  .split(/^\[(.+)\]$/m)
  .slice(1)
  .flatMap((part, index, parts) =>
    index % 2 === 0
      ? []
      : part
          .trim()
          .split('\n')
          .map((line) => [line, parts[index - 1] ?? ''] as const),
  )

it.each(pastes)('%s: %s', (line, cause) => {
  const text = line.replace(
    /\\([nr\\])/g,
    (_, mark) => ({ n: '\n', r: '\r' })[String(mark)] ?? '\\',
  )
  expect(answerTo(text, cause)).toBe(cause)
})

/** The cause that is asked for when it is among the first three, and else what was found. */
function answerTo(text: string, cause: string): string {
  const causes: readonly string[] | undefined = readLog(text)?.message.causes
  if (causes === undefined) return 'nothing'
  if (causes.length === 0) return 'not SSH'
  return causes.includes(cause) ? cause : causes.join(', ')
}

describe('the table of messages', () => {
  it.each(messages)('$id is found by each of its forms, and has causes or a move', (message) => {
    const found = message.shown.map((form) => readLog(form)?.message.id)
    expect(found).toEqual(message.shown.map(() => message.id))
    expect(message.patterns.filter(({ flags }) => flags !== 'i')).toEqual([])
    const all = [...message.causes, ...(message.rarer ?? [])]
    expect(new Set(all.map((id) => knownCause(id))).size).toBe(all.length)
    expect(message.causes.length).toBeLessThanOrEqual(3)
    expect(message.move ?? message.causes[0]).toBeDefined()
  })

  it('has each id once', () => {
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
  })
})

describe('a log', () => {
  it('names the line that decides', () => {
    const log =
      'Run deploy\n\u001b[31m2024-01-01T12:00:00.0000000Z Permission denied (publickey).\u001b[0m\n##[error]Process completed with exit code 255.'
    expect(readLog(log)).toMatchObject({ lineNumber: 2, message: { id: 'key-denied' } })
  })

  it('is read where a message was broken over lines', () => {
    expect(
      readLog('ssh: connect to host example.com port 22: Connection\nrefused')?.message.id,
    ).toBe('connection-refused')
  })

  it('gives the text that a length of 32 bits has', () => {
    expect(readLog('Received message too long 1466264675')?.added).toContain('"Welc"')
  })

  it.each(['', '\n\n', 'Run deploy', 'All is well', 'zzz'])(
    'without a known message gives nothing: %j',
    (text) => {
      expect(readLog(text)).toBeNull()
    },
  )

  it.each(messages)(
    'of $id is answered in 80 columns, with nothing of the log as it is',
    ({ shown }) => {
      const found = readLog(`${shown[0]}\u0007\nmore`)
      const lines = found === null ? [] : messageLines(found, plainStyle)
      expect(lines.length).toBeGreaterThan(2)
      expect(lines.join('\n')).not.toMatch(/\p{Cc}(?<!\n)/u)
      expect(lines.filter((line) => line.length > 80 && !/https:|^Line /.test(line))).toEqual([])
    },
  )
})
