import { describe, expect, it } from '@jest/globals'
import { scenarios } from '../../scripts/demo/scenarios'

describe('npm start', () => {
  it.each([
    ['healthy', 'pass', '', '1'],
    ['wrong-port', 'fail', 'tcp/wrong-port', '0'],
    ['key-rejected', 'fail', 'auth/key-rejected', '1'],
    ['corrupt-key', 'fail', 'key/line-breaks-lost', '1'],
  ])(
    'shows %s',
    async (name, result, cause, connections) => {
      const step = await scenarios.find((scenario) => scenario.name === name)?.run()
      expect(step?.outputs).toMatchObject({ result, cause, connections })
      expect(step?.exitCode).toBe(result === 'pass' ? 0 : 1)
      expect(step?.summary).toMatch(result === 'pass' ? /^## ✅ Ready to deploy/ : /^## ❌ /)
    },
    60_000,
  )

  it('has a test for each scenario', () => {
    expect(scenarios.map(({ name }) => name)).toEqual([
      'healthy',
      'wrong-port',
      'key-rejected',
      'corrupt-key',
    ])
  })
})
