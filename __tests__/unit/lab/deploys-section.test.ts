import { describe, expect, it } from '@jest/globals'
import { deploysSection } from '../../lab/deploys/section'

/** Needs no server. */
describe('the section on deploys', () => {
  it.each([
    [[], 'All are the real programs. '],
    [['drone-scp'], 'All are the real programs, but drone-scp could not be installed: '],
    [['drone-ssh', 'drone-scp'], ', but drone-ssh and drone-scp could not be installed: '],
  ])('says which clients are stand-ins: %j', (standIns, text) => {
    expect(deploysSection([], standIns)).toContain(text)
  })
})
