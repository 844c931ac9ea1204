import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { deployScript, targetWord } from '../../src/preflight/stages/deploy-script'
import { readDeployNeeds } from '../../src/inputs/deploy-needs'
import { optionReader } from '../../src/inputs/options'
import { type FuzzTarget, must } from './harness/fuzz-target'
import { mustBeShort } from './harness/safe-output'
import { textInputs } from './harness/text-inputs'

interface Asked {
  readonly target: string
  readonly commands: string
}

const words = [
  ...[
    '/var/www',
    '~',
    '~deploy',
    '$HOME',
    '${HOME}',
    '/',
    '..',
    'rsync',
    'php8.3',
    ' ',
    ',',
    "'",
    '"',
  ],
  ...['`id`', '$(id)', ';', '&', '|', '\\', '*', '-', '!', '#', '\n', '{a,b}', 'touch', "'\\''"],
]

/** The script for what `target` and `commands` ask for: a POSIX shell reads it, and every given text is one word of it. */
export const target: FuzzTarget<Asked, string> = {
  inputs: fc.record({ target: textInputs(words), commands: textInputs(words) }),
  run({ target: place, commands }) {
    const read = (name: string) => (name === 'target' ? place : name === 'programs' ? commands : '')
    return deployScript(readDeployNeeds(optionReader(read, [])), 'k3Jx9')
  },
  verify({ target: place }, script) {
    mustBeShort('the script', script, 80_000)
    must(!script.includes('\0'), 'a shell reads no zero byte')
    const { status, stderr } = spawnSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' })
    must(status === 0, `sh cannot read it: ${stderr}`)
    const word = /[\0]/.test(place) ? null : targetWord(place)
    if (word === null) return
    const { stdout } = spawnSync('/bin/sh', ['-s'], {
      input: `printf '<%s>' ${word}`,
      encoding: 'utf8',
      env: { HOME: '/home/deploy', PATH: '/nonexistent' },
      cwd: tmpdir(),
    })
    must(/^<[^]*>$/.test(stdout) && !/><|uid=/.test(stdout), `the target is ${stdout}`)
  },
}
