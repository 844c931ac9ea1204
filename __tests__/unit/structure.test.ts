import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'

const root = path.join(__dirname, '..', '..', 'src')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)

/** The folder of `src` that a file is in; empty for the entry points. */
const folderOf = (file: string) => file.split(path.sep)[0] ?? ''

/** Every import of the project's own modules: the folder of the file, and the folder that it imports from. */
const arrows = files
  .filter((file) => file.includes(path.sep))
  .flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8')
    return [...text.matchAll(/\b(?:from|import\() ?'(\.[^']+)'/g)].flatMap(([, to = '']) => {
      const target = path.normalize(path.join(path.dirname(file), to))
      const from = folderOf(file)
      return target.includes(path.sep) && folderOf(target) !== from
        ? [{ file, from, to: folderOf(target) }]
        : []
    })
  })

/** The folders that are reached from a folder. */
function reach(folder: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const { from, to } of arrows) {
    if (from !== folder || seen.has(to)) continue
    seen.add(to)
    reach(to, seen)
  }
  return seen
}

describe('the folders of src', () => {
  it('import each other without a circle', () => {
    expect(arrows.length).toBeGreaterThan(500)
    const folders = [...new Set(arrows.map(({ from }) => from))]
    expect(folders.filter((folder) => reach(folder).has(folder))).toEqual([])
  })

  it.each([
    ['a preflight never judges', 'preflight', ['causes', 'diagnosis', 'report']],
    ['a cause does no I/O', 'causes', ['network', 'ssh', 'preflight', 'private-key', 'inputs']],
    ['a report gathers nothing', 'report', ['network', 'ssh', 'preflight', 'private-key']],
    ['facts know nobody', 'facts', [...new Set(arrows.map(({ from }) => from))]],
  ])('%s', (_rule, folder, forbidden) => {
    expect(arrows.filter(({ from, to }) => from === folder && forbidden.includes(to))).toEqual([])
  })

  it('have at most three files next to them', () => {
    expect(files.filter((file) => !file.includes(path.sep)).length).toBeLessThanOrEqual(3)
  })
})
