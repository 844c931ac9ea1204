/**
 * Draws the pictures of the README: job summaries of two fixtures, in GitHub's own stylesheet, by the Chromium or Chrome
 * of this machine (with an emoji font: fonts-noto-color-emoji on Debian). Run it with `npm run pictures`.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { version } from '../package.json'
import { exact as notPinned } from '../__tests__/fixtures/facts/hostkey/not-pinned'
import { exact as wrongPort } from '../__tests__/fixtures/facts/tcp/wrong-port'
import { diagnose } from '../src/diagnose'
import type { Fact, Facts } from '../src/facts'
import { summary } from '../src/report/summary'
import { summaryPage, type Theme } from './summary-page'

/** Height in pixels, so that nothing but the summary is in the picture. */
const pictures: readonly {
  readonly name: string
  readonly facts: Facts
  readonly theme: Theme
  readonly height: number
}[] = [
  { name: 'wrong-port', facts: wrongPort, theme: 'light', height: 900 },
  { name: 'wrong-port-dark', facts: wrongPort, theme: 'dark', height: 900 },
  { name: 'pass', facts: notPinned, theme: 'light', height: 560 },
  { name: 'pass-dark', facts: notPinned, theme: 'dark', height: 560 },
]

/** Fixtures have the same time at every rung; a picture shows more usual ones. */
function timed(facts: Facts): Facts {
  const at = <T>(fact: Fact<T>, ms: number): Fact<T> =>
    fact.state === 'not-checked' ? fact : { ...fact, ms }
  return {
    ...facts,
    key: at(facts.key, 3),
    dns: at(facts.dns, 11),
    tcp: at(facts.tcp, 34),
    identification: at(facts.identification, 36),
    keyExchange: at(facts.keyExchange, 71),
    hostKey: at(facts.hostKey, 1),
    authentication: at(facts.authentication, 102),
    session: at(facts.session, 143),
  }
}

/** A function, as ncc would take a literal path for an asset and draw into its own copy. */
const inRepository = (path: string) => resolve(path)

const folder = inRepository('docs/pictures')
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']

function draw(page: string, picture: string, height: number): void {
  const place = mkdtempSync(join(tmpdir(), 'preflight-picture-'))
  try {
    const html = join(place, 'page.html')
    writeFileSync(html, page)
    execFileSync(
      browser(),
      [
        '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars',
        '--disable-background-networking --disable-component-update --disable-sync',
      ]
        .join(' ')
        .split(' ')
        .concat(
          `--user-data-dir=${join(place, 'profile')}`,
          `--window-size=1012,${String(height)}`,
          `--screenshot=${picture}`,
          `file://${html}`,
        ),
      { stdio: 'ignore' },
    )
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function browser(): string {
  const found = browsers.find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) throw new Error(`None of ${browsers.join(', ')} is installed`)
  return found
}

mkdirSync(folder, { recursive: true })
for (const { name, facts, theme, height } of pictures) {
  const report = { version, facts: timed(facts), diagnosis: diagnose(timed(facts)) }
  const text = summary([report])
  draw(summaryPage(name, text, theme), join(folder, `${name}.png`), height)
  process.stdout.write(`docs/pictures/${name}.png\n`)
}
