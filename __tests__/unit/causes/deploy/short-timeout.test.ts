import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import * as silent from '../../../fixtures/facts/banner/silent'
import { followedBy, laterStep, same } from '../../../fixtures/following'
import { observed } from '../../../fixtures/healthy'
import { valueOf } from '../../../fixtures/value-of'

describe('a server that is silent for the `timeout` of this check', () => {
  const { hops } = silent.exact
  it.each([
    ['is a warning where the deploy waits on', 'appleboy/ssh-action', 2000, 'warn'],
    ['fails after a long wait', 'appleboy/ssh-action', 9000, 'fail'],
    ['fails where the timeout of the deploy covers the banner', 'ssh', 2000, 'fail'],
  ])('%s', (_name, client, ms, result) => {
    const { facts } = { facts: followedBy([laterStep(client, same)]) }
    const banner = observed(valueOf(hops.target.banner), ms)
    const target = { ...hops.target, banner, input: facts.hops.target.input }
    const diagnosis = diagnose({ ...facts, hops: { ...hops, target } })
    expect([diagnosis.result, diagnosis.findings[0]?.id]).toEqual([result, 'banner/silent'])
  })
})
