import { beforeAll, describe, expect, it } from '@jest/globals'
import { addresses } from '../addresses'
import { fingerprintOf } from '../keys'
import { type Lab, prepareLab } from '../prepare'
import { withServer } from './check'
import { type CheckedSystem, checkedSystems } from './systems'

const say = (line: string) => process.stderr.write(`${line}\n`)
const minutes = 60_000
const systems: readonly CheckedSystem[] = ['bullseye', 'bookworm', 'trixie']

/** One system call that succeeded, and the words of the program that made it. */
interface Call {
  readonly name: string
  readonly words: string
  readonly by: string
}

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
      strace -f -qq -s 300 -o /run/trace -e trace=execve,${[...writes, 'open', 'openat', 'socket'].join()} \\
        sh /usr/local/bin/server-check.sh --user deploy --from ${addresses.client4} --key-fingerprint ${fingerprint} >/dev/null
      cat /run/trace`)
    return callsIn(trace)
  })
}

const writes = ['creat', 'unlink', 'unlinkat', 'rename', 'renameat', 'renameat2', 'mkdir']
  .concat(['mkdirat', 'chmod', 'fchmodat', 'chown', 'fchownat', 'truncate', 'utimensat'])
  .concat(['link', 'linkat', 'symlink', 'symlinkat', 'mknod', 'mknodat'])

/** Lines such as `4711 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`; failed calls are left out. */
function callsIn(trace: string): Call[] {
  const programs = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const [, pid = '', name = '', words = ''] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? []
    if (name === '' || words.includes(' = -1 ')) return []
    if (name === 'execve') {
      const list = /\[(.*?)\](?:, 0x|\.\.\.)/.exec(words)?.[1] ?? words
      programs.set(pid, list.replace(/", "/g, ' ').replaceAll('"', ''))
      return []
    }
    return [{ name, words, by: programs.get(pid) ?? 'the shell' }]
  })
}

const isWrite = ({ name, words }: Call) =>
  writes.includes(name) ||
  (/O_(WRONLY|RDWR|CREAT|TRUNC)/.test(words) && !/"\/dev\/(null|tty)"/.test(words))

const isNetwork = ({ name, words }: Call) => name === 'socket' && /AF_INET|AF_PACKET/.test(words)

const opens = (path: RegExp) => (call: Call) =>
  call.name.startsWith('open') && path.test(call.words)

const programsOf = (calls: readonly Call[]) => [...new Set(calls.map(({ by }) => by))]
