import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { clockOf } from '../../../../src/preflight/stages/deploy'
import { readAnswer, timeIn } from '../../../../src/preflight/stages/deploy-answer'
import { mayWrite, parentOf } from '../../../../src/preflight/stages/deploy-sftp'
import { accountIn, commandsIn, targetIn } from './deploy-facts'

const token = 'abcdef0123456789abcdef01'
const answerOf = (...lines: string[]) =>
  readAnswer(lines.map((line) => `${token} ${line}\n`).join(''), token)
const found = ['nearest /srv', 'isdir yes', 'writable yes', 'kind directory']

describe('the answer of the script', () => {
  it('is read through the noise of start-up files', () => {
    const text = `Welcome!\n\n${token} time 1700000000\r\nBye ${token} uid 0\n\u001b[31m\n`
    const answer = readAnswer(text, token)
    expect(timeIn(answer)).toBe(1_700_000_000)
    expect(answer.get('uid')).toEqual(['0'])
  })

  it('leaves out a line that was cut off', () => {
    expect(timeIn(readAnswer(`${token} time 17000`, token))).toBeNull()
  })

  it.each(['', '+%s', '-5', '1e9', '99999999999999', '1700000000 x'])(
    'believes no clock that shows %j',
    (time) => {
      expect(timeIn(answerOf(`time ${time}`))).toBeNull()
    },
  )

  it('believes nothing that was answered twice', () => {
    expect(timeIn(answerOf('time 1', 'time 2'))).toBeNull()
    expect(targetIn(answerOf(...found, 'kind missing'), '/srv')).toBeNull()
  })

  it.each([
    ['/dev/sda1 41152736 1234 39000000 4% /', 39_000_000 * 1024, '/'],
    ['//nas/my share 100 50 50 50% /mnt/my disk', 50 * 1024, '/mnt/my disk'],
    ['overlay 100 120 -20 120% /', 0, '/'],
  ])('reads df: %s', (line, freeBytes, mountPoint) => {
    const target = targetIn(
      answerOf(
        ...found,
        'disk Filesystem 1024-blocks Used Available Capacity Mounted on',
        `disk ${line}`,
      ),
      '/srv',
    )
    expect(target?.disk).toMatchObject({ freeBytes, mountPoint, freeInodes: null })
  })

  it('counts what is reserved for root as free only for root', () => {
    const line = 'disk /dev/sda1 1000 900 40 96% /'
    expect(targetIn(answerOf(...found, line, 'uid 1000'), '/srv')?.disk?.freeBytes).toBe(40_960)
    expect(targetIn(answerOf(...found, line, 'uid 0'), '/srv')?.disk?.freeBytes).toBe(102_400)
  })

  it('knows no inodes where the file system counts none', () => {
    const disk = 'disk /dev/sda1 1000 900 100 90% /'
    const of = (line: string) => targetIn(answerOf(...found, disk, line), '/srv')?.disk
    expect(of('inodes /dev/sda1 0 0 0 - /')).toMatchObject({ freeInodes: null, totalInodes: null })
    expect(of('inodes /dev/sda1 500 500 0 100% /')).toMatchObject({
      freeInodes: 0,
      totalInodes: 500,
    })
  })

  it('reads no programs unless all were looked for', () => {
    expect(commandsIn(answerOf('found 1 /bin/a'), ['a', 'b'])).toBeNull()
    expect(commandsIn(answerOf('found 1 /bin/a', 'searched'), ['a', 'b'])).toBeNull()
    expect(commandsIn(answerOf('found 1 /bin/a', 'lost 2', 'searched'), ['a', 'b'])).toMatchObject({
      commands: [{ path: '/bin/a' }, { path: null, inShell: null }],
      loginAsked: false,
    })
  })

  it('takes any text of a hostile server as data, in bounds', () => {
    const word = fc.constantFrom(
      ...['time', 'uid', 'user', 'groups', 'shell', 'packages', 'found', 'lost', 'searched'],
      ...['kind', 'nearest', 'isdir', 'writable', 'mode', 'real', 'disk', 'inodes', 'readonly'],
      ...['elsewhere', 'own', 'ownasked', 'login', 'loginasked', '__proto__', 'end'],
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('yes', 'no', '1', '1 /x', 'directory', '/', 'a b 1 2 3 4% /', '__proto__'),
      fc.constant('/'.repeat(9000)),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(word, value)), (lines) => {
        const answer = answerOf(...lines.map(([name, text]) => `${name} ${text}`))
        const facts = [accountIn(answer), commandsIn(answer, ['a', 'b']), targetIn(answer, '/srv')]
        expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
        expect(JSON.stringify(facts).length).toBeLessThan(200_000)
      }),
    )
  })
})

describe('the clock', () => {
  it('is right when the server answered with the second in which it was asked', () => {
    expect(clockOf(1000, 1_000_300, 1_000_400)).toEqual({ offsetMs: 150, marginMs: 550 })
    expect(clockOf(1000, 1_000_950, 1_001_050)).toEqual({ offsetMs: -500, marginMs: 550 })
  })

  it('has the round trip for its margin', () => {
    expect(clockOf(1100, 1_000_000, 1_008_000)).toEqual({ offsetMs: 96_500, marginMs: 4500 })
    expect(clockOf(null, 0, 1)).toBeNull()
  })
})

describe('by SFTP', () => {
  const user = 1000
  it.each([
    ['root may', 0o555, 0, 'root', 0, true],
    ['everybody may', 0o777, 0, 'deploy', null, true],
    ['the owner may', 0o755, user, 'deploy', user, true],
    ['the owner cannot', 0o555, user, 'deploy', user, false],
    ['it is another’s', 0o755, 33, 'deploy', user, false],
    ['it is root’s', 0o755, 0, 'deploy', null, false],
    ['the group decides', 0o775, 33, 'deploy', user, null],
    ['nobody knows who the user is', 0o755, 33, 'deploy', 0, null],
    ['nobody may', 0o555, 33, 'deploy', null, false],
  ])('reckons from the mode: %s', (_what, mode, uid, name, homeUid, expected) => {
    expect(mayWrite({ mode: 0o040000 | mode, uid }, name, homeUid)).toBe(expected)
  })

  it.each([
    ['/srv/www/site', '/srv/www'],
    ['/srv', '/'],
    ['/', '/'],
    ['www/site', 'www'],
    ['www', '.'],
    ['.', '.'],
  ])('goes up from %s to %s', (path, above) => {
    expect(parentOf(path)).toBe(above)
  })
})
