import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inCheckout } from '../checkout'
import { extendedSystem, type Lab, prepareLab } from '../prepare'
import { withServer } from '../server-check/check'
import { checkedSystems } from '../server-check/systems'
import type { System } from '../system'
import { applied } from './apply'
import { type Fault, faults } from './faults'
import { logIn } from './login'
import { appliedFixes } from './applied-fixes'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

/** The text as people paste it: in bash, line after line, twice, since nobody knows whether it was done already. */
async function applyTwice(system: System, text: string): Promise<void> {
  await system.run(`cat > /tmp/paste <<'END-OF-PASTE'\n${text}\nEND-OF-PASTE`)
  await system.run(
    'cd /; for time in 1 2; do HOME=/root bash /tmp/paste >> /tmp/said 2>&1 || true; done',
  )
}

describe('each fix, applied to the fault that it is for', () => {
  let lab: Lab | null = null
  let root = ''
  let checked = { bullseye: '', bookworm: '', trixie: '' }

  beforeAll(async () => {
    lab = await prepareLab(say)
    const cache = process.env['SSH_PREFLIGHT_LAB_CACHE'] ?? inCheckout('.lab')
    checked = { ...(await checkedSystems(lab, say)) }
    const packages = ['acl', 'git', 'iptables', 'nftables', 'procps', 'rsync', 'ufw']
    root = await extendedSystem(cache, 'bookworm', lab.roots['9.2'], packages, say)
  }, 20 * minutes)

  afterAll(() => {
    lab = null
  })

  const apply = async ({ name, fault, config, onceUp, ...rest }: Fault): Promise<void> => {
    if (!lab) throw new Error('the lab is prepared')
    const { user = 'deploy', runs = 'true', failsBefore = true, worksAfter = true } = rest
    const ready = lab
    const roots = { bullseye: root, bookworm: root, trixie: root }
    const scenario = {
      ...{ name, verdicts: [] },
      ...(fault !== undefined && { fault }),
      ...(config && { config }),
      ...(onceUp !== undefined && { onceUp }),
    }
    await withServer(scenario, ready, roots, async (system, client) => {
      const before = await logIn(ready, client, user, runs)
      expect(before.worked).toBe(!failsBefore)
      const kept = await system.run(`{ ${rest.keeps}\n} 2>&1 || true`)
      const text = await rest.paste(ready, system)
      expect(text).toMatch(/\S/)

      await applyTwice(system, text)

      const said = await system.read('/tmp/said')
      expect({ said, kept: await system.run(`{ ${rest.keeps}\n} 2>&1 || true`) }).toEqual({
        said,
        kept,
      })
      const after = await logIn(ready, client, user, runs)
      expect({ said, worked: after.worked }).toEqual({ said, worked: worksAfter })
      if (rest.then !== undefined) await system.run(rest.then)
    })
  }

  it.each(appliedFixes)(
    '$cause, $fix: $name',
    async (fix) => {
      if (!lab) throw new Error('the lab is prepared')
      const roots = { ...checked, bookworm: root }
      const { before, after, otherChanges, said } = await applied(fix, lab, roots)
      expect({ before, said, after, otherChanges }).toEqual({
        ...{ before, said, otherChanges: [] },
        after: expect.stringMatching(new RegExp(`^${fix.result ?? 'pass'}`)),
      })
    },
    2 * minutes,
  )

  // eslint-disable-next-line jest/expect-expect -- apply() holds what is expected
  it.each(faults)('$name', apply, minutes)
})
