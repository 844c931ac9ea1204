import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-words-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Runs the lint over one file: its exit code, and each line it prints, without the folder. */
function lint(text: string, path = 'a.ts') {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  const { status, stdout } = spawnSync(process.execPath, ['scripts/lint-words.mjs', folder], {
    encoding: 'utf8',
  })
  const lines = stdout.split('\n').filter((line) => line !== '')
  return { status, lines: lines.map((line) => line.slice(line.indexOf(path))) }
}

describe('the lint of words', () => {
  it.each([
    ['a word of prose', 'The server hangs up.', 'hangs up'],
    ['the start of a sentence', 'Shall we?', 'shall'],
    ['camel case', 'const sideLooks = []', 'side looks'],
    ['a part of an identifier', 'ladderOf(hop)', 'ladder'],
    ['a type', 'interface GreetedStream {}', 'greeted'],
    ['kebab case', "kind: 'side-look'", 'side look'],
    ['snake case', 'side_look=1', 'side look'],
    ['British spelling', 'unauthorised', 'unauthorised'],
    ['British spelling in camel case', 'quietWhenRecognisedMs', 'recognised'],
  ])('finds %s', (_, text, word) => {
    expect(lint(text)).toMatchObject({
      status: 1,
      lines: [expect.stringContaining(`a.ts:1: "${word}": write `)],
    })
  })

  it('finds a phrase that goes on in the next line of a comment', () => {
    expect(lint('/**\n * This is all\n * the same.\n */').lines).toEqual([
      'a.ts:2: "all the same": write anyway',
    ])
  })

  it('finds a file name', () => {
    expect(lint('', 'told-apart.ts').lines).toEqual([
      expect.stringContaining('told-apart.ts (file name): "told"'),
    ])
  })

  it.each([
    ['words that contain one', 'recommend, amend, stranger, untold, trembling, loanword'],
    ['other meanings', 'It stands for 2 lines. Leave it alone. A blank line. The line ends here.'],
    ['IDs of causes', "'input/secret-withheld', 'key/damaged', 'deploy/dead-input'"],
    ['American spelling', 'authorized behavior, canceled, a promise, an analysis'],
  ])('accepts %s', (_, text) => {
    expect(lint(text)).toEqual({ status: 0, lines: [] })
  })
})
