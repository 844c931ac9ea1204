import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { otherTools } from './other-tools'
import { inCheckout } from './checkout'
import { deploysIn, withDeploys } from './deploys/section'
import { type Lab, prepareLab } from './prepare'
import { galleryScenarios, writeGallery } from './gallery'
import { chosenBy, inShard, row } from './rows'
import { type Compared, runLab } from './run-lab'
import { scenarios } from './scenarios'
import { otherToolsSection } from './other-tools-section'
import { accuracyPage } from './scoreboard'
import { versionsOf } from './versions'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

/** Set by `npm run lab`: which scenarios, and that rows are wanted. */
const rows = process.env['SSH_PREFLIGHT_LAB_ROWS'] ?? ''
/** Set by `npm run lab -- --gallery`: those that docs/gallery.md shows, and it is written. */
const showsGallery = process.env['SSH_PREFLIGHT_LAB_GALLERY'] === 'yes'
/** Set by `npm run lab -- --shard=1/4`. */
const shard = process.env['SSH_PREFLIGHT_LAB_SHARD'] ?? '1/1'
const chosen = showsGallery ? galleryScenarios : inShard(shard, chosenBy(rows, scenarios))
/** Set by `npm run lab -- --write`. */
const writes = process.env['SSH_PREFLIGHT_LAB_WRITE'] === 'yes'
/** Set by `npm run lab -- --compare`, and by `--write`. */
const besides = writes || process.env['SSH_PREFLIGHT_LAB_COMPARE'] === 'yes'

describe('the lab', () => {
  /** Each scenario starts at once, in one of a few lanes; its test waits for it. */
  let outcomes: readonly Promise<Compared>[] = []
  let lab: Lab | null = null

  beforeAll(async () => {
    lab = await prepareLab(say)
    outcomes = runLab(chosen, lab, besides ? await otherTools(say) : [])
    // A rejection is told by the scenario's own test, which may come much later.
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  afterAll(async () => {
    if (showsGallery) {
      await writeGallery(await Promise.all(outcomes))
      say('lab: docs/gallery.md is written')
    }
    if (!writes || lab === null || chosen.length < scenarios.length) return
    const page = accuracyPage(await Promise.all(outcomes), await versionsOf(lab))
    const path = inCheckout('docs/accuracy.md')
    // deploys.test.ts writes that section.
    await writeFile(path, withDeploys(page, deploysIn(await readFile(path, 'utf8'))))
    say('lab: docs/accuracy.md is written')
  }, 20 * minutes)

  afterAll(async () => {
    if (!besides || lab === null) return
    const done = await Promise.allSettled(outcomes)
    const all = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    say(otherToolsSection(all).join('\n'))
  }, 20 * minutes)

  it.each(chosen)(
    '$cause: $name',
    async (scenario) => {
      const outcome = await outcomes[chosen.indexOf(scenario)]
      if (outcome && rows !== '') say(row(outcome))
      if (outcome && (outcome.problems.length > 0 || chosen.length === 1)) say(outcome.logs)
      expect(outcome?.problems).toEqual([])
    },
    20 * minutes,
  )
})
