/** The command that starts the check on a server, and what is put before its script, in real shells. */
import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { ServerCheckFacts } from '../../../src/facts'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import {
  askingScript,
  checkCommand,
  type Question,
} from '../../../src/preflight/stages/server-check'

const question: Question = { user: 'deploy', port: 2222, keyFingerprint: null }

function ask(shell: string, connection: string, asked: Partial<Question> = {}) {
  const { stdout, stderr } = spawnSync(shell, ['-c', checkCommand(30)], {
    input: askingScript({ ...question, ...asked }, 30),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], SSH_CONNECTION: connection },
  })
  const answer = readServerAnswer(stdout)
  return { asked: 'facts' in answer ? answer.facts.asked : null, stderr }
}

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/ksh', '/bin/mksh', '/bin/yash'].filter(
  existsSync,
)

describe('the command', () => {
  it('is one line that means the same in every shell: a program, and one word in single quotes', () => {
    expect(checkCommand(30)).toMatch(/^\/bin\/sh -c '[^'\n!\\]+'$/)
  })

  it('gives the check the time that it may look, and some more for its answer', () => {
    expect(checkCommand(30)).toContain('t="timeout 40"')
  })

  it.each(shells)('asks about the login, from the address that the server sees, in %s', (shell) => {
    const { asked } = ask(shell, '203.0.113.7 50000 198.51.100.2 22')
    expect(asked).toEqual({ port: 22, user: 'deploy', from: '203.0.113.7', keyFingerprint: null })
  })
})

describe('what SSH_CONNECTION says', () => {
  type Asked = Partial<ServerCheckFacts['asked']>
  it.each<[string, Asked]>([
    ['2001:db8::7 50000 2001:db8::2 2200', { from: '2001:db8::7', port: 2200 }],
    ['::ffff:203.0.113.7 50000 ::ffff:198.51.100.2 22', { from: '203.0.113.7', port: 22 }],
    ['fe80::1%eth0 50000 fe80::2%eth0 22', { from: null, port: 22 }],
    ['UNKNOWN 65535 UNKNOWN 65535', { from: null, port: 65535 }],
    ['$(exit) * `exit` ;exit', { from: null, port: 2222 }],
    ['', { from: null, port: 2222 }],
  ])('%j', (connection, wanted) => {
    expect(ask('/bin/sh', connection).asked).toMatchObject(wanted)
  })
})

describe('a name', () => {
  const ours = '203.0.113.7 50000 198.51.100.2 22'

  it.each(["it's", '$(exit 3)', '`exit 3`', 'a b', 'a\nexit 3', '"', '*', '-x'])(
    '%j reaches the script as it is, which refuses it',
    (user) => {
      const { stderr } = ask('/bin/sh', ours, { user })
      const shown = user.replace('\n', ' ')
      expect(stderr).toContain(`server-check.sh: --user is not a login name: ${shown}\n`)
    },
  )

  it.each(['maria@example.com', 'DOMAIN\\maria', 'deploy.user-2', 'machine$'])('%j', (user) => {
    expect(ask('/bin/sh', ours, { user }).asked?.user).toBe(user)
  })
})
