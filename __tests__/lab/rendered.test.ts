import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openSummary, problemsOf, startBrowser, unfold } from '../../scripts/rendered'
import { summary } from '../../src/report/summary'
import { mermaid } from '../../src/report/summary/flowchart'
import { visible } from '../../src/text/escape'
import { say } from '../../src/text/words'
import { reportsOf, samples } from '../fixtures/golden-samples'
import { attacks } from '../fixtures/hostile'
import { installPackages } from './apt'

const print = (line: string) => process.stderr.write(`${line}\n`)

const summaries = Object.values(samples).map((facts) => summary(reportsOf(facts)))

const drawings = summaries.flatMap((text) => text.match(/^```mermaid\n/gm) ?? []).length

const views = [
  { theme: 'light', width: 1012 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 1012 },
  { theme: 'dark', width: 390 },
] as const

/** A browser takes a while to start on a busy machine. */
const patience = 120_000

describe('a summary in a browser', () => {
  let browser: Browser | null = null

  beforeAll(async () => {
    if (browserPath() === null) await installPackages(['chromium', 'fonts-dejavu-core'], print)
    const path = browserPath()
    if (path === null)
      throw new Error('neither Chromium nor Chrome is here, and cannot be installed')
    browser = await startBrowser(path)
  }, 10 * patience)

  afterAll(async () => {
    await browser?.close()
  })

  async function open(markdown: string, view: (typeof views)[number]): Promise<Page> {
    if (browser === null) throw new Error('the browser did not start')
    return openSummary(browser, markdown, view)
  }

  it.each(views)(
    'stays on the screen and has its pictures, $theme, $width px wide',
    async (view) => {
      const page = await open(summaries.join('\n\n'), view)
      await unfold(page)
      expect(await problemsOf(page)).toEqual([])
      expect(await page.locator('pre.mermaid svg').count()).toBe(drawings)
      expect(drawings).toBeGreaterThan(3)
      for (const ratio of await contrasts(page)) expect(ratio).toBeGreaterThan(4.5)
      await page.close()
    },
    patience,
  )

  it(
    'shows hostile text in a picture as text',
    async () => {
      const boxes = attacks.map((attack) => ({ tone: 'plain', lines: [say`${attack}`] }) as const)
      const chunks = [boxes.slice(0, 24), boxes.slice(24)]
      const charts = chunks.map((each) => mermaid({ title: 'x', boxes: each, arrows: [] }))
      const page = await open(charts.join('\n\n'), views[0])
      expect(await problemsOf(page)).toEqual([])
      const shown = await page.locator('pre.mermaid .nodeLabel').allTextContents()
      const words = (text: string) => text.replace(/[\s\u200b]+/gu, ' ').trim()
      expect(shown.map(words)).toEqual(attacks.map((attack) => words(visible(attack))))
      const foreign = 'a, img, script, iframe, i, b, em, strong, h1, ul, ol, hr, table, code, math'
      expect(await page.locator(foreign.replace(/\w+/g, 'pre.mermaid $&')).count()).toBe(0)
      await page.close()
    },
    patience,
  )
})

/** How far the words of each box stand out from it (WCAG 2.2, contrast ratio). */
async function contrasts(page: Page): Promise<readonly number[]> {
  const colors = await page.evaluate<readonly (readonly [string, string, string])[]>(
    `[...document.querySelectorAll('pre.mermaid g.node')].map((node) => [
      getComputedStyle(node.querySelector('rect.label-container, .label-container path')).fill,
      getComputedStyle(node.querySelector('.nodeLabel')).color,
      getComputedStyle(document.body).backgroundColor,
    ])`,
  )
  return colors.map(([fill, words, behind]) => {
    const box = luminance(parts(fill), parts(behind))
    const [a = 0, b = 0] = [box, luminance(parts(words), parts(behind))].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05)
  })
}

/** Red, green, blue, and the opacity where it is not 1. */
const parts = (cssColor: string) => (cssColor.match(/[\d.]+/g) ?? []).map(Number)

/** Relative luminance (WCAG 2.2) of a color over an opaque one. */
function luminance(color: readonly number[], behind: readonly number[]): number {
  const opacity = color[3] ?? 1
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((at) => {
    const value = ((color[at] ?? 0) * opacity + (behind[at] ?? 0) * (1 - opacity)) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
