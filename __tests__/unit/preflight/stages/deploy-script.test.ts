import { nothingAsked } from '../../../../src/inputs/deploy-needs'
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readAnswer, timeIn } from '../../../../src/preflight/stages/deploy-answer'
import { deployScript, targetWord } from '../../../../src/preflight/stages/deploy-script'
import { accountIn, commandsIn, targetIn } from './deploy-facts'

const token = '0123456789abcdef01234567'

const exists = (path: string) => {
  try {
    accessSync(path)
    return true
  } catch {
    return false
  }
}

/** The shells of this machine that read the script as `/bin/sh` does somewhere. */
const shells = [
  '/bin/sh',
  '/bin/bash',
  '/bin/dash',
  '/bin/busybox',
  '/bin/zsh',
  '/bin/mksh',
].filter(exists)

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'needs-'))
})
afterEach(() => {
  chmodSync(home, 0o700)
  rmSync(home, { recursive: true, force: true })
})

function ask(shell: string, target: string | null, commands: readonly string[] = []) {
  const asShell = { '/bin/busybox': ['sh', '-s'], '/bin/zsh': ['--emulate', 'sh', '-s'] }[
    shell
  ] ?? ['-s']
  const { stdout } = spawnSync(shell, asShell, {
    input: deployScript({ ...nothingAsked, target, commands }, token),
    cwd: home,
    env: { HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/sh' },
    encoding: 'utf8',
  })
  const answer = readAnswer(stdout, token)
  expect(answer.has('end')).toBe(true)
  return {
    answer,
    target: target === null ? null : targetIn(answer, target),
    commands: commandsIn(answer, commands)?.commands ?? null,
  }
}

describe.each(shells.filter((shell) => /bash|zsh|dash/.test(shell)))(
  'for the shell %s',
  (shell) => {
    it('finds no program in a file that cannot be run', () => {
      mkdirSync(join(home, 'bin'))
      writeFileSync(join(home, 'bin', 'tool'), '')
      const { stdout } = spawnSync('/bin/sh', ['-s'], {
        input: deployScript({ ...nothingAsked, commands: ['tool', 'umask'] }, token),
        env: { HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, SHELL: shell },
        encoding: 'utf8',
      })
      expect(commandsIn(readAnswer(stdout, token), ['tool', 'umask'])?.commands).toMatchObject([
        { name: 'tool', path: null, inShell: false },
        { name: 'umask', path: 'umask' },
      ])
    })
  },
)

describe.each(shells)('the script in %s', (shell) => {
  it('tells the time and the account', () => {
    const { answer } = ask(shell, null)
    expect(Math.abs((timeIn(answer) ?? 0) - Date.now() / 1000)).toBeLessThan(5)
    const { username, uid } = userInfo()
    expect(accountIn(answer)).toMatchObject({
      name: username,
      uid,
      shell: '/bin/sh',
      isPlainShell: expect.any(Boolean),
    })
  })

  it.each([
    ['plain', 'site'],
    ['spaces', ' a  site '.trim()],
    ['quotes', `it's "the" site`],
    ['what a shell would run', '; touch pwned; echo && touch pwned | touch pwned > pwned'],
    ['globs and a hash', '*?[a] #{b} !x'],
    ['a backslash', 'a\\nb\\'],
    ['letters beyond ASCII', 'Büro–日本'],
    ['a dash at the start', '-rf'],
  ])('finds a directory whose name has %s', (_what, name) => {
    mkdirSync(join(home, name))
    const found = ask(shell, `${name}/`).target
    expect(found).toMatchObject({ kind: 'directory', writable: true, nearestIsDirectory: true })
    expect(found?.realPath?.endsWith(name)).toBe(true)
    expect(found?.disk?.totalBytes).toBeGreaterThan(0)
    expect(readdirSync(home)).toEqual([name])
  })

  it('begins in the home where the path says so', () => {
    mkdirSync(join(home, 'www'))
    for (const path of ['~/www', '$HOME/www', '${HOME}/www', 'www', './www', join(home, 'www//')])
      expect(ask(shell, path).target).toMatchObject({ path, kind: 'directory' })
    expect(ask(shell, '~').target?.realPath).toBe(home)
    expect(ask(shell, '/').target).toMatchObject({ kind: 'directory', nearest: '/' })
  })

  it('tells a missing one, a file, and links', () => {
    writeFileSync(join(home, 'file'), '')
    mkdirSync(join(home, 'real'))
    symlinkSync('real', join(home, 'link'))
    symlinkSync('nowhere', join(home, 'dangling'))
    expect(ask(shell, 'a/b/c').target).toMatchObject({ kind: 'missing', nearest: '.' })
    expect(ask(shell, join(home, 'a/b')).target).toMatchObject({ kind: 'missing', nearest: home })
    expect(ask(shell, 'file').target).toMatchObject({ kind: 'file', nearestIsDirectory: false })
    expect(ask(shell, 'file/x').target).toMatchObject({
      kind: 'missing',
      nearest: './file',
      nearestIsDirectory: false,
    })
    expect(ask(shell, 'link').target).toMatchObject({
      kind: 'directory',
      realPath: join(home, 'real'),
    })
    expect(ask(shell, 'dangling').target).toMatchObject({ kind: 'dangling-link' })
  })

  it('finds programs on PATH, in paths and builtins, and tells the others', () => {
    writeFileSync(join(home, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(join(home, 'data'), '')
    mkdirSync(join(home, '.local/bin'), { recursive: true })
    writeFileSync(join(home, '.local/bin/wp'), '#!/bin/sh\n', { mode: 0o755 })
    const names = ['sed', './run.sh', '~/run.sh', './data', 'no-such-program', 'wp', 'cd']
    const found = ask(shell, null, names).commands ?? []
    expect(found.map(({ name, path }) => [name, path !== null])).toEqual([
      ['sed', true],
      ['./run.sh', true],
      ['~/run.sh', true],
      ['./data', false],
      ['no-such-program', false],
      ['wp', false],
      ['cd', true],
    ])
    // A busybox that prefers its own applets names no path for them.
    expect(found[0]?.path).toMatch(shell.endsWith('busybox') ? /sed$/ : /\/sed$/)
    expect(found[5]).toMatchObject({
      elsewhere: join(home, '.local/bin/wp'),
      inShell: false,
      loginPath: null,
    })
  })

  it('starts docker and rsync, which may refuse', () => {
    const names = ['nas/rsync', 'old/rsync', 'closed/docker', 'open/docker']
    const scripts = [
      'case "$*" in *--server*) echo Permission denied >&2; exit 5;; esac; echo "rsync  version 3.1.3  protocol version 31"',
      'echo "rsync  version v3.2.7  protocol version 31"',
      'echo one >&2; echo "permission denied" >&2; exit 1',
      'exit 0',
    ]
    for (const [at, name] of names.entries()) {
      mkdirSync(join(home, name, '..'))
      writeFileSync(join(home, name), `#!/bin/sh\n${scripts[at] ?? ''}\n`, { mode: 0o755 })
    }
    const found = ask(shell, null, [...names.map((name) => `~/${name}`), 'sed']).commands ?? []
    expect(found.map(({ trial }) => trial)).toEqual([
      { works: false, text: 'Permission denied', version: '3.1.3' },
      { works: true, text: '', version: '3.2.7' },
      { works: false, text: 'permission denied', version: null },
      { works: true, text: '', version: null },
      null,
    ])
  })

  it('finds what a login shell has on its PATH', () => {
    mkdirSync(join(home, 'tools'))
    writeFileSync(join(home, 'tools/composer'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(join(home, '.profile'), 'echo Welcome; PATH=$HOME/tools:$PATH; export PATH\n')
    const [found] = ask(shell, null, ['composer']).commands ?? []
    expect(found).toMatchObject({ path: null, loginPath: join(home, 'tools/composer') })
  })
})

describe('the target as a word of the script', () => {
  it.each([
    ['/srv/site', `'/srv/site'`],
    ['/srv/site///', `'/srv/site'`],
    ['/', `'/'`],
    ['site', `'./site'`],
    [`it's`, `'./it'\\''s'`],
    ['~', '"$HOME"'],
    ['~/www', `"$HOME"'/www'`],
    ['~web/www', `~web/'www'`],
    ['~web', '~web'],
    ['~$(id)/www', null],
    ['~a;b', `'./~a;b'`],
    ['/srv/$STAGE', null],
    ['$HOME/www', `"$HOME"'/www'`],
    ['$HOMEPAGE/www', null],
    ['/srv/`id`', null],
  ])('%s is %s', (target, word) => {
    expect(targetWord(target)).toBe(word)
  })
})
