import { createSocket } from 'node:dgram'
import type { Destination } from './connect'

/**
 * Whether this machine itself knows a way to an address: connect(2) of a UDP socket looks for the route and sends no packet.
 * Never rejects.
 */
export function hasRoute({ address, port, family }: Destination): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    const end = (found: boolean) => {
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
      resolve(found)
    }
    socket.once('error', () => {
      end(false)
    })
    socket.once('connect', () => {
      end(true)
    })
    socket.connect(port, address)
  })
}
