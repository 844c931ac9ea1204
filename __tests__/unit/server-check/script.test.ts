import { describe, expect, it } from '@jest/globals'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverCauseIds } from '../../../src/facts/cause-ids'
import { serverCauses } from '../../../src/causes/server'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { serverCheckScript, serverCheckSha256 } from '../../../src/server-check/script'
import { factsOf, verdictsOf } from './recorded'

const path = join(import.meta.dirname, '../../../server-check.sh')
const text = readFileSync(path, 'utf8')
const parts = join(import.meta.dirname, '../../../src/server-check/parts')

function check(...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [path, ...options], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

/** The script without its last line, which runs it. */
const functions = text.slice(0, text.lastIndexOf('main "$@"'))

const isFile = (name: string) => /\.(sh|awk)$/.test(name)
const isThere = (command: string) => spawnSync('sh', ['-c', `${command} 1 </dev/null`]).status === 0
const shells = ['dash', 'bash --posix', 'busybox ash', 'mksh', 'ksh', 'yash'].filter((shell) =>
  isThere(`${shell} -c :; command -v ${shell.split(' ')[0] ?? ''} #`),
)

/** The block that the script's own awk program makes of an answer with these texts of what was not seen. */
function packed(awk: string, notSeen: readonly string[]) {
  const frame = 'SSH PREFLIGHT ANSWER'
  const said = [
    'asked\tport\t22',
    'verdict\tserver/disk-full\tproved\tA disk of the server is full\tw',
    'fix\tdo it',
  ]
    .concat(notSeen.map((each) => `unseen\t${each}`))
    .map((line) => `${line}\n`)
  const [name = '', ...words] = awk.split(' ')
  const options = [...words, '-F', '\t', '-v', 'form=block', '-f', join(parts, 'awk/answer.awk')]
  const { stdout } = spawnSync(name, options, { input: said.join(''), encoding: 'utf8' })
  const lines = [`-----BEGIN ${frame}-----`, stdout, `-----END ${frame}-----`]
  return { facts: factsOf(lines.join('\n')), block: stdout }
}

describe('server-check.sh', () => {
  it('knows every server cause, by the title of the catalog', () => {
    const table = text.slice(text.indexOf('\ntitle() {'), text.indexOf('# ------'))
    const titles = [...table.matchAll(/^ {4}\(([a-z-]+)\) say '([^']+)' ;;$/gm)].map(
      ([, id = '', title = '']) => [`server/${id}`, title],
    )

    expect(Object.fromEntries(titles)).toEqual(
      Object.fromEntries(serverCauses.map(({ id, title }) => [id, title])),
    )
    expect(titles).toHaveLength(serverCauseIds.length)
  })

  it.each(readdirSync(parts, { recursive: true, encoding: 'utf8' }).filter(isFile))(
    'has the part %s, which one can read',
    (name) => {
      expect(readFileSync(join(parts, name), 'utf8').split('\n').length).toBeLessThan(200)
    },
  )

  it.each(readdirSync(parts).filter((name) => name.endsWith('.sh')))(
    'has the part %s, which a shell can read by itself',
    (name) => {
      expect(spawnSync('sh', ['-n', join(parts, name)], { encoding: 'utf8' }).stderr).toBe('')
    },
  )

  it('is in the bundle as it is, with its digest', () => {
    expect(serverCheckScript).toBe(text)
    expect(execFileSync('sha256sum', [path], { encoding: 'utf8' })).toContain(serverCheckSha256)
  })

  it('has a place in the order for each of them', () => {
    const order = /^ORDER='([^']+)'$/m.exec(text)?.[1]?.split(/\s+/) ?? []

    expect(order.map((id) => `server/${id}`).sort()).toEqual([...serverCauseIds].sort())
  })

  it('has a fix for each of them', () => {
    const fixes = text.slice(text.indexOf('\nfix() {'), text.indexOf('\nin_order() {'))

    for (const id of serverCauseIds) {
      expect(fixes).toMatch(new RegExp(`[(|]${id.replace('server/', '')}[)|]`))
    }
  })

  it('defines each function once', () => {
    const names = [...text.matchAll(/^([a-z_]+)\(\)/gm)].map(([, name]) => name)

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names.length).toBeGreaterThan(50)
  })

  it('holds nothing that fetches, evaluates or writes', () => {
    const code = text.replace(/(^|\s)#( .*)?$/gm, '')

    expect(code).not.toMatch(/\b(eval|curl|wget|mktemp)\b|<<|>>/)
    // Without quoted text (awk compares with >), what is redirected goes nowhere or to stderr.
    const targets = [...code.replace(/'[^']*'/g, '').matchAll(/>\s*([^\s;|)"]+)/g)]
    expect(targets.length).toBeGreaterThan(20)
    expect(['/dev/null', '&1', '&2']).toEqual(
      expect.arrayContaining([...new Set(targets.map(([, target]) => target))]),
    )
  })

  it.each([
    [['--port', '70000'], '--port is a number from 1 to 65535, not: 70000'],
    [['--port', '22;reboot'], '--port is a number'],
    [['--port'], '--port needs a value'],
    [['--user', '-rf'], '--user is not a login name: -rf'],
    [['--user', 'a b'], '--user is not a login name'],
    [['--user=$(id)'], '--user is not a login name'],
    [['--user', ''], '--user needs a value'],
    [['--from', 'example.com'], '--from is an IPv4 or IPv6 address, not: example.com'],
    [['--from', '1.2.3.400'], '--from is an IPv4 or IPv6 address'],
    [['--from', '1::2::3'], '--from is an IPv4 or IPv6 address'],
    [['--key-fingerprint', 'MD5:00'], '--key-fingerprint begins with SHA256:'],
    [['--key-fingerprint', 'SHA256:abc'], '--key-fingerprint has SHA256: and 43 characters'],
    [['--within', '0'], '--within is a number from 1 to 999, not: 0'],
    [['--within', '1000'], '--within is a number from 1 to 999'],
    [['--within', '2s'], '--within is a number from 1 to 999'],
    [['--fast'], 'unknown option: --fast'],
    [['\u001b[31m'], 'unknown option: ?[31m'],
  ])('refuses %j', (options, message) => {
    const { status, stdout, stderr } = check(...options)

    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).toContain('--help')
  })

  it('explains itself', () => {
    const { status, stdout } = check('--help')

    expect(status).toBe(0)
    for (const option of [
      '--port',
      '--user',
      '--from',
      '--key-fingerprint',
      '--within',
      '--json',
    ]) {
      expect(stdout).toContain(option)
    }
  })

  it('answers on any machine, in JSON that only uses ids of the catalog', () => {
    const { status, stdout } = check(
      '--json',
      '--user',
      'nobody-of-that-name',
      '--from',
      '2001:db8::7',
    )
    const answer = JSON.parse(stdout) as {
      serverCheck: number
      asked: Record<string, unknown>
      verdicts: { id: string }[]
    }

    expect(status).toBe(1)
    expect(answer.serverCheck).toBe(1)
    expect(answer.asked).toEqual({
      port: 22,
      user: 'nobody-of-that-name',
      from: '2001:db8::7',
      keyFingerprint: null,
    })
    expect(answer.verdicts.map(({ id }) => id)).toContain('server/user-missing')
    expect(serverCauseIds).toEqual(expect.arrayContaining(answer.verdicts.map(({ id }) => id)))
  })

  it.each(shells)('hands the same answer over in its block and in JSON, in %s', (shell) => {
    const [program = '', ...words] = shell.split(' ')
    const options = [path, '--user', 'nobody-of-that-name', '--from', '203.0.113.7']
    const run = (...more: readonly string[]) =>
      spawnSync(program, [...words, ...options, ...more], { encoding: 'utf8' }).stdout
    const pasted = run()

    expect(pasted).toMatch(/^ANSWER for SSH Preflight .*\n-----BEGIN SSH PREFLIGHT ANSWER-----$/m)
    expect(
      Math.max(
        ...pasted
          .slice(pasted.indexOf('-----BEGIN'))
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBe(76)
    expect(factsOf(pasted)).toEqual(factsOf(run('--json')))
  })

  it.each(['mawk', 'gawk', 'original-awk', 'busybox awk'].filter((awk) => isThere(awk)))(
    'packs any answer into a block, with %s',
    (awk) => {
      const said = fc.string({ unit: 'grapheme-ascii', maxLength: 200 })
      fc.assert(
        fc.property(fc.array(said, { maxLength: 20 }), (texts) => {
          const { facts, block } = packed(awk, texts)
          expect(facts.notSeen).toEqual(texts.map((each) => each.replace(/\s+/g, ' ').trim()))
          expect(verdictsOf(facts)).toEqual(['server/disk-full proved'])
          expect(Buffer.from(block, 'base64').toString()).not.toContain('do it')
        }),
        { numRuns: 20 },
      )
    },
  )

  it('has a block that the inputs of a workflow can hold, which says that it is not whole', () => {
    const { facts, block } = packed(
      'awk',
      Array.from({ length: 300 }, () => '"'.repeat(400)),
    )

    expect(block.length).toBeLessThan(45_000)
    expect(facts.whole).toBe(false)
    expect(facts.notSeen.length).toBeGreaterThan(20)
  })

  it('lets nothing that it shows begin a block', () => {
    const forged = 'x-BEGINSSHPREFLIGHTANSWER-eyJ9-ENDSSHPREFLIGHTANSWER-'
    const { stdout } = check('--user', forged)
    const before = stdout.slice(0, stdout.indexOf('ANSWER for SSH Preflight'))

    expect(factsOf(stdout).asked.user).toBe(forged)
    expect(before).toContain('x-BEGINSSH-PREFLIGHT-ANSWER-eyJ9')
    expect(readServerAnswer(before)).toEqual({
      error: expect.stringContaining('no complete answer block'),
    })
  })

  it('has judged the account when the slow programs of firewalls and logs have used up the time', () => {
    const late = 'look_at_firewall() { deadline=0; }'
    const end = `main --json --user nobody-of-that-name`
    const { stdout } = spawnSync('sh', ['-c', [functions, late, end].join('\n')], {
      encoding: 'utf8',
    })
    const read = factsOf(stdout)

    expect(verdictsOf(read)).toContain('server/user-missing proved')
    expect(read.notSeen).toContain('The last parts of the check: its 30 seconds were over.')
  })

  it('does not take a systemctl without an answer for one that knows no service', () => {
    const machine = 'init=systemd daemons= daemon_line=; quick() { return 124; }; EVIDENCE= UNSEEN='
    const show = `look_at_service; say "$EVIDENCE$UNSEEN"`
    const { stdout } = spawnSync('sh', ['-c', [functions, machine, show].join('\n')], {
      encoding: 'utf8',
    })

    expect(stdout).toContain('systemctl gave no answer')
    expect(stdout).not.toContain('knows no ssh.service')
  })

  it.each([
    ['openssh-server  not-installed', ''],
    ['openssh-server 1:9.2p1-2 installed', 'openssh-server 1:9.2p1-2 installed'],
    ['openssh-server 1:9.2p1-2 config-files', 'openssh-server 1:9.2p1-2 config-files'],
  ])('reads the line of dpkg: %s', (line, state) => {
    const machine = `manager=apt-get; quick() { echo '${line}'; }`
    const { stdout } = spawnSync('sh', ['-c', [functions, machine, 'package_state'].join('\n')], {
      encoding: 'utf8',
    })
    expect(stdout.trim()).toBe(state)
  })

  it('looks no longer than it may', () => {
    const most = `run_within() { echo "$1"; }; read_clock() { clock=100; }; deadline=107`
    const run = (command: string) =>
      spawnSync('sh', ['-c', [functions, most, command].join('\n')], { encoding: 'utf8' }).stdout

    expect(run('within 2 true; within 10 true; deadline=100; within 2 true; echo $?')).toBe(
      '2\n7\n124\n',
    )
  })

  it('runs no function, no program and no start-up file of the caller', () => {
    const folder = mkdtempSync(join(tmpdir(), 'server-check-'))
    const touched = join(folder, 'touched')
    const touch = `/usr/bin/touch ${touched}`
    const names = ['awk', 'cat', 'cd', 'command', 'export', 'grep', 'head', 'id', 'ls', 'printf']
      .concat(['read', 'say', 'set', 'sh', 'timeout', 'tr', 'unset', 'trap', '['])
      .map((name) => [`BASH_FUNC_${name}%%`, `() { ${touch}; }`] as const)
    const programs = ['awk', 'cscli', 'fail2ban-client', 'getenforce', 'nft', 'opkg', 'timeout']
    for (const name of programs) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${touch}\n`, { mode: 0o755 })
    }
    const { status, stdout } = spawnSync(
      'bash',
      [path, '--json', '--user', 'nobody-of-that-name'],
      {
        encoding: 'utf8',
        cwd: folder,
        env: {
          ...Object.fromEntries<string>(names),
          PATH: `${folder}:/usr/bin:/bin`,
          ENV: join(folder, 'awk'),
          TZ: `:${folder}`,
          IFS: '/',
          FOUND: 'x',
        },
      },
    )
    const isTouched = existsSync(touched)
    rmSync(folder, { recursive: true })

    expect(isTouched).toBe(false)
    expect(status).toBe(1)
    expect(stdout).toContain('"serverCheck":1')
  })
})
