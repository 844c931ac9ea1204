import { beforeAll, describe, expect, it } from '@jest/globals'
import { addresses } from '../addresses'
import { fingerprintOf } from '../keys'
import { type Lab, prepareLab } from '../prepare'
import { withServer } from './check'
import { type Call, callsIn, isWrite, opens, tracedCalls } from './system-calls'
import { type CheckedSystem, checkedSystems } from './systems'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000
const systems: readonly CheckedSystem[] = ['bullseye', 'bookworm', 'trixie']

/** The check promises to read alone. Its kernel tells what it and all of its children really do. */
describe('the system calls of the server check', () => {
  let lab: Lab | null = null
  let roots: Readonly<Record<CheckedSystem, string>> | null = null

  beforeAll(async () => {
    lab = await prepareLab(say)
    roots = await checkedSystems(lab, say)
  }, 20 * minutes)

  it.each(systems)(
    'write nothing, reach no network and read no private key on %s',
    async (system) => {
      if (!lab || !roots) throw new Error('the lab is not there')
      const calls = await callsOn(system, lab, roots)
      const others = calls.filter(({ by }) => !by.includes('/usr/sbin/sshd'))

      expect(calls.filter(isWrite)).toEqual([])
      // sshd looks up which address families there are, which sends nothing.
      expect(others.filter(isNetwork)).toEqual([])
      expect(others.filter(opens(/ssh_host_\w+_key"|\/id_\w+"/))).toEqual([])
      expect(programsOf(others.filter(opens(/\/g?shadow"/)))).toEqual(['getent shadow deploy'])
      // The trace itself sees such calls: sshd opens its host keys, as it does at each start.
      expect(calls.some(opens(/ssh_host_ed25519_key"/))).toBe(true)
    },
    2 * minutes,
  )
})

/** Runs the check under strace, with private keys lying where a careless program would meet them. */
async function callsOn(
  system: CheckedSystem,
  lab: Lab,
  roots: Readonly<Record<CheckedSystem, string>>,
): Promise<Call[]> {
  const fingerprint = await fingerprintOf(lab.keys.ed25519.public, lab.roots['9.2'])
  return withServer({ name: 'system calls', verdicts: [], system }, lab, roots, async (server) => {
    const trace = await server.run(`
      for home in /root /home/deploy; do ssh-keygen -q -t ed25519 -N '' -f $home/.ssh/id_ed25519; done
      ufw allow 22 >/dev/null; ufw --force enable >/dev/null
      strace -f -qq -s 300 -o /run/trace -e trace=${tracedCalls} \\
        sh /usr/local/bin/server-check.sh --user deploy --from ${addresses.client4} --key-fingerprint ${fingerprint} >/dev/null
      cat /run/trace`)
    return callsIn(trace)
  })
}

const isNetwork = ({ name, words }: Call) => name === 'socket' && /AF_INET|AF_PACKET/.test(words)

const programsOf = (calls: readonly Call[]) => [...new Set(calls.map(({ by }) => by))]
