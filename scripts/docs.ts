/**
 * Writes what is generated: docs/causes, docs/messages, docs/real-cases.md, src/report/report.schema.json, the tables of README.md
 * and of some pages, and server-check.sh with its copy for the bundle. `npm run docs` runs it in the repository.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { catalog } from '../src/causes/catalog'
import { messagePages } from './docs/message-page'
import { causePages } from './docs/pages'
import { type RealCase, realCasesPage } from './docs/real-cases'
import { pagesWithTables, withTables } from './docs/readme-tables'
import { reportSchemaFile } from './docs/report-schema'
import { assembledScript } from './docs/server-check'

async function writeDocs(): Promise<void> {
  const pages = { causes: await causePages(), messages: messagePages() }
  for (const [name, texts] of Object.entries(pages)) writePages(path.join('docs', name), texts)
  const cases = JSON.parse(readFileSync('docs/real-cases.json', 'utf8')) as readonly RealCase[]
  writeFileSync('docs/real-cases.md', realCasesPage(cases))
  writeFileSync('src/report/report.schema.json', reportSchemaFile())
  const actionYaml = readFileSync('action.yml', 'utf8')
  for (const name of pagesWithTables)
    writeFileSync(name, withTables(readFileSync(name, 'utf8'), actionYaml, catalog))
  const text = assembledScript()
  writeFileSync('server-check.sh', text)
  writeFileSync('src/server-check/script.json', `${JSON.stringify({ text })}\n`)
  console.log(
    `${String(pages.causes.size + pages.messages.size)} pages, and the tables of README.md`,
  )
}

/** Writes the pages of a folder, and removes those that no longer exist. */
function writePages(folder: string, pages: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of pages) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

void writeDocs()
