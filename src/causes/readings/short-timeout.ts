import type { View } from '../view'
import { stepsToThisHost } from './following-steps'

/** A server that has not answered after so long does not answer. Slower ones are rare. */
const longWaitMs = 8_000

/**
 * Whether a short `timeout` ended the wait for an answer that the deploy would get: for its clients, the timeout bounds the TCP
 * connection only, and they wait on.
 */
export function deployWaitsLonger(view: View, waitedMs: number): boolean {
  const steps = stepsToThisHost(view)
  return (
    waitedMs < longWaitMs &&
    steps.length > 0 &&
    steps.every(({ client }) => client.timeoutBounds === 'tcp')
  )
}
