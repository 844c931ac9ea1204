import { describe, expect, it } from '@jest/globals'
import { commandReader, masks } from '../../../src/action/masks'
import { actEnvironments, actLog } from '../../fake-runner/act-family'

const github = { GITHUB_ACTIONS: 'true', CI: 'true' }

describe('who reads the commands', () => {
  it.each([
    ['a hosted runner', { ...github, RUNNER_ENVIRONMENT: 'github-hosted' }, 'github'],
    ['a self-hosted runner', { ...github, RUNNER_TRACKING_ID: 'github_1f3d9475' }, 'github'],
    ['a job container', { ...github, ACTIONS_ORCHESTRATION_ID: 'x.build.__default' }, 'github'],
    ['one that nothing proves', { ...github, RUNNER_ENVIRONMENT: 'self-hosted' }, 'act'],
    ['another process id', { ...github, RUNNER_TRACKING_ID: '0' }, 'act'],
    [
      'act that calls itself hosted',
      { ...github, ACT: 'true', RUNNER_ENVIRONMENT: 'github-hosted' },
      'act',
    ],
    ['act', { ...github, ...actEnvironments.act }, 'act'],
    ['Forgejo', { ...github, ...actEnvironments.forgejo }, 'act'],
    ['Gitea', { ...github, ...actEnvironments.gitea }, 'act'],
    ["Gitea's exec", { ...github, ...actEnvironments['gitea-exec'] }, 'act'],
    ['another CI', { CI: 'true' }, 'nobody'],
    ['a terminal', {}, 'nobody'],
  ])('%s', (_name, env, reader) => {
    expect(commandReader(env)).toBe(reader)
  })
})

describe('what is registered', () => {
  const secrets = ['plain', 'a::b', ':c', 'd%e', 'two\r\nlines of it', 'x y', 'plain', ' ', '']

  it('is everything, once, where GitHub reads', () => {
    expect(masks(secrets, 'github')).toEqual([
      'plain',
      'a::b',
      ':c',
      'd%e',
      'two\r\nlines of it',
      'x y',
    ])
  })

  it('is what every descendant of act takes for one value, line by line', () => {
    expect(masks(secrets, 'act')).toEqual(['plain', 'two', 'lines of it', 'x y'])
  })

  it('is nothing where nobody reads commands', () => {
    expect(masks(secrets, 'nobody')).toEqual([])
  })

  it.each(['act', 'forgejo', 'gitea', 'gitea-exec'] as const)(
    'and %s masks all of it',
    (runner) => {
      const values = masks([...secrets, 'a b:: c', 'x: y::', '%0A%25', 'e:f', 'g:'], 'act')
      const commands = values.map((value) => `::add-mask::${value}\n`).join('')
      expect(actLog(runner, `${commands}${values.join('\n')}\n`, [])).not.toMatch(/[a-z]/)
    },
  )
})
