/** Servers for the preflight's tests: ssh2's own, and raw sockets that lie. Each counts its connections. */
import { once } from 'node:events'
import net from 'node:net'
import ssh2 from 'ssh2'
import { fingerprintOf } from '../../../src/ssh/host-key'
import { newKeyPair } from '../../fixtures/key-pair'

export interface TestServer {
  readonly port: number
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export interface SshServer extends TestServer {
  /** `SHA256:…` of each host key, in the order given. */
  readonly fingerprints: readonly string[]
  /** `type base64` of each host key. */
  readonly hostKeys: readonly string[]
  /** Every authentication request that arrived. */
  readonly asked: readonly Asked[]
}

export interface Asked {
  readonly method: string
  readonly algorithm: string | null
  readonly signed: boolean
  readonly password: string | null
}

type KeyType = 'ed25519' | 'ecdsa' | 'rsa'

const made = new Map<string, { readonly private: string; readonly public: string }>()

/** One key pair a name, made once. */
export function keyPair(name: string, type: KeyType = 'ed25519') {
  const pair = made.get(name + type) ?? makePair(type)
  made.set(name + type, pair)
  return pair
}

function makePair(type: KeyType) {
  if (type === 'rsa') return ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 })
  if (type === 'ecdsa') return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
  return newKeyPair()
}

const blobOf = (line: string) => Buffer.from(line.split(' ')[1] ?? '', 'base64')

/** Lets the key `client` in; and refuses everything else. */
export function keyLogin(context: ssh2.AuthContext): void {
  const wanted = blobOf(keyPair('client').public)
  if (context.method === 'publickey' && context.key.data.equals(wanted)) context.accept()
  else context.reject(['publickey'])
}

/** An ssh2 server whose login and session the test decides. */
export async function startSshServer(options: {
  readonly hostKeys?: readonly KeyType[]
  readonly config?: Omit<ssh2.ServerConfig, 'hostKeys'>
  readonly login?: (context: ssh2.AuthContext, connection: ssh2.Connection) => void
  readonly session?: (session: ssh2.Session) => void
  readonly onConnection?: (connection: ssh2.Connection) => void
}): Promise<SshServer> {
  const pairs = (options.hostKeys ?? ['ed25519']).map((type) => keyPair('host', type))
  const asked: Asked[] = []
  let connections = 0
  const live = new Set<ssh2.Connection>()
  const server = new ssh2.Server(
    { ...options.config, hostKeys: pairs.map((pair) => pair.private) },
    (connection) => {
      connections++
      live.add(connection)
      connection.on('error', () => undefined)
      options.onConnection?.(connection)
      connection.on('authentication', (context) => {
        asked.push({
          method: context.method,
          algorithm: context.method === 'publickey' ? context.key.algo : null,
          signed: context.method === 'publickey' && context.signature !== undefined,
          password: context.method === 'password' ? context.password : null,
        })
        if (options.login) options.login(context, connection)
        else keyLogin(context)
      })
      connection.on('session', (accept) => {
        const session = accept()
        if (options.session) options.session(session)
        else shellSession(session)
      })
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    connections: () => connections,
    fingerprints: pairs.map((pair) => fingerprintOf(blobOf(pair.public))),
    hostKeys: pairs.map((pair) => pair.public.trim()),
    asked,
    close: async () => {
      for (const connection of live) connection.end()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A shell that knows echo and tells the time, and an SFTP server. `check` gets what starts a `/bin/sh -c`. */
export function shellSession(
  session: ssh2.Session,
  check: (channel: ssh2.ServerChannel) => void = printTime,
): void {
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept()
    if (command.startsWith('echo ')) run(channel, { stdout: `${command.slice(5)}\n` })
    else if (command.startsWith('/bin/sh -c')) check(channel)
    else printTime(channel)
  })
  session.on('sftp', (accept) => {
    const sftp = accept()
    sftp.on('REALPATH', (id) => {
      sftp.name(id, [{ filename: '/home/deploy', longname: '', attrs: emptyAttributes }])
    })
  })
}

/** Answers the script that looks at what the deploy needs with the first of its lines. */
function printTime(channel: ssh2.ServerChannel): void {
  let script = ''
  channel.on('data', (chunk: Buffer) => (script += chunk.toString()))
  channel.on('end', () => {
    const token = /^t=(\w+)/m.exec(script)?.[1] ?? ''
    run(channel, { stdout: `${token} time ${String(Math.floor(Date.now() / 1000))}\n` })
  })
}

const emptyAttributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }

/** Ends a command with this output and status. */
export function run(
  channel: ssh2.ServerChannel,
  output: { readonly stdout?: string; readonly stderr?: string; readonly exitCode?: number },
): void {
  if (output.stdout !== undefined) channel.write(output.stdout)
  if (output.stderr !== undefined) channel.stderr.write(output.stderr)
  channel.exit(output.exitCode ?? 0)
  channel.end()
}

/** A TCP server that does what it likes with each connection. */
export async function startRawServer(onSocket: (socket: net.Socket) => void): Promise<TestServer> {
  const live = new Set<net.Socket>()
  let connections = 0
  const server = net.createServer((socket) => {
    connections++
    live.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => live.delete(socket))
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    connections: () => connections,
    close: async () => {
      for (const socket of live) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function portOf(address: string | net.AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
