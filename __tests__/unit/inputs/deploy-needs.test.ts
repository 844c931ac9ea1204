import { nothingAsked } from '../../../src/inputs/deploy-needs'
import { describe, expect, it } from '@jest/globals'
import type { InputName } from '../../../src/facts'
import { loadInputs } from '../../../src/inputs'

function read(given: Partial<Record<InputName, string>>) {
  const inputs = { host: 'example.com', username: 'web', password: 'a long password', ...given }
  const [target] = loadInputs(
    (name) => (inputs as Partial<Record<InputName, string>>)[name] ?? '',
  ).targets
  if (!target) throw new Error('no target')
  const problems = target.facts.problems.flatMap((problem) =>
    problem.kind === 'option-invalid' ? [`${problem.input}: ${problem.shown}`] : [problem.kind],
  )
  return { ...target.needs, problems }
}

describe('target and commands', () => {
  it('are nothing when they are not given', () => {
    expect(read({ target: ' \n', programs: '' })).toEqual({
      ...nothingAsked,
      target: null,
      commands: [],
      problems: [],
    })
  })

  it('are read in every usual form', () => {
    expect(
      read({ target: ' /var/www/my site/ ', programs: 'rsync, git\n  php8.2;rsync g++' }),
    ).toEqual({
      ...nothingAsked,
      target: '/var/www/my site/',
      commands: ['rsync', 'git', 'php8.2', 'g++'],
      problems: [],
    })
  })

  it('may hold a short password by chance', () => {
    expect(read({ password: 'web', target: '/home/web/site' }).target).toBe('/home/web/site')
  })

  it.each([
    [{ target: '/srv/a\n/srv/b' }, /^target: /],
    [{ target: '/srv/${{ env.STAGE }}' }, /^target: /],
    [{ target: 'a long password' }, /^target: \(15 characters, not shown\)$/],
    [{ target: '/srv/a long password/site' }, /^target: \(\d+ characters, not shown\)$/],
    [{ programs: 'git pull && composer install' }, /^programs: git pull/],
    [{ programs: 'rsync -az' }, /^programs: /],
    [{ programs: '$(id)' }, /^programs: /],
    [{ programs: Array.from({ length: 65 }, (_, index) => `c${index}`).join(' ') }, /^programs: /],
  ])('that cannot be meant are a problem: %j', (given, problem) => {
    const { problems, target, commands } = read(given)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
    expect([target, commands]).toEqual([null, []])
  })
})
