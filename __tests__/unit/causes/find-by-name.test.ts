import { describe, expect, it } from '@jest/globals'
import { causeIds, serverCauseIds } from '../../../src/facts/cause-ids'
import { lookUp } from '../../../src/causes/find-by-name'
import { messagesOf } from '../../../src/knowledge/messages'
import { explainedLines, listedLines } from '../../../src/report/explained'
import { colorStyle, plainStyle } from '../../../src/report/style'

const ids = [...causeIds, ...serverCauseIds]

const idsFor = (text: string): readonly string[] => {
  const found = lookUp(text)
  if (found.kind === 'one') return [found.cause.id]
  return found.kind === 'several' ? found.causes.map(({ id }) => id) : found.near
}

describe('what is asked for', () => {
  it.each(ids)('%s is found by its id, in any case', (id) => {
    expect(lookUp(` ${id.toUpperCase()} `)).toMatchObject({ kind: 'one', cause: { id } })
  })

  it('is found by the second half only', () => {
    expect(lookUp('wrong-port')).toMatchObject({ kind: 'one', cause: { id: 'tcp/wrong-port' } })
    expect(lookUp('hosts-deny')).toMatchObject({ kind: 'several' })
    expect(idsFor('hosts-deny')).toEqual(['banner/hosts-deny', 'server/hosts-deny'])
  })

  it.each([
    ['tcp/wrnog-port', 'tcp/wrong-port'],
    ['key-reject', 'auth/key-rejected'],
    ['tcp/not_listening', 'tcp/not-listening'],
    ['server/host-deny', 'server/hosts-deny'],
  ])('is guessed from %s', (text, id) => {
    expect(lookUp(text).kind).toBe('none')
    expect(idsFor(text)[0]).toBe(id)
  })

  it.each([[''], ['zzz'], ['a'], ['::error::x'], ['x'.repeat(10_000)], ['(']])(
    'is nothing: %#',
    (text) => {
      expect(lookUp(text)).toEqual({ kind: 'none', near: [] })
    },
  )
})

describe('the page in a terminal', () => {
  it.each(ids)('of %s has its parts, in 80 columns, without colour', (id) => {
    const found = lookUp(id)
    const lines = found.kind === 'one' ? explainedLines(found.cause, plainStyle) : []
    expect(lines.filter((line) => /^\S/.test(line)).slice(2)).toEqual([
      'What it means',
      'What to do first',
      'How we know',
      ...(messagesOf(id).length === 0 ? [] : ['Error messages you may see']),
      'How to fix it',
    ])
    expect(lines.at(-1)).toMatch(new RegExp(`^ {2}https://.*/docs/causes/${id}\\.md$`))
    // A link stays whole.
    expect(lines.slice(0, -1).filter((line) => line.length > 80)).toEqual([])
    expect(lines.join('\n')).not.toMatch(/\p{Cc}(?<!\n)|\u00a0/u)
  })

  it('has its headings in bold where colors are shown', () => {
    const found = lookUp('tcp/silent')
    const lines = found.kind === 'one' ? explainedLines(found.cause, colorStyle) : []
    expect(lines).toContain('\u001b[1mWhat it means\u001b[0m')
  })

  it('lists several', () => {
    const found = lookUp('hosts-deny')
    const lines = found.kind === 'several' ? listedLines(found.causes, plainStyle) : []
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  })
})
