import fc from 'fast-check'
import { pullRequestNumber } from '../../src/action/event'
import { type FuzzTarget, must } from './harness/fuzz-target'

const number = fc.oneof(fc.integer(), fc.double(), fc.jsonValue())
const pull = fc.record({ number, pull_request: fc.jsonValue() }, { requiredKeys: [] })

/** The webhook payload of an event, after JSON.parse. */
export const target: FuzzTarget<unknown, number | null> = {
  inputs: fc.oneof(
    fc.jsonValue(),
    fc.record({ pull_request: fc.oneof(pull, fc.jsonValue()), issue: pull }, { requiredKeys: [] }),
  ),
  run: pullRequestNumber,
  verify(_, result) {
    must(
      result === null || (Number.isSafeInteger(result) && result > 0),
      `number ${String(result)}`,
    )
  },
}
