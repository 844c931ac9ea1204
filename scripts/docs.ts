/**
 * Writes what is generated: docs/causes, docs/real-cases.md, src/report/report.schema.json, the tables of README.md and of some pages, and
 * server-check.sh with its copy for the bundle. `npm run docs` runs it in the repository.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { catalog } from '../src/causes/catalog'
import { causePages } from './docs/pages'
import { type RealCase, realCasesPage } from './docs/real-cases'
import { pagesWithTables, withTables } from './docs/readme-tables'
import { reportSchemaFile } from './docs/report-schema'
import { assembledScript } from './docs/server-check'

async function writeDocs(): Promise<void> {
  const pages = await causePages()
  const folder = path.join('docs', 'causes')
  // Removes the pages of causes that no longer exist.
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of pages) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const cases = JSON.parse(readFileSync('docs/real-cases.json', 'utf8')) as readonly RealCase[]
  writeFileSync('docs/real-cases.md', realCasesPage(cases))
  writeFileSync('src/report/report.schema.json', reportSchemaFile())
  const actionYaml = readFileSync('action.yml', 'utf8')
  for (const name of pagesWithTables)
    writeFileSync(name, withTables(readFileSync(name, 'utf8'), actionYaml, catalog))
  const text = assembledScript()
  writeFileSync('server-check.sh', text)
  writeFileSync('src/server-check/script.json', `${JSON.stringify({ text })}\n`)
  console.log(`${String(pages.size)} pages in ${folder}, and the tables of README.md`)
}

void writeDocs()
