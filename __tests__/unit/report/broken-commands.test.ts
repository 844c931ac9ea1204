import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { brokenCommands } from '../../../src/report/summary/broken-commands'

const long = (part: string) => `echo ${part.repeat(20)}`

describe('a command that is too long for a page', () => {
  it.each([
    ['&&', `${long('one ')}&& ${long('two ')}&& ${long('three ')}`],
    [
      '|',
      `${long('b a ')}| tr ' ' '\\n' | sort | uniq -c | tr -d ' ' | paste -s -d ',' | sed 's/,/ and /'`,
    ],
    ['||', `false || { ${long('x ')}; } || ${long('y ')}`],
    [';', `${long('x ')}; ${long('y ')}; ${long('z ')}`],
  ])('is broken after %s, and does the same', (mark, text) => {
    const broken = brokenCommands(text)
    const lines = broken.split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines.slice(0, -1)) expect(line.endsWith(mark)).toBe(true)
    expect(run(broken)).toBe(run(text))
  })

  it.each([
    ['quotes', `sh -c '${'a && b; '.repeat(20)}'`],
    ['a substitution', `echo $(${'true && '.repeat(20)}true)`],
    ['a here-document', `cat <<EOF && ${'true && '.repeat(20)}true\nx\nEOF`],
    ['a comment', `true && ${'true && '.repeat(20)}true # why`],
    ['nothing to break at', `echo ${'x'.repeat(200)}`],
  ])('is left as it is: %s', (_what, text) => {
    expect(brokenCommands(text)).toBe(text)
  })
})

const run = (script: string) => execFileSync('sh', ['-c', script], { encoding: 'utf8' })
