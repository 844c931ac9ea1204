import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type { DeployStep, Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { followedBy, laterStep, same, uses } from '../../../fixtures/following'
import { healthy } from '../../../fixtures/healthy'
import { withBanner, session } from '../../../fixtures/login'

const summary = (facts: Facts) => {
  const diagnosis = diagnose(facts)
  return [diagnosis.result, ...diagnosis.findings.map(({ id }) => id)]
}
const first = (facts: Facts) => {
  const finding = firstFinding(diagnose(facts))
  if (!finding) throw new Error('nothing found')
  return finding
}
const wants = (sftp: 'required' | 'off', facts: Facts): Facts =>
  change(facts, { input: { ...healthy.hops.target.input, sftp } })
const instead = (text: string, exitCode = 1) => ({ tokenSeen: false, before: text, exitCode })

describe('an account without a shell', () => {
  it.each([
    'This account is currently not available.\n',
    'Shell access is not enabled on your account!\nIf you need shell access please contact support.\n',
    '',
  ])('fails when SFTP fails with it: %j', (text) => {
    const facts = session(instead(text), { outcome: 'exited', exitCode: 1 })
    expect(summary(facts)).toEqual(['fail', 'session/no-shell'])
  })

  it('is a warning when SFTP works, and fine when SFTP is all that is needed', () => {
    const facts = session(instead('This account is currently not available.\n'))
    expect(summary(facts)).toEqual(['warn', 'session/no-shell'])
    expect(summary(wants('required', facts))).toEqual(['pass'])
  })

  it('fails when the deploy was said to run commands', () => {
    const facts = session(instead('This account is currently not available.\n'))
    const given = [...healthy.hops.target.input.given, 'programs' as const]
    expect(summary(change(facts, { input: { ...healthy.hops.target.input, given } }))[0]).toBe(
      'fail',
    )
  })

  it('names the user whom a cloud image asks for', () => {
    const text = 'Please login as the user "ubuntu" rather than the user "root".\n'
    const finding = first(session(instead(text, 142), { outcome: 'text-instead', text }))
    expect(finding.id).toBe('session/no-shell')
    expect(finding.explanation.change).toEqual({ input: 'username', value: 'ubuntu' })
    expect(plain(finding.explanation.verdict)).toContain('ubuntu')
  })

  it('writes no hostile name into the workflow', () => {
    const text = 'Please login as the user "x\'; reboot" rather than the user "root".\n'
    expect(first(session(instead(text, 142))).explanation.change).toBeUndefined()
  })

  it.each([
    "Hi octocat! You've successfully authenticated, but GitHub does not provide shell access.\n",
    'Welcome to GitLab, @octocat!\n',
    'fatal: Interactive git shell is not enabled.\n',
    "Invalid command: 'echo x'\n  You appear to be using ssh to clone a git:// URL.\n",
    "FATAL: unknown git/gitolite command: 'echo x'\n",
    'Hi there! You have authenticated, but Gitea does not provide shell access.\n',
  ])('knows a Git service, and does not fail for it: %j', (text) => {
    const facts = session(instead(text), { outcome: 'subsystem-refused' })
    expect(summary(facts)).toEqual(['warn', 'session/no-shell'])
    expect(plain(first(facts).explanation.verdict)).toContain('Git service')
  })

  it.each([
    ['\nThis account is restricted by rssh.\nAllowed commands: scp sftp\n', 'restricted shell'],
    ['bad command name echo (line 1 column 1)\n', 'network device'],
    ['/usr/bin/odd-shell: No such file or directory\n', 'shell does not exist'],
    ['\r\nLine has invalid autocommand "echo x"', 'network device'],
  ])('knows what else replaces a shell: %j', (text, words) => {
    const facts = session(instead(text), { outcome: 'subsystem-refused' })
    expect(summary(facts)).toEqual(['fail', 'session/no-shell'])
    expect(plain(first(facts).explanation.verdict)).toContain(words)
  })

  it('leaves a key with a forced command to that finding', () => {
    const facts = session(instead(''), { outcome: 'exited', exitCode: 1 }, [
      '/home/deploy/.ssh/authorized_keys:1: key options: command',
    ])
    expect(first(facts)).toMatchObject({ id: 'session/forced-command', certainty: 'proved' })
  })

  it('puts a program instead of our command before the SFTP that it also replaces', () => {
    const facts = session(instead('Welcome to the menu\n'), { outcome: 'subsystem-refused' })
    expect(summary(facts)).toEqual(['warn', 'session/forced-command'])
    expect(summary(wants('required', facts))).toEqual(['fail', 'session/forced-command'])
  })

  it('is not said of a start-up file that exits with another code', () => {
    const finding = first(session({ tokenSeen: false, exitCode: 7 }))
    expect(finding).toMatchObject({ id: 'session/forced-command', certainty: 'possible' })
  })
})

describe('session/sftp-only', () => {
  const only = instead('This service allows sftp connections only.\n')

  it('warns, fails where SFTP fails too, and is fine where SFTP is required', () => {
    expect(summary(session(only))).toEqual(['warn', 'session/sftp-only'])
    expect(summary(wants('required', session(only)))).toEqual(['pass'])
    expect(summary(session(only, { outcome: 'exited', exitCode: 1 }))[0]).toBe('fail')
  })
})

describe('session/noisy-shell', () => {
  it('is found for text before and after the output, not for stderr', () => {
    expect(summary(session({ before: 'Hello\n' }))).toEqual(['warn', 'session/noisy-shell'])
    expect(summary(session({ after: 'bye\n' }))).toEqual(['warn', 'session/noisy-shell'])
    expect(summary(session({ stderr: 'Hello\n' }))).toEqual(['pass'])
  })

  it('explains an SFTP that chokes on the same text, and fails where SFTP is required', () => {
    const facts = session({ before: 'Welcome\n' }, { outcome: 'text-instead', text: 'Welcome\n' })
    expect(summary(facts)).toEqual(['warn', 'session/noisy-shell'])
    expect(summary(wants('required', facts))).toEqual(['fail', 'session/noisy-shell'])
  })
})

describe('session/sftp-missing', () => {
  it('warns, and fails where SFTP is required', () => {
    const facts = session({}, { outcome: 'subsystem-refused' })
    expect(summary(facts)).toEqual(['warn', 'session/sftp-missing'])
    expect(summary(wants('required', facts))).toEqual(['fail', 'session/sftp-missing'])
  })
})

describe('a session that does not come about', () => {
  it('raises no alarm where one session at a time is allowed, unless SFTP is required', () => {
    const facts = session({}, { outcome: 'channel-refused', text: 'open failed' })
    expect(summary(facts)).toEqual(['pass', 'session/channel-refused'])
    expect(summary(wants('required', facts))).toEqual(['warn', 'session/channel-refused'])
  })

  it('suspects the directory only if the server is OpenSSH', () => {
    const facts = session({ outcome: 'closed', tokenSeen: false }, { outcome: 'closed' })
    expect(first(facts)).toMatchObject({ id: 'session/chroot-broken', certainty: 'likely' })
    expect(first(withBanner(facts, 'AnotherSSH')).certainty).toBe('possible')
  })

  it('reads an sshd that gives up off the code 255', () => {
    const facts = session({ tokenSeen: false, exitCode: 255 }, { outcome: 'exited', exitCode: 255 })
    expect(summary(facts)).toEqual(['fail', 'session/chroot-broken'])
  })

  it('reads a PAM that opens no session off the code 254, behind the message of the day', () => {
    const exec = { tokenSeen: false, exitCode: 254, before: 'Debian GNU/Linux 12\n' }
    const facts = session(exec, { outcome: 'exited', exitCode: 254 })
    expect(summary(facts)).toEqual(['fail', 'session/chroot-broken'])
    expect(first(withBanner(facts, 'AnotherSSH')).id).toBe('session/forced-command')
    const debug = ['/home/deploy/.ssh/authorized_keys:1: key options: command']
    expect(first(session(exec, {}, debug)).id).toBe('session/forced-command')
  })

  it('gives the words of a server that says why it disconnects', () => {
    const refusal = { reason: 12, text: 'Too many sessions' }
    const facts = session({ outcome: 'closed', tokenSeen: false, refusal }, { outcome: 'closed' })
    const { explanation } = first(facts)
    expect(explanation.observed.map(plain)).toContain('The server said: Too many sessions')
    expect(explanation.fixes.map(({ what }) => plain(what)).join(' ')).not.toContain('Chroot')
  })

  it('suspects the switch for root first', () => {
    const facts = session({ outcome: 'reset', tokenSeen: false }, { outcome: 'reset' })
    const finding = first(change(facts, { input: { ...healthy.hops.target.input, user: 'root' } }))
    expect(finding).toMatchObject({ id: 'session/chroot-broken', certainty: 'possible' })
    expect(finding.candidates.map(({ id }) => id)).toEqual(['server/root-login-off'])
  })

  it('fails for a shell that runs nothing, and only warns of a program that answers', () => {
    expect(summary(session({ tokenSeen: false, exitCode: 7 }))[0]).toBe('fail')
    expect(
      summary(session({ tokenSeen: false, exitCode: 1, before: 'rrsync: not rsync\n' })),
    ).toEqual(['warn', 'session/forced-command'])
  })

  it.each(['open terminal failed: not a terminal', 'Must be connected to a terminal.'])(
    'fails for an interactive program that a start-up file starts: %s',
    (stderr) => {
      const facts = session({ tokenSeen: false, exitCode: 1, stderr }, { outcome: 'exited' })
      expect(summary(facts)).toEqual(['fail', 'session/forced-command'])
      expect(plain(first(facts).explanation.fixes[0]?.what ?? [])).toContain('.bashrc')
    },
  )

  it('explains an SFTP program that is also replaced, and suspects start-up files', () => {
    const facts = session({ tokenSeen: false, exitCode: 0 }, { outcome: 'exited', exitCode: 0 })
    expect(summary(facts)).toEqual(['warn', 'session/forced-command'])
    const fixes = first(facts).explanation.fixes.map(({ what }) => plain(what))
    expect(fixes.some((fix) => fix.includes('.bashrc'))).toBe(true)
  })

  it('never begins with a change of the line of the key', () => {
    const facts = session({ tokenSeen: false, exitCode: 1, before: 'Usage: backup\n' })
    const [ignore, separate, ...others] = first(facts).explanation.fixes
    expect(plain(ignore?.what ?? [])).toContain('is the deploy itself')
    expect(separate?.paste?.text).toContain('ssh-keygen -t ed25519')
    expect(others.map(({ what }) => plain(what)).join(' ')).not.toContain('remove')
  })

  it.each(['/usr/bin/rrsync: SSH_ORIGINAL_COMMAND does not run rsync', 'rrsync: not rsync'])(
    'says that a key is limited to rsync: %s',
    (stderr) => {
      const { fixes } = first(session({ tokenSeen: false, exitCode: 1, stderr })).explanation
      expect(plain(fixes[0]?.what ?? [])).toContain('limited to rsync')
      expect(fixes).toHaveLength(2)
    },
  )

  it('fails for a home that asks for a password first', () => {
    const stderr = 'Please enter password for user x:\n'
    const facts = session({ tokenSeen: false, exitCode: 1, stderr }, { outcome: 'exited' })
    expect(summary(facts)).toEqual(['fail', 'session/forced-command'])
    const words = first(facts).explanation.fixes.map(({ what }) => plain(what))
    expect(words.join(' ')).not.toContain('ignore this warning')
  })

  it('proves a forced command by the options of the key that OpenSSH reports', () => {
    const debug = ['/home/deploy/.ssh/authorized_keys:1: key options: command pty']
    const facts = session({ tokenSeen: false, exitCode: 0 }, {}, debug)
    expect(first(facts)).toMatchObject({ id: 'session/forced-command', certainty: 'proved' })
    const without = session({ tokenSeen: false, exitCode: 0 })
    expect(first(without)).toMatchObject({ id: 'session/forced-command', certainty: 'likely' })
  })
})

describe('what the later steps use of a session', () => {
  const ssh = laterStep('appleboy/ssh-action', same)
  const rsync = laterStep('rsync', { host: same.host, user: 'deploy' })
  const sftp = laterStep(
    'sftp',
    { host: same.host, user: 'deploy' },
    { needs: uses({ channel: 'sftp' }) },
  )
  const scp = laterStep('scp', { host: same.host, user: 'deploy' }, { needs: sftp.needs })
  const upload = laterStep(
    'wlixcc/SFTP-Deploy-Action',
    { server: same.host, username: 'deploy' },
    { needs: { ...sftp.needs, channel: 'both' } },
  )
  const noise = session({ before: 'Hello\n' })
  const noSftp = session({}, { outcome: 'subsystem-refused', exitCode: null })
  const noShell = session(instead('This account is currently not available.\n'))
  const sftpOnly = session(instead('This service allows sftp connections only.\n'))
  const rrsync = session(instead('/usr/bin/rrsync: SSH_ORIGINAL_COMMAND is not rsync\n', 1))

  it.each<readonly [string, Facts, DeployStep, readonly string[]]>([
    ['text breaks rsync', noise, rsync, ['fail', 'session/noisy-shell']],
    ['text breaks no command', noise, ssh, ['pass']],
    [
      'text is not in the way of SFTP',
      noise,
      { ...rsync, runs: 'maybe' },
      ['warn', 'session/noisy-shell'],
    ],
    ['no SFTP for a command', noSftp, ssh, ['pass']],
    ['no SFTP for sftp', noSftp, sftp, ['fail', 'session/sftp-missing']],
    ['no SFTP for scp since 9.0', noSftp, scp, ['fail', 'session/sftp-missing']],
    ['no shell for sftp', noShell, sftp, ['pass']],
    ['no shell for a command', noShell, ssh, ['fail', 'session/no-shell']],
    ['no shell for an action that also runs mkdir', noShell, upload, ['fail', 'session/no-shell']],
    ['SFTP only, for sftp', sftpOnly, sftp, ['pass']],
    ['SFTP only, for a command', sftpOnly, rsync, ['fail', 'session/sftp-only']],
    ['rrsync for rsync', rrsync, rsync, ['pass']],
    ['rrsync for a command', rrsync, ssh, ['warn', 'session/forced-command']],
  ])('%s', (_name, facts, step, expected) => {
    const { session: seen } = facts.hops.target
    expect(summary(followedBy([step], { session: seen }))).toEqual(expected)
  })
})
