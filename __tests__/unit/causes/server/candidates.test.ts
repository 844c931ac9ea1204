import { change } from '../../../fixtures/change'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { serverCauseIds } from '../../../../src/facts/cause-ids'
import type { ServerView } from '../../../../src/causes/server-cause'
import { candidates, serverCauses } from '../../../../src/causes/server'
import { quoted, quotedForPowerShell } from '../../../../src/causes/fixes/quoted'
import { viewOf } from '../../../../src/causes/view'
import { type Facts, type TcpFacts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { healthy, observed } from '../../../fixtures/healthy'
import { notChecked } from '../../../../src/facts/fact'

const view: ServerView = {
  port: 2222,
  user: 'deploy',
  keyFingerprint: 'SHA256:abc',
  publicKey: 'ssh-ed25519 AAAA',
  publicKeyBreaks: [],
  system: 'unknown',
}
const systems = [
  'ubuntu',
  'debian',
  'raspbian',
  'freebsd',
  'windows',
  'dropbear',
  'unknown',
] as const

const hostile = [
  "x'; touch /tmp/owned; '",
  '$(touch /tmp/owned)',
  '`touch /tmp/owned`',
  '-rf',
  'a b',
  'ü\u202e',
  'x\ntouch /tmp/owned\n',
  'a,addr=1',
  '!x',
]

describe('shell words', () => {
  it.each(hostile)('keep %j one word of a POSIX shell', (value) => {
    const shown = execFileSync('sh', ['-c', `printf '%s\\n' ${quoted(value)}`], {
      encoding: 'utf8',
    })
    expect(shown).toBe(`${value.replace(/[\n\u202e]/g, '?')}\n`)
  })

  it('leave plain names as they are', () => {
    expect(quoted('deploy@example.com')).toBe('deploy@example.com')
    expect(quoted('')).toBe("''")
  })

  it('double quotes for PowerShell, typographic ones included', () => {
    expect(quotedForPowerShell("o'x\u2019y")).toBe("'o''x\u2019\u2019y'")
  })
})

describe('candidates', () => {
  it('has every id of the server once', () => {
    expect(serverCauses.map((cause) => cause.id).sort()).toEqual([...serverCauseIds].sort())
  })

  it('keeps the order that a cause asks for', () => {
    const asked = ['server/user-missing', 'server/key-not-listed', 'server/banned'] as const
    expect(candidates(asked, view).map((each) => each.id)).toEqual(asked)
  })

  it('leaves out what a system cannot have', () => {
    const ids = ['server/selinux-context', 'server/key-not-listed'] as const
    const listed = (system: ServerView['system']) =>
      candidates(ids, { ...view, system }).map((each) => each.id)
    expect(listed('ubuntu')).toEqual(['server/key-not-listed'])
    expect(listed('unknown')).toEqual(ids)
  })

  it.each(systems)('gives each a one-line command, what it prints and a fix on %s', (system) => {
    for (const candidate of candidates(serverCauseIds, { ...view, system })) {
      expect(candidate.command).toMatch(/^[^\n]{2,200}$/)
      expect(plain(candidate.prints).length).toBeGreaterThan(3)
      expect(plain(candidate.fix.what)).toMatch(/\S/)
    }
  })

  it.each(systems.filter((system) => system !== 'windows'))(
    'has commands that a shell can parse on %s, whatever the user is called',
    (system) => {
      const scripts = [...hostile, 'deploy', null].flatMap((user) =>
        candidates(serverCauseIds, { ...view, user, system }).flatMap(({ command, fix }) =>
          fix.paste?.language === 'sh' ? [command, fix.paste.text] : [command],
        ),
      )
      // As the body of a function a script is parsed and not run.
      const parse = 'for script; do eval "parsed() {\n$script\n}" || echo "$script"; done'
      const unparsed = (texts: readonly string[]) =>
        execFileSync('bash', ['--norc', '-c', parse, 'bash', ...texts], {
          encoding: 'utf8',
          stdio: 'pipe',
        })
      expect(unparsed(scripts)).toBe('')
      expect(unparsed(["echo 'open"])).toBe("echo 'open\n")
    },
  )

  it('runs nothing of a hostile name', () => {
    const commands = hostile.flatMap((user) =>
      candidates(serverCauseIds, { ...view, user }).map(({ command }) => command),
    )
    // No program is found, and the one that a hostile name would start says so.
    const run =
      'PATH=/nowhere; touch() { echo OWNED; }; for each; do ( eval "$each" ) 2>&-; done; :'
    const shown = execFileSync('bash', ['--norc', '-c', run, 'bash', ...commands], {
      encoding: 'utf8',
    })
    expect(shown).not.toContain('OWNED')
    const canary = execFileSync('bash', ['--norc', '-c', run, 'bash', 'touch x'], {
      encoding: 'utf8',
    })
    expect(canary).toContain('OWNED')
  })
})

describe('what is known of the server', () => {
  it('reads the system off the identification line', () => {
    expect(viewOf(healthy, 'target').server.system).toBe('ubuntu')
  })

  it('reads it off another port of the same host after a refusal', () => {
    const facts: Facts = change(healthy, {
      banner: notChecked('stopped'),
      tcp: observed<TcpFacts>({
        port: 22,
        attempts: [],
        connected: null,
        portProbes: [
          {
            address: '198.51.100.7',
            port: 2222,
            role: 'ssh',
            outcome: 'connected',
            code: null,
            by: null,
            identification: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3',
            ms: 20,
          },
        ],
        portProbesWhy: 'made',
      }),
    })
    expect(viewOf(facts, 'target').server.system).toBe('debian')
  })
})
