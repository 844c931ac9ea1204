// npm run lab [-- WORD …]: runs the scenarios of the lab whose cause or name holds one of the words (all without), and
// prints one row each: what was wanted, what was given, how sure, seconds, connections, strikes. With one scenario
// left, its logs as well. Needs Linux and root.
import { spawnSync } from 'node:child_process'

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
      SSH_PREFLIGHT_LAB_ROWS: process.argv.slice(2).join('\n') || '*',
    },
  },
)
process.exitCode = status ?? 1
