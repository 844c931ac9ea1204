import { describe, expect, it } from '@jest/globals'
import { redactAuthentication, redactSession } from '../../../src/stages/redact'
import { healthy } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'

const password = 'S3cr3t & Pa55%w\u00f6rd'
const bytes = Buffer.from(password)

/** What a server said after it was told the password: in a banner, a prompt, a disconnect, and after the login. */
const echoed = (text: string, secret: string | null = password) => {
  const login = valueOf(healthy.authentication)
  const session = valueOf(healthy.session)
  const facts = redactAuthentication(
    {
      ...login,
      methods: ['password', text],
      banners: [{ text, when: 'before-answer' }],
      attempts: login.attempts.map((attempt) => ({ ...attempt, prompts: [text] })),
      disconnect: { reason: 2, text },
    },
    secret,
  )
  const debug = redactSession({ ...session, debug: [text] }, secret)
  return JSON.stringify([facts, debug])
}

describe('the password in what a server says', () => {
  it.each([
    ['as it is', password],
    ['for a URL', encodeURIComponent(password)],
    ['in hexadecimal', bytes.toString('hex')],
    ['in capital hexadecimal', bytes.toString('hex').toUpperCase()],
    ['for JSON', JSON.stringify(password).slice(1, -1)],
  ])('is taken out %s', (_form, text) => {
    const facts = echoed(`<${text}>`)
    expect(facts).not.toContain(text)
    expect(facts).toContain('<***>')
  })

  it.each(['', 'x', 'xy', 'user:'])('is taken out in base64 after %j', (before) => {
    const text = Buffer.from(`${before}${password}`).toString('base64')
    const inside = text.slice(4, -4)
    expect(echoed(text)).not.toContain(inside)
    expect(echoed(text)).toContain('***')
  })

  it('leaves the names of methods alone, and everything without a password', () => {
    expect(echoed('password', 'password')).toContain('"methods":["password"')
    expect(echoed('nothing to hide', null)).toContain('nothing to hide')
  })
})
