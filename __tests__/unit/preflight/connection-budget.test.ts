import { afterEach, describe, expect, it } from '@jest/globals'
import { trackConnections } from '../../../src/preflight/connection-budget'
import { closedPort, type Listener, listenOn } from './stages/loopback'

const listeners: Listener[] = []
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((each) => each.close()))
})

async function listening(): Promise<{ address: string; port: number; family: 4 }> {
  const listener = await listenOn(() => undefined)
  listeners.push(listener)
  return { address: '127.0.0.1', port: listener.port, family: 4 }
}

describe('the connection budget', () => {
  it('counts what reached the SSH port, and every port probe', async () => {
    const connections = trackConnections()
    const open = await listening()
    const closed = { ...open, port: await closedPort() }
    expect((await connections.open(open, 'ssh', 1_000)).outcome).toBe('connected')
    expect((await connections.open(closed, 'ssh', 1_000)).outcome).toBe('refused')
    await connections.open(open, 'port-probe', 1_000)
    await connections.open(closed, 'port-probe', 1_000)
    expect(connections.counted).toEqual({ connections: 1, portProbes: 2 })
    expect(connections.failedLogins()).toBe(1)
    connections.bannerSeenElsewhere()
    expect(connections.failedLogins()).toBe(2)
    connections.loggedIn()
    expect(connections.failedLogins()).toBe(1)
    connections.closeAll()
  })

  it('counts no look that was abandoned before it began', async () => {
    const connections = trackConnections()
    const open = await listening()
    await connections.open(open, 'port-probe', 1_000, AbortSignal.abort())
    connections.closeAll()
    await connections.open(open, 'port-probe', 1_000)
    expect(connections.counted).toEqual({ connections: 0, portProbes: 0 })
  })

  it('closes every socket at the end', async () => {
    const connections = trackConnections()
    const { socket } = await connections.open(await listening(), 'ssh', 1_000)
    const closed = new Promise((resolve) => socket?.once('close', resolve))
    connections.closeAll()
    await closed
    expect(socket?.destroyed).toBe(true)
    expect((await connections.open(await listening(), 'ssh', 1_000)).outcome).toBe('abandoned')
  })
})
