import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inCheckout } from '../checkout'
import { prepareLab } from '../prepare'
import { inShard } from '../rows'
import { inLanes } from '../run-lab'
import { actions } from './actions'
import { prepareClients, withServerPrograms, type Clients } from './clients'
import { runSetUp } from './run-set-up'
import { deploysSection, verdictRow, withDeploys } from './section'
import type { SetUp } from './set-up'
import { setUps, titleOf } from './set-ups'
import { isUnknowable } from './unknowable'
import type { Verdict } from './verdict'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

/** Set by `npm run lab -- deploys WORD …`. */
const words = (process.env['SSH_PREFLIGHT_LAB_ROWS'] ?? '')
  .split('\n')
  .filter((word) => !['', '*', 'deploys'].includes(word))
const shard = process.env['SSH_PREFLIGHT_LAB_SHARD'] ?? '1/1'
const chosen = inShard(
  shard,
  setUps.filter((each) => words.length === 0 || words.some((word) => titleOf(each).includes(word))),
)

const programs: Readonly<Record<string, keyof Clients>> = {
  'ssh2-sftp-client': 'nodeModules',
  paramiko: 'python',
  fabric: 'python',
  ansible: 'python',
}

/** What a set-up cannot run without here; null when all is there. */
function missing({ client }: SetUp, clients: Clients): string | null {
  const need = actions[client.toLowerCase()]?.needs ?? programs[client] ?? null
  return need !== null && clients[need] === null ? client : null
}

function problemsOf(verdict: Verdict): readonly string[] {
  const { setUp, kind, deploy } = verdict
  const isFalse = kind === 'false green' || kind === 'false red'
  return [
    ...(deploy.works === setUp.works ? [] : [`declared: works ${setUp.works}; ${deploy.message}`]),
    ...(isFalse && !isUnknowable(verdict) ? [kind] : []),
  ]
}

describe('the deploy does what the check said', () => {
  let outcomes: readonly Promise<Verdict | null>[] = []

  beforeAll(async () => {
    const clients = await prepareClients(say)
    const lab = await withServerPrograms(await prepareLab(say), say)
    outcomes = inLanes(chosen, (setUp) =>
      missing(setUp, clients) === null ? runSetUp(setUp, lab, clients) : Promise.resolve(null),
    )
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  afterAll(async () => {
    const done = await Promise.allSettled(outcomes)
    const verdicts = done.flatMap((each) =>
      each.status === 'fulfilled' && each.value ? [each.value] : [],
    )
    const section = deploysSection(verdicts)
    say(section)
    if (process.env['SSH_PREFLIGHT_LAB_WRITE'] !== 'yes' || verdicts.length < setUps.length) return
    const page = inCheckout('docs/accuracy.md')
    await writeFile(page, withDeploys(await readFile(page, 'utf8'), section))
    say('lab: the section on deploys in docs/accuracy.md is written')
  }, 20 * minutes)

  it.each(chosen)(
    '$group: $client: $name',
    async (setUp) => {
      const verdict = await outcomes[chosen.indexOf(setUp)]
      if (!verdict) return
      say(verdictRow(verdict))
      if (chosen.length === 1) say(verdict.logs)
      expect(problemsOf(verdict)).toEqual([])
    },
    20 * minutes,
  )
})
