/** Jump hosts that send malicious messages after their login. */
import { afterEach, describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import { valueOf } from '../../fixtures/value-of'
import { handle, payloadOf, sendPayload } from '../ssh/send-payload'
import { closeKept, connectOn, kept, startJumpHost, through } from './jump-hosts'
import { startSshServer } from './servers'
import { seen } from '../../../src/facts/fact'

afterEach(closeKept)

describe('a jump host that lies after its login', () => {
  const opens = (answer: (channel: number) => Buffer) => (connection: ssh2.Connection) => {
    handle(connection, 'CHANNEL_OPEN', (_protocol, info) => {
      const sender: unknown =
        typeof info === 'object' && info !== null ? Reflect.get(info, 'sender') : null
      sendPayload(connection, answer(typeof sender === 'number' ? sender : 0))
    })
  }

  it.each([
    [
      'a channel that can take no data',
      (channel: number) => payloadOf(91, channel, 0, 2_097_152, 0),
      'channel',
    ],
    ['a cut confirmation', (channel: number) => payloadOf(91, channel, 0), 'message'],
  ])('is left when it opens %s', async (_what, answer, error) => {
    const jump = await startJumpHost(connectOn, { onConnection: opens(answer) })
    const facts = await through(jump, { port: 22, timeoutMs: 8_000 })
    expect(facts.hops.jump && seen(facts.hops.jump.proxy)).toMatchObject({
      outcome: 'closed',
      error,
    })
    const diagnosis = diagnose(facts)
    expect(diagnosis.faults).toStrictEqual([])
    expect(firstFinding(diagnosis)).toMatchObject({
      id: 'proxy/forwarding-refused',
      certainty: 'possible',
    })
  })

  it('is left when its channel stops being one in the midst of the target', async () => {
    const target = kept(await startSshServer({}))
    let jumpConnection: ssh2.Connection | null = null
    const jump = await startJumpHost(connectOn, {
      onConnection: (connection) => {
        jumpConnection = connection
      },
    })
    const looking = through(jump, {
      port: target.port,
      timeoutMs: 8_000,
      onStage: (facts) => {
        if (facts.hops.target.kex.state !== 'observed' || jumpConnection === null) return
        sendPayload(jumpConnection, Buffer.from([94, 0]))
        jumpConnection = null
      },
    })
    const facts = await looking
    expect(diagnose(facts).faults).toStrictEqual([])
    expect(valueOf(facts.hops.target.auth).outcome).toMatch(/^(closed|accepted)$/)
    expect(facts.cost.ms).toBeLessThan(7_000)
  })
})
