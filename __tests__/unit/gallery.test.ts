import { describe, expect, it } from '@jest/globals'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { causeIds } from '../../src/facts/cause-ids'

const docs = (...parts: readonly string[]) => join('docs', ...parts)
const gallery = readFileSync(docs('gallery.md'), 'utf8')
const entries = gallery.split(/^## /m).slice(1)
const names = (folder: string, end: string) =>
  readdirSync(docs(folder)).filter((name) => name.endsWith(end))

/** `npm run lab -- --gallery` writes the pages. */
describe('docs/gallery.md', () => {
  it('shows at least a dozen runs, of which one passes', () => {
    expect(entries.length).toBeGreaterThanOrEqual(12)
    expect(entries.filter((entry) => entry.startsWith('✅'))).toHaveLength(1)
  })

  it('has every page that it names, and names all that are there', () => {
    const pages = [...gallery.matchAll(/\]\((gallery\/[^)]+)\)/g)].map(([, path = '']) => path)
    for (const path of pages) expect(existsSync(docs(path))).toBe(true)
    expect(pages.toSorted()).toEqual(names('gallery', '.md').map((name) => `gallery/${name}`))
  })

  it('has the verdict of each page, which names the cause that the entry links', () => {
    for (const entry of entries) {
      const [, slug = ''] = /gallery\/([^)]+)\.md/.exec(entry) ?? []
      const page = readFileSync(docs('gallery', `${slug}.md`), 'utf8')
      expect(page.startsWith(`## ${entry.split('\n')[0] ?? ''}\n`)).toBe(true)
      const linked = [...entry.matchAll(/\[`([^`]+)`\]\(causes\/([^)]+)\.md\)/g)]
      const ids = [...page.matchAll(/^<sub>`([^`]+)` · .* · SSH Preflight /gm)].map(([, id]) => id)
      expect(linked.map(([, id]) => id)).toEqual(ids)
      expect(linked.map(([, , path]) => path)).toEqual(ids)
      for (const id of ids) expect(causeIds).toContain(id)
    }
  })

  it('has no path of a machine, and no address or name but those for examples', () => {
    for (const name of names('gallery', '.md')) {
      const page = readFileSync(docs('gallery', name), 'utf8')
      expect(page).not.toMatch(/\/(?:work|var\/tmp|tmp|root|__w)\//)
      const addresses = page.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []
      const others = addresses.filter(
        (address) => !/^(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.0\.0|0\.0\.0)\./.test(address),
      )
      expect(others).toEqual([])
      const hosts = page.match(/\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev)\b/g) ?? []
      const allowed =
        /^(?:(?:raw\.githubusercontent|github)\.com|(?:[\w-]+\.)*example\.(?:com|net|org)|(?:[\w.-]+\.)?openssh\.com|libssh\.org)$/
      expect(hosts.filter((host) => !allowed.test(host))).toEqual([])
    }
  })
})

it('README.md shows a failure of it, light and dark', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const name of ['wrong-port']) {
    expect(readme).toContain(`srcset="docs/pictures/${name}-dark.png"`)
    expect(readme).toContain(`src="docs/pictures/${name}.png"`)
  }
  expect(names('pictures', '.png')).toHaveLength(3)
  for (const name of names('pictures', '.png')) {
    expect(statSync(docs('pictures', name)).size).toBeLessThan(100_000)
  }
})
