/** Summaries in a real browser: the Chromium or Chrome of this machine, driven by playwright-core. */
import { execFileSync } from 'node:child_process'
import { type Browser, chromium, type Page } from 'playwright-core'
import { summaryPage } from './summary-page'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The path of a browser; null when none is installed. */
export function browserPath(): string | null {
  for (const command of commands) {
    try {
      return execFileSync('which', [command], { encoding: 'utf8', stdio: 'pipe' }).trim()
    } catch {
      // The next one may exist.
    }
  }
  return null
}

/** The caller closes it. */
export function startBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
}

export interface View {
  readonly theme: 'light' | 'dark'
  /** Width of the screen in CSS pixels: GitHub's column has 1012, a phone 390. */
  readonly width: number
  /** Device pixels per CSS pixel. */
  readonly scale?: number
}

/** Opens a summary with its diagrams drawn. The page fetches nothing. The caller closes it. */
export async function openSummary(
  browser: Browser,
  markdown: string,
  { theme, width, scale = 1 }: View,
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 200 },
    deviceScaleFactor: scale,
    colorScheme: theme,
    offline: true,
  })
  await page.setContent(summaryPage('Summary', markdown, theme))
  if (markdown.includes('```mermaid')) await page.waitForSelector('html[data-drawn]')
  return page
}

/** Unfolds everything. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(
    "document.querySelectorAll('details').forEach((each) => { each.open = true })",
  )
}

/** What a reader would miss, in sentences: text outside of the screen, a diagram that was not drawn. */
export async function problemsOf(page: Page): Promise<readonly string[]> {
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  const undrawn = await page
    .locator('pre.mermaid:not(:has(svg)), pre.mermaid svg[aria-roledescription=error]')
    .count()
  return [
    ...(overflow > 0 ? [`${String(overflow)} px are outside of the screen`] : []),
    ...(undrawn > 0 ? [`${String(undrawn)} diagrams are not drawn`] : []),
  ]
}
