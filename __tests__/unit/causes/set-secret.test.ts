import { viewOf } from '../../../src/causes/view'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setSecretFrom } from '../../../src/causes/fixes/set-secret'
import { healthy } from '../../fixtures/healthy'

/** Reads a secret as gh does: `-f -` is a dotenv text (joho/godotenv), and of anything else the newlines at the end are cut off. */
const gh = String.raw`#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
const text = readFileSync(0, 'utf8')
const quoted = /^(\w+)="((?:[^"\\]|\\.)*)"\s*$/.exec(text)
const value = args.includes('-f') ? quoted?.[2].replaceAll('\\n', '\n') : text.replace(/[\r\n]+$/, '')
writeFileSync('stored.json', JSON.stringify({ args, name: quoted?.[1], value }))
`
const key = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXk+/AAA=',
  '-----END OPENSSH PRIVATE KEY-----',
]

describe('the command that stores a private key', () => {
  let folder = ''

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'secret-command-'))
    writeFileSync(path.join(folder, 'gh'), gh)
    chmodSync(path.join(folder, 'gh'), 0o755)
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const run = (shell: string) =>
    spawnSync(shell, ['-c', setSecretFrom(viewOf(healthy, 'target'), 'SSH_KEY', './key')], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    })
  const stored = 'stored.json'

  it.each([
    ['a newline at the end', `${key.join('\n')}\n`],
    ['no newline at the end', key.join('\n')],
    ['Windows line breaks', `${key.join('\r\n')}\r\n`],
  ])('stores a file with %s whole, and never has it as an argument', (_, text) => {
    writeFileSync(path.join(folder, 'key'), text)
    for (const shell of ['sh', 'bash']) {
      run(shell)
      const result = JSON.parse(readFileSync(path.join(folder, stored), 'utf8')) as unknown
      expect(result).toEqual({
        args: ['secret', 'set', '-f', '-'],
        name: 'SSH_KEY',
        value: `${key.join('\n')}\n`,
      })
    }
  })

  it('stores nothing when the file is not there', () => {
    expect(run('sh').status).not.toBe(0)
    expect(existsSync(path.join(folder, stored))).toBe(false)
  })
})
