/** Jump hosts for the preflight's tests: ssh2's servers that really connect on. */
import net from 'node:net'
import type ssh2 from 'ssh2'
import type { Facts } from '../../../src/facts'
import { healthy } from '../../fixtures/healthy'
import { type CheckOptions, check } from './check'
import { keyPair, startSshServer, type TestServer } from './servers'

const servers: TestServer[] = []
/** Closes every server that was kept. */
export async function closeKept(): Promise<void> {
  for (const server of servers.splice(0)) await server.close()
}

export function kept<T extends TestServer>(server: T): T {
  servers.push(server)
  return server
}

export type Forward = (info: ssh2.TcpipRequestInfo, answer: Answer) => void

export interface Answer {
  readonly accept: () => ssh2.ServerChannel
  readonly reject: () => void
}

/** As OpenSSH does it, without waiting: connects, and passes the bytes on. */
export const connectOn: Forward = ({ destIP, destPort }, { accept, reject }) => {
  const socket = net.connect(destPort, destIP)
  socket.once('error', reject)
  socket.once('connect', () => {
    const channel = accept()
    socket.pipe(channel).pipe(socket)
    socket.on('error', () => channel.end())
    channel.on('error', () => socket.destroy())
    channel.on('close', () => socket.destroy())
  })
}

/** A jump host for the user `jump` with the key `jump`, without sessions. */
export async function startJumpHost(
  forward: Forward = connectOn,
  options: Parameters<typeof startSshServer>[0] = {},
) {
  return kept(
    await startSshServer({
      login: (context) => {
        const wanted = Buffer.from(keyPair('jump').public.split(' ')[1] ?? '', 'base64')
        const isJump = context.username === 'jump' && context.method === 'publickey'
        if (isJump && context.key.data.equals(wanted)) context.accept()
        else context.reject(['publickey'])
      },
      ...options,
      onConnection: (connection) => {
        connection.on('tcpip', (accept, reject, info) => {
          forward(info, { accept, reject })
        })
        options.onConnection?.(connection)
      },
    }),
  )
}

export function through(
  jump: { readonly port: number },
  options: CheckOptions,
  changes: { readonly key?: string; readonly fingerprint?: string } = {},
): Promise<Facts> {
  return check({
    ...options,
    proxy: {
      facts: { ...healthy.hops.target.input, host: '127.0.0.1', port: jump.port, user: 'jump' },
      credentials: {
        username: 'jump',
        password: null,
        key: changes.key ?? keyPair('jump').private,
        keyPath: null,
        passphrase: null,
      },
      pins: { fingerprint: changes.fingerprint ?? null, knownHosts: null },
    },
  })
}
