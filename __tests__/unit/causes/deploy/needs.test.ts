import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { sizeText } from '../../../../src/causes/readings/size-text'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import { type CommandFacts, type Facts } from '../../../../src/facts'
import { installCommands } from '../../../../src/knowledge/packages'
import { seenAt } from '../../../../src/report/seen'
import { plain } from '../../../../src/text/words'
import { healthy, observed } from '../../../fixtures/healthy'
import { withBanner } from '../../../fixtures/login'
import { lost, needs, target, there } from '../../../fixtures/needs'
import type { Finding } from '../../../../src/causes/finding'
import { notChecked } from '../../../../src/facts/fact'

const summary = (facts: Facts) => {
  const { result, findings } = diagnose(facts)
  return [result, ...findings.map(({ id }) => id)]
}
const first = (facts: Facts): Finding => {
  const [finding] = diagnose(facts).findings
  if (!finding) throw new Error('nothing found')
  return finding
}
const pastes = ({ explanation }: Finding) =>
  explanation.fixes.map(({ paste }) => paste?.text ?? '').join('\n')
const text = ({ explanation: { verdict, observed: seen, fixes } }: Finding) =>
  [verdict, ...seen, ...fixes.map(({ what }) => what)].map(plain).join('\n')
const programs = (...commands: readonly CommandFacts[]) =>
  needs({ commands: observed({ commands, loginAsked: true }) })
const directory = (changes: Parameters<typeof target>[0]) =>
  needs({ target: observed(target(changes)) })
const account = {
  name: 'deploy',
  uid: 1001,
  groups: ['deploy'],
  shell: '/bin/bash',
  isPlainShell: false,
  packages: null,
} as const

const deployStage = { hop: 'target', stage: 'deploy' } as const

describe('all that the deploy needs is there', () => {
  it('passes, and says what was found', () => {
    expect(summary(needs())).toEqual(['pass'])
    expect(plain(seenAt(needs(), deployStage))).toBe(
      '/var/www/site is writable, 41 GB free; rsync, git found; clock right',
    )
  })

  it('says what was not checked, and raises no alarm for it', () => {
    const facts = needs({ commands: notChecked('unavailable'), clock: notChecked('unavailable') })
    expect(summary(facts)).toEqual(['pass'])
    expect(plain(seenAt(facts, deployStage))).toBe(
      '/var/www/site is writable, 41 GB free; programs not checked',
    )
  })

  it('is no pass when the time ran out before what was asked for', () => {
    expect(summary(needs({ target: notChecked('out-of-time') }))).toEqual(['fail'])
    expect(summary(change(healthy, { deploy: notChecked('out-of-time') }))).toEqual(['fail'])
    expect(summary(change(healthy, { deploy: notChecked('unavailable') }))).toEqual(['pass'])
  })
})

describe('deploy/command-missing', () => {
  it('installs by the system’s own program, under the name of its package', () => {
    const facts = programs(lost('php'), lost('rsync'), lost('wp'))
    expect(first(facts)).toMatchObject({ id: 'deploy/command-missing', certainty: 'proved' })
    expect(pastes(first(facts))).toContain('sudo apt install php-cli rsync')
    expect(text(first(facts))).toContain('wp comes from another source: https://wp-cli.org')
  })

  it('goes by the banner where the server names no such program', () => {
    const facts = change(programs(lost('git')), { deploy: observed({ ...there_(), account }) })
    const bsd = withBanner(facts, 'OpenSSH_9.7', 'FreeBSD-20240806')
    expect(pastes(first(bsd))).toContain('sudo pkg install git')
    const unknown = withBanner(facts, 'OpenSSH_8.0')
    expect(pastes(first(unknown))).toMatch(
      /^if command -v apt-get [^;]*; then\n {2}sudo apt install git\nelif command -v dnf [^;]*; then\n {2}sudo dnf/m,
    )
  })

  it('says so when a login shell finds it, and repairs the PATH of bash', () => {
    const finding = first(programs(lost('npm', { loginPath: '/opt/my node/bin/npm' })))
    expect(plain(finding.explanation.verdict)).toBe(
      'The server has npm, but the deploy’s shell does not find it'.replace('’', "'"),
    )
    expect(finding.explanation.fixes[0]).toMatchObject({
      place: 'workflow',
      paste: { text: `export PATH='/opt/my node/bin':"$PATH"` },
    })
    expect(text(finding)).toContain('case $- in')
    expect(pastes(finding)).not.toContain('apt')
  })

  it('names .zshenv for zsh', () => {
    const facts = programs(lost('npm', { elsewhere: '/home/deploy/.volta/bin/npm' }))
    const zsh = observed({
      ...there_('npm'),
      account: { ...account, shell: '/usr/bin/zsh', isPlainShell: false },
    })
    expect(text(first(facts))).toContain('.bashrc')
    expect(text(first(change(facts, { deploy: zsh })))).toContain('.zshenv')
  })

  it('is only likely while the account’s own shell was not asked', () => {
    expect(first(programs(lost('git', { inShell: null }))).certainty).toBe('likely')
    expect(first(programs(lost('/opt/x', { inShell: null }))).certainty).toBe('proved')
  })

  it('gives no package of a name that is no word', () => {
    expect(installCommands(['a;b', '$(x)', '/opt/x', '__proto__'], 'apt-get')).toBeNull()
    expect(installCommands(['constructor'], 'apk')).toBe('sudo apk add constructor')
  })

  function there_(name = 'git') {
    return {
      by: 'shell' as const,
      account,
      target: notChecked('not-needed'),
      directories: notChecked('not-needed'),
      programs: notChecked('not-needed'),
      sudo: notChecked('not-needed'),
      gitRemotes: notChecked('not-needed'),
      commands: observed({
        commands: [there('tar'), lost(name, { elsewhere: at(name) })],
        loginAsked: true,
      }),
      clock: notChecked('unavailable'),
    }
  }
  const at = (name: string) => (name === 'npm' ? '/home/deploy/.volta/bin/npm' : null)
})

describe('deploy/target-missing', () => {
  const gone = { kind: 'missing', nearest: '/var/www', writable: false } as const

  it('fails, and is a warning where the user could make it', () => {
    expect(summary(directory(gone))).toEqual(['fail', 'deploy/target-missing'])
    expect(summary(directory({ ...gone, writable: true }))).toEqual([
      'warn',
      'deploy/target-missing',
    ])
    expect(summary(directory({ ...gone, writable: true, readOnly: true }))[0]).toBe('fail')
    expect(summary(directory({ ...gone, writable: true, nearestIsDirectory: false }))[0]).toBe(
      'fail',
    )
    expect(summary(directory({ ...gone, writable: null }))[0]).toBe('fail')
  })

  it('names the option of rsync when several directories must be created', () => {
    const deep = directory({ ...gone, path: '/var/www/a/b', writable: true })
    expect(text(first(deep))).toContain('--mkpath')
    expect(text(first(directory({ ...gone, writable: true })))).not.toContain('--mkpath')
  })

  it.each(['file', 'dangling-link'] as const)('fails for a %s in its place', (kind) => {
    expect(summary(directory({ kind }))).toEqual(['fail', 'deploy/target-missing'])
  })

  it('quotes a path in what is to be pasted', () => {
    const finding = first(directory({ ...gone, path: `/var/www/it's; reboot` }))
    expect(pastes(finding)).toContain(`sudo install -d -o deploy '/var/www/it'\\''s; reboot'`)
  })
})

describe('deploy/target-not-writable', () => {
  const closed = { writable: false, owner: 'root', group: 'www-data' } as const

  it('uses the group where the group can write', () => {
    expect(pastes(first(directory({ ...closed, mode: 'drwxrwxr-x' })))).toContain(
      'sudo usermod -aG www-data deploy',
    )
    // Otherwise the group comes after what needs no change of the directory, and opens it first.
    expect(pastes(first(directory({ ...closed, mode: 'drwxr-xr-x' })))).toMatch(
      /^\{ command -v setfacl .*\nsudo setfacl .*\nsudo chmod -R g\+rwX .*\nsudo find .*\nsudo usermod -aG www-data deploy\nsudo chown/s,
    )
  })

  it.each(['root', 'wheel', 'sudo', 'docker', 'disk', 'shadow', '1000'])(
    'never adds the user to the group %s',
    (group) => {
      for (const mode of ['drwxrwxr-x', 'drwxr-xr-x'])
        expect(pastes(first(directory({ ...closed, group, mode })))).not.toMatch(/usermod|chmod/)
    },
  )

  it('is proved by the kernel, and likely by the mode only', () => {
    expect(first(directory(closed)).certainty).toBe('proved')
    expect(first(directory({ ...closed, judgedBy: 'mode' })).certainty).toBe('likely')
    expect(summary(directory({ ...closed, judgedBy: 'mode', writable: null }))).toEqual(['pass'])
  })

  it('explains a full disk that is read-only', () => {
    const disk = { freeBytes: 0, totalBytes: 9e8, freeInodes: 0, totalInodes: 9, mountPoint: '/' }
    const facts = directory({ writable: true, readOnly: true, disk })
    expect(summary(facts)).toEqual(['fail', 'deploy/target-not-writable'])
    expect(first(facts)).toMatchObject({ certainty: 'likely', evidence: { reason: 'read-only' } })
  })

  it('names the directory that the user cannot enter', () => {
    const finding = first(directory({ kind: 'hidden', nearest: '/root', writable: false }))
    expect(finding).toMatchObject({ id: 'deploy/target-not-writable', certainty: 'proved' })
    expect(plain(finding.explanation.verdict)).toContain('cannot enter /root')
  })
})

describe('deploy/disk-full', () => {
  const disk = {
    freeBytes: 40e6,
    totalBytes: 80e9,
    freeInodes: 100,
    totalInodes: 1000,
    mountPoint: null,
  }

  it.each([
    [{ freeBytes: 0 }, 'fail'],
    [{ freeInodes: 0 }, 'fail'],
    [{}, 'warn'],
    [{ freeBytes: 60e6 }, 'pass'],
    [{ totalBytes: 100e6 }, 'pass'],
    [{ freeBytes: 0, totalBytes: 0, freeInodes: null, totalInodes: null }, 'pass'],
  ])('with %j gives %s', (changes, result) => {
    expect(summary(directory({ disk: { ...disk, ...changes } }))[0]).toBe(result)
  })
})

describe('deploy/clock-skew', () => {
  it.each([
    [59_000, 'pass', 'clock 59 seconds ahead'],
    [61_000, 'warn', 'clock 61 seconds ahead'],
    [-7_260_000, 'warn', 'clock 2 hours behind'],
    [-1_700_000_000_000, 'warn', 'clock 54 years behind'],
    [900, 'pass', 'clock right'],
  ])('%i ms: %s, %s', (offsetMs, result, words) => {
    const facts = needs({ clock: observed({ offsetMs, marginMs: 500 }) })
    expect(summary(facts)[0]).toBe(result)
    expect(plain(seenAt(facts, deployStage))).toContain(words)
  })

  it('blames the server only where the runner’s clock is known to be right', () => {
    const facts = needs({ clock: observed({ offsetMs: 9e6, marginMs: 500 }) })
    expect(text(first(facts))).toContain("the server's is wrong")
    const self = { ...facts, runner: { ...facts.runner, environment: 'self-hosted' as const } }
    expect(text(first(self))).toContain('run date -u on both')
  })
})

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KB'],
  [44_023_414_784, '41 GB'],
])('%i bytes read %s', (bytes, words) => {
  expect(sizeText(bytes)).toBe(words)
})
