import { describe, expect, it } from '@jest/globals'
import { masker } from '../../fake-runner/masker'

describe('the masker', () => {
  const secret = 'correct "horse" & battery'
  const mask = masker()
  mask.addLines(secret)

  it.each([
    ['the value', secret],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 one byte later', Buffer.from(secret).subarray(1).toString('base64')],
    ['base64 two bytes later', Buffer.from(secret).subarray(2).toString('base64')],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['a URI', encodeURIComponent(secret)],
    ['XML', 'correct &quot;horse&quot; &amp; battery'],
  ])('masks %s', (_name, form) => {
    expect(mask.mask(`<${form}>`)).toBe('<***>')
  })

  it('does not mask hex or the value reversed', () => {
    const hex = Buffer.from(secret).toString('hex')
    expect(mask.mask(hex)).toBe(hex)
  })

  it('masks each line of a secret on its own, and joins what touches', () => {
    const lines = masker()
    lines.addLines('alpha\r\n  beta\r\ngamma')
    expect(lines.mask('beta alphagamma')).toBe('*** ***')
  })
})
