import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { messagePages } from '../../scripts/docs/message-page'
import { causePages } from '../../scripts/docs/pages'
import { assembledScript } from '../../scripts/docs/server-check'
import { inputsWithoutTable, pagesWithTables, withTables } from '../../scripts/docs/readme-tables'
import { reportSchemaFile } from '../../scripts/docs/report-schema'
import { catalog } from '../../src/causes/catalog'
import { causeIds, serverCauseIds } from '../../src/facts/cause-ids'
import { inputNames } from '../../src/facts/input-names'

const root = path.join(import.meta.dirname, '..', '..')
const read = (...parts: readonly string[]) => readFileSync(path.join(root, ...parts), 'utf8')

let pages: ReadonlyMap<string, string>
beforeAll(async () => {
  pages = await causePages()
})

/** Run `npm run docs` when one of these fails. */
describe('docs/causes', () => {
  it('has a page for every id, an index, and nothing else', () => {
    const folder = path.join(root, 'docs', 'causes')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.split(path.sep).join('/'))
    const expected = [...causeIds, ...serverCauseIds].map((id) => `${id}.md`)
    expect(files.sort()).toEqual([...expected, 'README.md'].sort())
  })

  it.each([...causeIds, ...serverCauseIds])('%s is as the code renders it', (id) => {
    expect(read('docs', 'causes', `${id}.md`)).toBe(pages.get(`${id}.md`))
  })

  it('has the index that the code renders', () => {
    expect(read('docs', 'causes', 'README.md')).toBe(pages.get('README.md'))
  })

  it.each([...causeIds])('%s has the headings that readers know', (id) => {
    const headings = pages.get(`${id}.md`)?.match(/^## .*$/gm)
    expect(headings?.filter((heading) => heading !== '## What only the server can tell')).toEqual([
      '## What it means',
      '## How to fix it',
      '## How we know',
      '## Error messages you may see',
      '## An example',
    ])
  })

  it('links to pages that are there', () => {
    for (const [name, text] of pages) {
      for (const [, link = ''] of text.matchAll(/\]\(((?![^)]*messages\/)[^)]+\.md)\)/g)) {
        expect(pages.has(path.posix.join(path.posix.dirname(name), link))).toBe(true)
      }
    }
  })
})

describe('docs/messages', () => {
  const messages = messagePages()

  it('has what the code renders, and nothing else', () => {
    const files = readdirSync(path.join(root, 'docs', 'messages'))
    expect(files.sort()).toEqual([...messages.keys()].sort())
    for (const [name, text] of messages) expect(read('docs', 'messages', name)).toBe(text)
  })

  it('links to pages that are there, and so do the pages of causes', () => {
    for (const text of messages.values()) {
      for (const [, link = ''] of text.matchAll(/\]\(([\w-]+\.md)\)/g))
        expect(messages.has(link)).toBe(true)
      for (const [, link = ''] of text.matchAll(/\]\(\.\.\/causes\/([^)]+)\)/g))
        expect(pages.has(link)).toBe(true)
    }
    for (const text of pages.values()) {
      for (const [, link = ''] of text.matchAll(/messages\/([\w-]+\.md)\)/g))
        expect(messages.has(link)).toBe(true)
    }
  })
})

describe('server-check.sh', () => {
  it('is what its parts and the catalog make, here and in the bundle', () => {
    const text = assembledScript()

    expect(read('server-check.sh')).toBe(text)
    expect(read('src', 'server-check', 'script.json')).toBe(`${JSON.stringify({ text })}\n`)
  })
})

describe('the tables of inputs and outputs', () => {
  it.each(pagesWithTables)('are in %s as action.yml and the catalog give them', (page) => {
    expect(read(page)).toBe(withTables(read(page), read('action.yml'), catalog))
  })

  it('have every input that a workflow may set', () => {
    expect(inputsWithoutTable(read('action.yml'))).toEqual([])
    const pages = pagesWithTables.map((page) => read(page)).join('\n')
    for (const name of inputNames) expect(pages).toContain(`| \`${name}\``)
  })

  it('are refused without the end of a marker', () => {
    const page = '<!-- outputs -->'
    expect(() => withTables(page, read('action.yml'), catalog)).toThrow('has no <!-- /outputs -->')
  })

  it('leave the README short', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(181)
  })
})

describe('report.schema.json', () => {
  it('is what the types of the report give', () => {
    expect(read('src', 'report', 'report.schema.json')).toBe(reportSchemaFile())
  })
})
