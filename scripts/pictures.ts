/**
 * Draws summaries of the gallery, light and dark, in GitHub's own stylesheet, and checks each on a wide and a narrow screen. Needs
 * Chromium or Chrome, and compresses the files with pngquant where that is installed (Debian: chromium, pngquant,
 * fonts-noto-color-emoji). `npm run pictures` draws those of README.md, after `npm run lab -- --gallery`;
 * `npm run pictures -- FOLDER` draws every page into a folder.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { browserPath, openSummary, problemsOf, startBrowser, unfold, type View } from './rendered'

/** A function, as ncc would treat a literal path as an asset and draw into its own copy. */
const inRepository = (path: string) => resolve(path)

const pages = inRepository('docs/gallery')
const all = process.argv[2]
const pictures = inRepository(all ?? 'docs/pictures')
/** That of README.md. */
const inReadme = ['wrong-port.md']

const wide = 1012
const narrow = 390

/** Returns the number of problems. */
async function draw(browser: Browser): Promise<number> {
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  let count = 0
  const files = all === undefined ? inReadme : readdirSync(pages)
  for (const file of files.filter((name) => name.endsWith('.md'))) {
    const name = file.replace(/\.md$/, '')
    const markdown = readFileSync(join(pages, file), 'utf8')
    for (const theme of ['light', 'dark'] as const) {
      const picture = join(pictures, theme === 'light' ? `${name}.png` : `${name}-dark.png`)
      const problems = [
        ...(await look(
          browser,
          markdown,
          { theme, width: wide, scale: all === undefined ? 2 : 1 },
          picture,
        )),
        ...(await look(browser, markdown, { theme, width: narrow })),
      ]
      quantize(picture)
      count += problems.length
      print([`${name} ${theme}`, ...problems].join('\n  ! '))
    }
  }
  return count
}

/** Takes the picture as a reader first sees the page: folded parts stay folded. */
async function look(
  browser: Browser,
  markdown: string,
  view: View,
  picture?: string,
): Promise<readonly string[]> {
  const page = await openSummary(browser, markdown, view)
  try {
    if (picture !== undefined) {
      // The README shows a summary down to its fix.
      const fix = all === undefined ? await page.locator('pre').first().boundingBox() : null
      const clip = fix && { x: 0, y: 0, width: view.width, height: fix.y + fix.height + 8 }
      await page.screenshot({ path: picture, fullPage: true, ...(clip && { clip }) })
    }
    // Folded parts must fit as well.
    await unfold(page)
    const problems = await problemsOf(page)
    return problems.map((problem) => `${String(view.width)} px wide: ${problem}`)
  } finally {
    await page.close()
  }
}

/** The card that chats and social networks show for a link to the repository (GitHub: 1280 × 640, settings of the repository). */
async function drawCard(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 640 }, offline: true })
  const path = join(pictures, 'social-preview.png')
  await page.setContent(card)
  await page.screenshot({ path })
  await page.close()
  quantize(path)
}

const card = `<!doctype html><style>
body { margin: 0; padding: 88px 96px; background: #0d1117; color: #e6edf3; font: 34px/1.5 sans-serif; }
h1 { margin: 0 0 28px; font-size: 84px; }
code { font: 30px monospace; background: #21262d; border-radius: 8px; padding: 4px 14px; }
p { margin: 22px 0; }
.row { font-size: 30px; margin-top: 56px; white-space: nowrap; }
</style>
<h1>SSH Preflight</h1>
<p><code>Connection refused</code> <code>i/o timeout</code><br><code>Permission denied (publickey)</code></p>
<p>Why your SSH deploy fails, and what to change.</p>
<p class="row">✅ Key&emsp;✅ DNS&emsp;❌ <b>Port</b>&emsp;⚪ Host key&emsp;⚪ Login&emsp;⚪ Deploy</p>`

function quantize(picture: string): void {
  try {
    execFileSync('pngquant', ['--force', '--strip', '--nofs', '--output', picture, '32', picture])
  } catch {
    print('pngquant is not installed: the picture stays large')
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function main(): Promise<number> {
  const path = browserPath()
  if (path === null) throw new Error('Neither Chromium nor Chrome is installed')
  const browser = await startBrowser(path)
  try {
    const problems = await draw(browser)
    if (all === undefined) await drawCard(browser)
    return problems === 0 ? 0 : 1
  } finally {
    await browser.close()
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
