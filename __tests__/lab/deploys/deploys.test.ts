import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inCheckout } from '../checkout'
import { prepareLab } from '../prepare'
import { inShard } from '../rows'
import { inLanes } from '../run-lab'
import { actions } from './actions'
import { prepareClients, withServerPrograms, type Client, type Clients } from './clients'
import { runSetUp } from './run-set-up'
import { deploysSection, verdictRow, withDeploys } from './section'
import type { SetUp } from './set-up'
import { setUps, titleOf } from './set-ups'
import { isUnknowable } from './unknowable'
import type { Verdict } from './verdict'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000
const isCi = process.env['CI'] === 'true'

/** Set by `npm run lab -- deploys WORD …`. */
const words = (process.env['SSH_PREFLIGHT_LAB_ROWS'] ?? '')
  .split('\n')
  .filter((word) => !['', '*', 'deploys'].includes(word))
const shard = process.env['SSH_PREFLIGHT_LAB_SHARD'] ?? '1/1'
const chosen = inShard(
  shard,
  setUps.filter((each) => words.length === 0 || words.some((word) => titleOf(each).includes(word))),
)

const programs: Readonly<Record<string, Client>> = {
  'ssh2-sftp-client': 'nodeModules',
  paramiko: 'python',
  fabric: 'python',
  ansible: 'python',
}

/** Whether the client of a set-up is here. */
function canRun({ client }: SetUp, clients: Clients): boolean {
  const need = actions[client.toLowerCase()]?.needs ?? programs[client] ?? null
  return need === null || clients[need] !== null
}

/** Says which set-ups are left out because their client is not here; where nothing may be left out, each of them fails. */
function saySkipped(skipped: readonly SetUp[]): void {
  if (skipped.length === 0 || isCi) return
  const clients = [...new Set(skipped.map(({ client }) => client))]
  say(`lab: ${skipped.length} set-ups are skipped, without their clients: ${clients.join(', ')}`)
}

function problemsOf(verdict: Verdict): readonly string[] {
  const { setUp, kind, said, deploy } = verdict
  const [first = 'no cause'] = said.causes
  const isFalse = kind === 'false green' || kind === 'false red'
  return [
    ...(deploy.works === setUp.works ? [] : [`declared: works ${setUp.works}; ${deploy.message}`]),
    ...([undefined, first].includes(setUp.cause) ? [] : [`first is ${first}`]),
    ...(isFalse && !isUnknowable(verdict) ? [kind] : []),
  ]
}

describe('the deploy does what the check said', () => {
  let outcomes: readonly Promise<Verdict | null>[] = []
  let standIns: readonly string[] = []

  beforeAll(async () => {
    const clients = await prepareClients(say)
    standIns = clients.standIns
    saySkipped(chosen.filter((setUp) => !canRun(setUp, clients)))
    const lab = await withServerPrograms(await prepareLab(say), say)
    outcomes = inLanes(chosen, (setUp) =>
      canRun(setUp, clients) ? runSetUp(setUp, lab, clients) : Promise.resolve(null),
    )
    for (const outcome of outcomes) outcome.catch(() => undefined)
  }, 20 * minutes)

  afterAll(async () => {
    const done = await Promise.allSettled(outcomes)
    const verdicts = done.flatMap((each) =>
      each.status === 'fulfilled' && each.value ? [each.value] : [],
    )
    const section = deploysSection(verdicts, standIns)
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
      if (!verdict) {
        if (isCi) throw new Error(`${setUp.client} cannot be had here, and CI leaves nothing out`)
        return
      }
      say(verdictRow(verdict))
      if (chosen.length === 1) say(verdict.logs)
      expect(problemsOf(verdict)).toEqual([])
    },
    20 * minutes,
  )
})
