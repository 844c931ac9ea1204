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

  it.each([
    ['.NET escapes more of a URI', "it's (mine)!*", '<it%27s%20%28mine%29%21%2A>'],
    ['Newtonsoft escapes U+2028', 'line\u2028break', '<line\\u2028break>'],
    ['PowerShell prints what follows the last &', 'abc&defghij', '<defghij>'],
    ['PowerShell prints what stands before it', 'abcdef&gh', '<abcdef&>'],
    ['PowerShell colors a letter after &+', 'abcd&+efghijk', '<fghijk>'],
  ])('%s', (_name, value, text) => {
    const others = masker()
    others.addLines(value)
    expect(others.mask(text)).toBe('<***>')
  })

  it('keeps short pieces around &', () => {
    const others = masker()
    others.addLines('abc&defgh')
    expect(others.mask('abc& defgh')).toBe('abc& defgh')
  })

  it('trims a secret, and no value of add-mask', () => {
    const added = masker()
    added.addLines('  a b\nc  ')
    expect(added.mask('a b\nc')).toBe('***\n***')
    const secrets = masker()
    secrets.addSecret('  a b\nc  ')
    expect(secrets.mask('a b\nc')).toBe('***')
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
