import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attempt } from './command'
import { buildGoClient } from './go-client'
import type { Lab } from './prepare'
import { inPlace, type Inputs, inputsOf } from './run-scenario'
import type { Scenario } from './scenario'
import { normalized } from './distinct-lines'

/** What people use instead, and the last thing it says, by its name. */
export type OtherToolLines = Readonly<Record<string, string>>

type Family = 4 | 6 | null

export interface Tool {
  readonly name: string
  /** The command line. The folder has the files `key` and `known_hosts`; `family` is what the name or `protocol` leaves. */
  readonly command: (inputs: Inputs, folder: string, family: Family) => readonly string[]
  /** What of its output counts. */
  readonly verdictOf: (output: string) => string
}

/** Whether a scenario is a fault of network, login or session that a client with host, port, user and key can meet. */
export function isCompared(scenario: Scenario, lab: Lab): boolean {
  const stage = scenario.cause.split('/')[0] ?? ''
  const stages = ['dns', 'tcp', 'banner', 'kex', 'hostkey', 'auth', 'session']
  const { host, wait, sftp } = { wait: '', sftp: '', ...inputsOf(scenario, lab) }
  return (
    stages.includes(stage) &&
    !scenario.behind &&
    !scenario.workflow &&
    !/[\n,@]/.test(host) &&
    wait === '' &&
    sftp === ''
  )
}

/** The tools that this machine has; drone-ssh's stand-in needs Go. */
export async function otherTools(say: (line: string) => void): Promise<readonly Tool[]> {
  const program = join(tmpdir(), `lab-go-client-${process.pid}`)
  const goClient = (await buildGoClient(program)).code === 0 ? program : null
  if (goClient === null) say('lab: no Go here, so nothing is used in place of drone-ssh')
  return [ssh, nmap, ...(goClient === null ? [] : [goClientTool(goClient)])]
}

/** Each tool meets the fault in its own network and system, before anybody has connected. */
export async function runOtherTools(
  scenario: Scenario,
  lab: Lab,
  tools: readonly Tool[],
): Promise<OtherToolLines> {
  const said: [string, string][] = []
  for (const { name, command, verdictOf } of tools) {
    const line = await inPlace(scenario, lab, async ({ client }, inputs) => {
      const folder = await mkdtemp(join(tmpdir(), 'lab-other-tools-'))
      try {
        await writeFile(join(folder, 'key'), inputs.key, { mode: 0o600 })
        await writeFile(join(folder, 'known_hosts'), inputs['known_hosts'] ?? '')
        // As in the log of a job: both streams in the order of their lines, and an end after 20 s at the latest.
        const { code, stdout } = await attempt(
          'ip',
          [
            ...['netns', 'exec', client, 'timeout', '20', 'sh', '-c', 'exec "$@" 2>&1', 'sh'],
            ...command(inputs, folder, familyOf(scenario, inputs)),
          ],
          { timeoutMs: 30_000 },
        )
        const text = verdictOf(stdout)
        return text === ''
          ? `nothing, and ends with ${code}`
          : normalized(text.replaceAll(inputs.host.trim(), 'HOST'))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
    said.push([name, line])
  }
  return Object.fromEntries(said)
}

/** The one address family that is left to a client; null for both. */
function familyOf({ dns }: Scenario, inputs: Inputs): Family {
  if (inputs['protocol'] === 'tcp4') return 4
  if (inputs['protocol'] === 'tcp6') return 6
  const addresses = dns?.[inputs.host] ?? [inputs.host]
  return addresses.every((address) => address.includes(':')) ? 6 : null
}

const lastLine = (output: string): string =>
  output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .at(-1)
    ?.trim() ?? ''

const ssh: Tool = {
  name: 'ssh (BatchMode)',
  command: (inputs, folder, family) => [
    'ssh',
    ...(family === null ? [] : [`-${family}`]),
    ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=8', '-o', 'IdentitiesOnly=yes'],
    ...['-o', `StrictHostKeyChecking=${inputs['known_hosts'] ? 'yes' : 'no'}`],
    ...['-o', `UserKnownHostsFile=${folder}/known_hosts`, '-o', 'LogLevel=ERROR'],
    ...(inputs.key === '' ? [] : ['-i', `${folder}/key`]),
    ...['-p', inputs['port'] ?? '22', '-l', inputs.username, inputs.host, 'true'],
  ],
  verdictOf: lastLine,
}

const nmap: Tool = {
  name: 'nmap (state, reason, ssh-auth-methods)',
  command: (inputs, _folder, family) => [
    ...['nmap', '-Pn', '-n', '--reason', '-p', inputs['port'] ?? '22'],
    ...(family === 6 ? ['-6'] : []),
    ...['--script-timeout', '8s', '--script', 'ssh-hostkey,ssh2-enum-algos,ssh-auth-methods'],
    ...['--script-args', `ssh.user=${inputs.username}`, inputs.host],
  ],
  // Its last line is always the same: what it says of the port counts, without host keys and algorithms, which differ
  // from server to server and not from fault to fault.
  verdictOf: (output) =>
    [
      /^(?:\d+\/tcp|Failed to resolve) .*$/m.exec(output)?.[0] ?? lastLine(output),
      ...(/^\| ssh-auth-methods:[^]*?(?=\n(?:\| \S|\|_\S|[^|]))/m.exec(output) ?? []),
    ].join(' '),
}

const goClientTool = (program: string): Tool => ({
  name: 'golang.org/x/crypto/ssh, as drone-ssh uses it',
  command: (inputs, folder, family) => [
    program,
    ...(family === null ? [] : ['-protocol', `tcp${family}`]),
    ...['-host', inputs.host, '-port', inputs['port'] ?? '22', '-username', inputs.username],
    ...(inputs.key === '' ? [] : ['-key-path', `${folder}/key`]),
    ...(inputs['password'] ? ['-password', inputs['password']] : []),
    ...(inputs['fingerprint'] ? ['-fingerprint', inputs['fingerprint']] : []),
  ],
  verdictOf: lastLine,
})
