import { describe, expect, it } from '@jest/globals'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'

const bundle = readFileSync('dist/index.js', 'utf8')

/** A second copy of a folder that takes no room: a symbolic link would be seen through, and change the bundle. */
function linkTree(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    // Other tests write there at the same time.
    if (entry.name === '.cache') continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkFile(source, target)
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    // The temporary folder is on another disk.
    copyFileSync(source, target)
  }
}

describe('the bundle', () => {
  it('is what the sources give, byte for byte, in another folder too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
    for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json']) {
      cpSync(name, join(folder, name), { recursive: true })
    }
    linkTree('node_modules', join(folder, 'node_modules'))
    execFileSync('npm', ['run', '--silent', 'package'], { cwd: folder, stdio: 'ignore' })
    const [again, licences] = ['index.js', 'licenses.txt'].map((name) =>
      readFileSync(join(folder, 'dist', name), 'utf8'),
    )
    rmSync(folder, { recursive: true })
    expect(again === bundle).toBe(true)
    expect(licences === readFileSync('dist/licenses.txt', 'utf8')).toBe(true)
  }, 60_000)

  it.each(['16.20.2', '18.20.4', '20.18.3'])('refuses Node %s in one plain error', (version) => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'dist/index.js'],
      { env: { GITHUB_ACTIONS: 'true' }, encoding: 'utf8' },
    )
    expect(stdout).toMatch(/^::error title=Node is too old::SSH Preflight needs Node 20\.19 .*\n$/)
    expect([status, stderr]).toEqual([1, ''])
  })

  it('holds every module, and nothing native', () => {
    expect(bundle).not.toMatch(/webpackMissingModule|eval\("require"\)/)
    expect(readdirSync('dist').sort()).toEqual(['index.js', 'licenses.txt'])
  })

  it('names no place of the machine that built it', () => {
    expect(bundle).not.toContain(process.cwd())
  })

  it('is what action.yml runs', () => {
    const manifest = parse(readFileSync('action.yml', 'utf8')) as {
      readonly description: string
      readonly runs: unknown
    }
    expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
    expect(manifest.description.length).toBeLessThan(125)
  })
})
