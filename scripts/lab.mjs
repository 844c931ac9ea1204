// npm run lab [-- WORD …]: the lab, real servers with real faults. With words, it runs only the scenarios whose cause or name has
// one of them, and prints a row each (wanted cause, given cause, certainty, seconds, connections, failed logins). For a single
// scenario it prints the logs too. Needs Linux and root. `--compare` asks other tools about the same faults: ssh, nmap, and Go's
// SSH library where Go is installed. `--write` without a word does so too, and writes docs/accuracy.md after all have run.
// `npm run lab -- deploys [WORD …]` runs the deploys that follow the check, __tests__/lab/deploys, and with `--write` their section.
// `--gallery` runs only the scenarios of docs/gallery.md, and writes that page. `--shard=1/4` runs the first of four parts.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Why the lab cannot run on this machine, as the end of a sentence; null when it can. */
function whyNot() {
  if (process.platform !== 'linux') return 'it needs Linux, for network namespaces'
  if (process.getuid() !== 0) return 'it needs root, for network namespaces and chroots'
  const [, effective] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  const capabilities = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n }
  const missing = Object.entries(capabilities).filter(
    ([, bit]) => ((BigInt(`0x${effective}`) >> bit) & 1n) === 0n,
  )
  if (missing.length === 0) return null
  return `it needs ${missing.map(([name]) => name).join(' and ')}, for network namespaces`
}

const why = whyNot()
if (why !== null) {
  console.error(`The lab cannot run here: ${why}.`)
  process.exit(1)
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const has = (name) => process.argv.includes(name)
const flag = (name) => (has(name) ? 'yes' : 'no')
const shard = process.argv.find((word) => word.startsWith('--shard='))?.slice('--shard='.length)
// The other tests of the lab have no scenarios to choose from. They run with the first shard.
const onlyScenarios =
  words.length > 0 ||
  ['--compare', '--write', '--gallery'].some(has) ||
  (shard !== undefined && !shard.startsWith('1/'))

const deploys = '__tests__/lab/deploys/deploys.test.ts'
const paths =
  words[0] === 'deploys'
    ? ['--runTestsByPath', deploys]
    : [
        ...(onlyScenarios ? ['--runTestsByPath', '__tests__/lab/lab.test.ts'] : []),
        // The page says which fixes were applied, so they are applied then.
        ...(has('--write') ? ['__tests__/lab/applied/applied.test.ts', deploys] : []),
      ]

const { status } = spawnSync(
  process.execPath,
  [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...['node_modules/jest/bin/jest.js', '--selectProjects', 'lab', '--maxWorkers=1'],
    ...paths,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SSH_PREFLIGHT_LAB_ROWS: words.join('\n') || (onlyScenarios ? '*' : ''),
      SSH_PREFLIGHT_LAB_SHARD: shard ?? '1/1',
      SSH_PREFLIGHT_LAB_COMPARE: flag('--compare'),
      SSH_PREFLIGHT_LAB_GALLERY: flag('--gallery'),
      SSH_PREFLIGHT_LAB_WRITE: flag('--write'),
    },
  },
)
process.exitCode = status ?? 1
