// npm run lab [-- WORD …]: runs the scenarios of the lab whose cause or name holds one of the words (all without), and
// prints one row each: what was wanted, what was given, how sure, seconds, connections, strikes. With one scenario
// left, its logs as well. Needs Linux and root. `--beside` asks other tools about the same faults: ssh, nmap, and Go's
// SSH library where Go is there. `--write` without a word does so too, and writes docs/accuracy.md once all have run;
// `--gallery` runs those of docs/gallery.md instead, and writes it.
import { spawnSync } from 'node:child_process'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const flag = (name) => (process.argv.includes(name) ? 'yes' : 'no')

const { status } = spawnSync(
  process.execPath,
  [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...['node_modules/jest/bin/jest.js', '--selectProjects', 'lab', '--runTestsByPath'],
    '__tests__/lab/lab.test.ts',
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SSH_PREFLIGHT_LAB: 'required',
      SSH_PREFLIGHT_LAB_ROWS: words.join('\n') || '*',
      SSH_PREFLIGHT_LAB_BESIDE: flag('--beside'),
      SSH_PREFLIGHT_LAB_GALLERY: flag('--gallery'),
      SSH_PREFLIGHT_LAB_WRITE: flag('--write'),
    },
  },
)
process.exitCode = status ?? 1
