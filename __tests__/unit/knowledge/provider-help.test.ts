import { describe, expect, it } from '@jest/globals'
import { helpAt, helpByPort, providerHelp } from '../../../src/knowledge/provider-help'
import { providers } from '../../../src/knowledge/providers'

describe('what to do at a provider', () => {
  it.each(Object.entries(providerHelp))('%s is worded with care', (name, help) => {
    const provider = providers.find((each) => each.name === name)
    expect(provider).toBeDefined()
    for (const text of Object.values(help)) {
      expect(text).toMatch(/^\S.*\.$/)
      expect(provider?.confidence !== 'unverified' || /\bmay\b/.test(text)).toBe(true)
    }
  })

  it('is known by the host name, and by a port that only one provider uses', () => {
    expect(helpAt('shop.kinsta.cloud', 'port')?.text).toContain('MyKinsta shows it')
    expect(helpAt('shop.example.com', 'port')).toBeNull()
    expect(helpAt(null, 'port')).toBeNull()
    expect(helpByPort(65_002, 'name')?.provider.name).toBe('Hostinger')
    expect(helpByPort(2222, 'name')).toBeNull()
  })
})
