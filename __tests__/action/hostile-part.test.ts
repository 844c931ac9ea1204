import { describe, expect, it, jest } from '@jest/globals'
import { hostileCases } from '../hostile/cases'
import { runCase } from '../hostile/run-case'
import { fragmentsOf, leakIn } from '../hostile/secrets'

jest.setTimeout(60_000)

describe('hostile servers, one of each kind (all of them: npm run hostile)', () => {
  const quick = hostileCases.filter((hostile) => hostile.quick)

  it.each(quick.map((hostile) => [hostile.name, hostile] as const))(
    '%s',
    async (_name, hostile) => {
      const { broken } = await runCase({ ...hostile, inputs: { timeout: '2s', ...hostile.inputs } })
      expect(broken).toEqual([])
    },
  )

  it('have their own names', () => {
    const names = hostileCases.map(({ name }) => name)
    expect(names.length).toBeGreaterThanOrEqual(120)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('what counts as a leak', () => {
  const secret = 'k9\u00a0W"x%Tq4Zr7Yn2Bv'
  const fragments = fragmentsOf([secret])
  const bytes = Buffer.from(`ab${secret}`)

  it.each([
    ['as it is', secret],
    ['with its no-break space made plain', secret.replace('\u00a0', ' ')],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 after one byte', bytes.subarray(1).toString('base64')],
    ['in base64url after two bytes', bytes.toString('base64url')],
    ['in hex', bytes.toString('hex')],
    ['in upper hex', bytes.toString('hex').toUpperCase()],
    ['in a URI', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret)],
    ['twelve characters of it', secret.slice(4, 16)],
  ])('%s', (_form, text) => {
    expect(leakIn(`before ${text} after`, fragments)).not.toBeNull()
  })

  it('eleven characters are none', () => {
    expect(leakIn(`before ${secret.slice(4, 15)} after`, fragments)).toBeNull()
  })
})
