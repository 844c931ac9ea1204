import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ActionRun, runAction } from '../../fake-runner/run-action'
import type { ServerCauseId } from '../../../src/facts/cause-ids'
import { addresses } from '../addresses'
import { inCheckout } from '../checkout'
import { attempt, until } from '../command'
import { fingerprintOf } from '../keys'
import { buildNetwork } from '../network'
import type { Lab } from '../prepare'
import { type System, startSystem } from '../system'
import type { CheckedSystem } from './systems'

/** One server, broken in one way or two, and what the check must say of it. */
export interface CheckScenario {
  /** Unique; a few plain words. */
  readonly name: string
  /** The verdicts that root must get, in order; empty for a healthy server. */
  readonly verdicts: readonly ServerCauseId[]
  /** Those that an ordinary user must get as well. Default: none of them has to be seen, and no other may be named. */
  readonly userSees?: readonly ServerCauseId[]
  /** Those that an ordinary user may get and root does not, since root sees what speaks against them. */
  readonly userMaySee?: readonly ServerCauseId[]
  /** Default: bookworm. */
  readonly system?: CheckedSystem
  /** Lines for sshd_config; they win over Debian's own. */
  readonly config?: readonly string[]
  /** Shell lines run before sshd starts. */
  readonly fault?: string
  /** Shell lines run once sshd listens. */
  readonly onceUp?: string
  /** Whether sshd is started. Default: yes. */
  readonly starts?: boolean
  /** Options of the check over the lab's own; null leaves one out. */
  readonly options?: Readonly<Record<string, string | null>>
  /**
   * Whether a client with the offered key gets in, which is asked of the server itself. Default: when nothing is accused.
   * null: not asked, where a fault is recorded, or does not keep a login out.
   */
  readonly login?: boolean | null
  /** Texts that the answer must show. */
  readonly says?: readonly string[]
}

/** What one run of the check gave. */
export interface CheckRun {
  readonly shell: string
  readonly code: number
  /** Time of the processor; the time on the clock depends on who else uses the machine. */
  readonly seconds: number
  readonly answer: Answer
  /** What people read; the JSON text for an ordinary user. */
  readonly text: string
  readonly stderr: string
}

/** The parts of the `--json` answer that the lab looks at. */
export interface Answer {
  readonly verdicts: readonly {
    readonly id: string
    readonly certainty: string
    readonly title: string
    readonly why: string
    readonly fix: { readonly what: string; readonly paste: string }
  }[]
  readonly notSeen: readonly string[]
}

export interface CheckOutcome {
  /** The action's run against that very server, with root's answer as text; null where there is nothing to find. */
  readonly combined: ActionRun | null
  /** Whether the client got in, and whether it had to; null when it was not asked. */
  readonly login: { readonly got: boolean; readonly wanted: boolean } | null
  readonly asRoot: CheckRun
  readonly asUser: CheckRun
  /** Everything on disk, with mode, owner, size and time, before and after. */
  readonly before: string
  readonly after: string
}

/** Every shell that runs the check somewhere. */
export const shells = ['dash', 'bash --posix', 'busybox ash', 'mksh', 'ksh'] as const

const script = readFileSync(inCheckout('server-check.sh'), 'utf8')
let places = 0

/** Starts a server with the fault, and runs the check there as root and as an ordinary user. */
export async function runCheck(
  scenario: CheckScenario,
  lab: Lab,
  roots: Readonly<Record<CheckedSystem, string>>,
  shell: string,
): Promise<CheckOutcome> {
  return withServer(scenario, lab, roots, async (system, client) => {
    const before = await listing(system, shell)
    const options = optionsOf(scenario, await offeredKey(lab))
    const asRoot = await checkIn(system, shell, options, 'root')
    const asUser = await checkIn(system, shell, options, 'maria')
    const after = await listing(system, shell)
    const combined =
      scenario.verdicts.length === 0 ? null : await remoteReport(scenario, lab, client, asRoot.text)
    const login = await tryLogin(scenario, lab, client)
    return { combined, login, asRoot, asUser, before, after }
  })
}

/** The bundle, run from the client's place, with what the check printed. */
function remoteReport(
  { options }: CheckScenario,
  lab: Lab,
  client: string,
  answer: string,
): Promise<ActionRun> {
  const isIpv6 = options?.['from']?.includes(':') ?? false
  return runAction({
    inputs: {
      host: isIpv6 ? addresses.server6 : addresses.server4,
      port: options?.['port'] ?? '22',
      username: options?.['user'] ?? 'deploy',
      key: lab.keys.ed25519.private,
      timeout: '6s',
      server_report: answer,
    },
    env: { RUNNER_ENVIRONMENT: 'self-hosted' },
    netns: client,
    timeoutMs: 60_000,
  })
}

/** Starts the scenario's server in namespaces of its own, and stops all of it in any case. */
export async function withServer<T>(
  scenario: CheckScenario,
  lab: Lab,
  roots: Readonly<Record<CheckedSystem, string>>,
  use: (system: System, client: string) => Promise<T>,
): Promise<T> {
  places += 1
  const name = `preflab-${process.pid}-check${places}`
  const own = await lab.folder(name)
  const network = await buildNetwork(name, { delayMs: 0, clientHasIpv6: true })
  let system: System | null = null
  try {
    system = await startSystem(roots[scenario.system ?? 'bookworm'], own, network.server)
    await setUp(scenario, lab, system)
    return await use(system, network.client)
  } finally {
    await system?.stop()
    await network.stop()
    await rm(own, { recursive: true, force: true })
  }
}

async function setUp(scenario: CheckScenario, lab: Lab, system: System): Promise<void> {
  const authorized = [lab.keys.rsa.public, `${lab.keys.ed25519.public} deploy@ci`]
  await system.run(`
    id deploy >/dev/null 2>&1 || useradd --create-home --shell /bin/bash deploy
    useradd --create-home --shell /bin/sh maria
    chmod 755 /home/deploy
    for home in /root /home/deploy; do
      install -d -m 700 $home/.ssh
      printf '%s\\n' ${authorized.map((line) => `'${line}'`).join(' ')} > $home/.ssh/authorized_keys
      chmod 600 $home/.ssh/authorized_keys
    done
    chown -R deploy:deploy /home/deploy/.ssh
    mkdir -p /etc/ssh/sshd_config.d`)
  await system.run(
    `cat > /etc/ssh/sshd_config.d/00-lab.conf <<'END'\n${(scenario.config ?? []).join('\n')}\nEND`,
  )
  if (scenario.fault) await system.run(scenario.fault)
  if (scenario.starts ?? true) {
    await system.run('/usr/sbin/sshd -E /var/log/auth.log -o LogLevel=VERBOSE')
    await until('sshd listens', async () =>
      (await system.read('/var/log/auth.log')).includes('Server listening on'),
    )
  }
  if (scenario.onceUp) await system.run(scenario.onceUp)
  await system.run(`cat > /usr/local/bin/server-check.sh <<'END-OF-CHECK'\n${script}END-OF-CHECK`)
}

/** A login with the offered key, as the check was told of it: the server has the last word on whether a verdict is true. */
async function tryLogin(
  scenario: CheckScenario,
  lab: Lab,
  client: string,
): Promise<CheckOutcome['login']> {
  const wanted = scenario.login === undefined ? scenario.verdicts.length === 0 : scenario.login
  if (wanted === null || scenario.starts === false) return null
  const { user = 'deploy', port = '22', from = addresses.client4 } = scenario.options ?? {}
  const folder = await mkdtemp(join(tmpdir(), 'preflab-key-'))
  try {
    const key = join(folder, 'key')
    await writeFile(key, lab.keys.ed25519.private, { mode: 0o600 })
    const { code } = await attempt('ip', [
      ...[
        'netns',
        'exec',
        client,
        'timeout',
        '10',
        'ssh',
        '-F',
        'none',
        '-i',
        key,
        '-p',
        port ?? '22',
      ],
      ...['BatchMode=yes', 'IdentitiesOnly=yes', 'ConnectTimeout=1', 'StrictHostKeyChecking=no']
        .concat('UserKnownHostsFile=/dev/null')
        .flatMap((option) => ['-o', option]),
      `${user ?? 'deploy'}@${from?.includes(':') ? addresses.server6 : addresses.server4}`,
      'true',
    ])
    return { got: code === 0, wanted }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const offeredKey = (lab: Lab) => fingerprintOf(lab.keys.ed25519.public, lab.roots['9.2'])

function optionsOf(scenario: CheckScenario, fingerprint: string): string {
  const given: Readonly<Record<string, string | null>> = {
    port: '22',
    user: 'deploy',
    from: addresses.client4,
    'key-fingerprint': fingerprint,
    ...scenario.options,
  }
  return Object.entries(given)
    .map(([name, value]) => (value === null ? '' : `--${name} '${value}'`))
    .join(' ')
}

/** Runs the check in the system for machines, and as root for people as well. */
export async function checkIn(
  system: System,
  shell: string,
  options: string,
  user: 'root' | 'maria',
): Promise<CheckRun> {
  const run = async (more: string) => {
    const command = `${shell} /usr/local/bin/server-check.sh ${options} ${more}`
    const as =
      user === 'root' ? command : `setpriv --reuid maria --regid maria --init-groups ${command}`
    const said = await system.run(
      `set +e; exec 3>&1; err=$(${as} 2>&1 >&3); echo "--- $?"; echo "$err"; echo ---; times`,
    )
    const [stdout = '', rest = '', times = ''] = said.split(/^---[ \n]/m)
    const [code = '', ...stderr] = rest.split('\n')
    return {
      stdout,
      code: Number(code),
      seconds: secondsIn(times.trim().split('\n')[1] ?? ''),
      stderr: stderr.join('\n').trim(),
    }
  }
  const json = await run('--json')
  const text = user === 'root' ? await run('') : json
  return {
    shell,
    code: json.code,
    seconds: json.seconds,
    answer: JSON.parse(json.stdout) as Answer,
    text: text.stdout,
    stderr: json.stderr + text.stderr,
  }
}

/** The second line of times(1p): user and system time of the children, `0m0.12s 0m0.04s`. */
function secondsIn(line: string): number {
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)]
  if (parts.length !== 2) throw new Error(`times said: ${line}`)
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  )
}

/**
 * Everything on the system's disks. ksh93 alone keeps what commands print in files of its own while it runs, in /dev/shm
 * or /tmp, and removes them: the times of those folders change with it.
 */
function listing(system: System, shell: string): Promise<string> {
  const without = shell === 'ksh' ? String.raw`| grep -vE '^(/|/tmp|/dev/shm) '` : ''
  return system.run(
    String.raw`find / \( -path /proc -o -path /dev/pts \) -prune -o -printf '%p %M %U %G %s %T@ %C@ %l\n' | sort ${without}`,
  )
}
