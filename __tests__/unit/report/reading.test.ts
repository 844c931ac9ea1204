import { describe, expect, it } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { marked } from 'marked'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { summary } from '../../../src/report/summary'
import { masker } from '../../fake-runner/masker'
import { reportsOf, samples } from '../../fixtures/golden-samples'
import { healthy } from '../../fixtures/healthy'

const fixtures = join('__tests__', 'fixtures', 'facts')
const ids = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.includes('/') && name !== 'key/key-facts.ts')
  .map((name) => name.replace(/\.ts$/, ''))
  .sort()

/** So many hosts of the fixture, with one that is ready beside them when they are several. */
async function summaryOf(id: string, hosts = 1): Promise<string> {
  const { exact } = (await import(`../../fixtures/facts/${id}.ts`)) as { exact: Facts }
  const all = [...Array.from({ length: hosts }, () => exact), ...(hosts > 1 ? [healthy] : [])]
  return summary(all.map((facts) => ({ version: '1.0.0', facts, diagnosis: diagnose(facts) })))
}

/** Every word that is not folded and not drawn, those of what is to be copied too. */
function wordsInSight(text: string): number {
  const open = text
    .replace(/^(<details>.*)[^]*?^<\/details>$/gm, '$1')
    .replace(/^```mermaid[^]*?^```$/gm, '')
    .replace(/\]\([^)\s]*\)|<[^<>]*>/g, ' ')
  return open.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** How many parts are folded; none is inside of another. */
const folds = (text: string) => text.match(/^<details>/gm)?.length ?? 0

/** What a reader sees of references in HTML and in Mermaid. */
const decoded = (text: string) =>
  text.replace(/[&#]+(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

const sampleSummaries = Object.values(samples).map((facts) => summary(reportsOf(facts)))

/** Levels of headings in order, where each may go one deeper at most than the one before. */
function skips(text: string): readonly string[] {
  const html = marked.parse(text, { async: false })
  const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
  return levels.flatMap((level, index) => {
    const before = levels[index - 1] ?? 1
    return level > before + 1 ? [`h${before} then h${level}`] : []
  })
}

describe('every summary', () => {
  it.each(ids)('of %s can be read in ten seconds', async (id) => {
    const text = await summaryOf(id)
    const [heading = ''] = text.split('\n')
    // One line on a wide screen, two on a narrow one.
    expect(heading.replaceAll('`', '').length).toBeLessThanOrEqual(120)
    const isPass = heading.includes('✅')
    expect(wordsInSight(text)).toBeLessThanOrEqual(isPass ? 30 : 200)
    expect(folds(text)).toBeLessThanOrEqual(4)
    expect(text.match(/^###? /gm)?.length).toBeLessThanOrEqual(3)
    expect(skips(text)).toEqual([])
  })

  it.each(ids)('of %s hides a host and a user that are secrets', async (id) => {
    const secrets = masker()
    for (const secret of ['shop.example.com', 'bastion.example.com', '198.51.100.7', 'deploy']) {
      secrets.addLines(secret)
    }
    const text = secrets.mask(await summaryOf(id))
    expect(decoded(text)).not.toMatch(/shop\.example\.com|bastion\.example|198\.51\.100\.7|deploy@/)
    const several = secrets.mask(await summaryOf(id, 2))
    expect(decoded(several)).not.toMatch(
      /shop\.example\.com|bastion\.example|198\.51\.100\.7|deploy@/,
    )
  })

  it('has headings in order, and heads of tables that say what is below', () => {
    for (const text of sampleSummaries) {
      expect(skips(text)).toEqual([])
      for (const [, cell = ''] of marked
        .parse(text, { async: false })
        .matchAll(/<th[^>]*>(.*?)<\/th>/g)) {
        expect(cell.trim()).not.toBe('')
      }
    }
  })

  it('has a word next to every mark', () => {
    for (const text of sampleSummaries) {
      for (const [, after = ''] of text.matchAll(/(?:✅|⚠️|❌|💥|❔|💡)(.{0,8})/gu)) {
        expect(after).toMatch(/^[\s\u00a0]\S/u)
      }
    }
  })
})
