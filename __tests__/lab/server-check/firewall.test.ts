import { beforeAll, describe, expect, it } from '@jest/globals'
import { addresses } from '../addresses'
import { attempt } from '../command'
import { type Lab, prepareLab } from '../prepare'
import { type Answer, withServer } from './check'
import { type RuleSet, ruleSets } from './rule-sets'
import { type CheckedSystem, checkedSystems } from './systems'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000

interface Fate {
  readonly rules: RuleSet
  /** What the kernel did with a connection, and what the check says that it does. */
  readonly kernel: string
  readonly check: string
  readonly certainty: string
}

/** Each rule set is loaded into a real kernel, which then decides; the walk over the rules must come to the same. */
describe('the walk over the firewall’s rules', () => {
  let fates: readonly Fate[] = []

  beforeAll(async () => {
    const lab = await prepareLab(say)
    const roots = await checkedSystems(lab, say)
    const parts = [0, 1, 2, 3].map((part) => ruleSets.filter((_, index) => index % 4 === part))
    const seen = await Promise.all(parts.map((part) => fatesOf(part, lab, roots)))
    fates = seen.flat()
  }, 20 * minutes)

  it.each(ruleSets)('says what the kernel does: $name', (rules) => {
    const fate = fates.find((each) => each.rules === rules)

    expect(fate?.check).toBe(fate?.kernel)
    expect(fate?.certainty).toBe(fate?.kernel === 'accept' ? '' : 'proved')
  })
})

/** Loads the rule sets one after the other into one server's kernel, and asks it and the check. */
function fatesOf(
  sets: readonly RuleSet[],
  lab: Lab,
  roots: Readonly<Record<CheckedSystem, string>>,
): Promise<Fate[]> {
  return withServer({ name: 'rules', verdicts: [] }, lab, roots, async (system, client) => {
    const fates: Fate[] = []
    for (const rules of sets) {
      await system.run(`ufw --force disable >/dev/null
        for table in filter nat mangle; do iptables -t $table -F; iptables -t $table -X; done
        iptables -P INPUT ACCEPT; iptables -P OUTPUT ACCEPT; nft flush ruleset; ipset destroy; ${rules.set}`)
      const kernel = await fateOf(client)
      const json = await system.run(
        `sh /usr/local/bin/server-check.sh --json --user root --from ${addresses.client4} || true`,
      )
      const { verdicts } = JSON.parse(json) as Answer
      const wall = verdicts.find(({ id }) => id.startsWith('server/firewall'))
      fates.push({
        rules,
        kernel,
        check: wall?.id ?? 'accept',
        certainty: wall?.certainty ?? '',
      })
    }
    return fates
  })
}

/**
 * A connection of the client to port 22: it opens, nothing comes back, or an answer refuses it. On one machine the ICMP
 * answer to the first packet comes while connect() still runs, and only the answer to the second, a second later, counts.
 * Without --norc bash takes our pipe for a remote shell's, and reads the .bashrc of this machine.
 */
async function fateOf(client: string): Promise<string> {
  const { code } = await attempt('ip', [
    ...['netns', 'exec', client, 'timeout', '2.5'],
    ...['bash', '--norc', '-c', `exec 3<>/dev/tcp/${addresses.server4}/22`],
  ])
  if (code === 0) return 'accept'
  return code === 124 ? 'server/firewall-drops' : 'server/firewall-rejects'
}
