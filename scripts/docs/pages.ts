import { catalog } from '../../src/causes/catalog'
import { serverCauses } from '../../src/causes/server'
import type { Facts } from '../../src/facts'
import { causePage } from './cause-page'
import { indexPage } from './index-page'
import { serverPage } from './server-page'

/** Every generated page of docs/causes by its path there. The examples are the fixtures of the tests. */
export async function causePages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([['README.md', indexPage(catalog, serverCauses)]])
  for (const cause of catalog) {
    pages.set(`${cause.id}.md`, causePage(cause, await exampleOf(cause.id)))
  }
  for (const cause of serverCauses) pages.set(`${cause.id}.md`, serverPage(cause))
  return pages
}

async function exampleOf(id: string): Promise<Facts> {
  const fixture = (await import(`../../__tests__/fixtures/facts/${id}.ts`)) as { exact: Facts }
  return fixture.exact
}
