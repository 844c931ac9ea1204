import { spawn } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import { newKeyPair } from '../fixtures/key-pair'

/** A server on a free port of the loopback. */
export interface Listening {
  readonly port: number
  /** TCP connections so far. */
  connections(): number
  close(): Promise<void>
}

/** Who may log in, and what the server says. */
export interface SshServerOptions {
  readonly hostKey?: string
  /** Text of the private key whose public half is accepted. */
  readonly authorized?: string
  readonly passphrase?: string
  readonly password?: string
  /** SSH_MSG_USERAUTH_BANNER. */
  readonly banner?: string
  /** Forwards to other hosts (direct-tcpip), as a jump host does. */
  readonly forwards?: boolean
  /** Written by the shell before every command. */
  readonly noise?: string
  /** Other host keys and algorithms than ssh2 takes by itself. */
  readonly config?: Pick<Partial<ssh2.ServerConfig>, 'hostKeys' | 'algorithms'>
}

export const hostKey = newKeyPair().private

/** An SSH server inside this process: ssh2's own, with a real shell and an SFTP subsystem that greets. */
export function sshServer(options: SshServerOptions, port = 0): Promise<Listening> {
  const authorized = options.authorized === undefined ? null : publicHalf(options)
  const config = {
    hostKeys: [options.hostKey ?? hostKey],
    banner: options.banner ?? '',
    ...options.config,
  }
  const server = new ssh2.Server(config, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      const accepted =
        (context.method === 'publickey' && authorized?.equals(context.key.data) === true) ||
        (context.method === 'password' && context.password === options.password)
      if (accepted) context.accept()
      else context.reject(methodsOf(options))
    })
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      if (options.forwards) forward(accept, reject, destIP, destPort)
      else reject()
    })
    client.on('session', (accept) => {
      const session = accept()
      session.on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec()
        channel.write(options.noise ?? '')
        const shell = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
        shell.stdout.on('data', (data: Buffer) => channel.write(data))
        shell.on('close', (code) => {
          channel.exit(code ?? 1)
          channel.end()
        })
      })
      session.on('sftp', (acceptSftp) => {
        acceptSftp()
      })
    })
  })
  return rawServer((socket) => {
    server.injectSocket(socket)
  }, port)
}

function forward(
  accept: () => ssh2.ServerChannel,
  reject: () => void,
  host: string,
  port: number,
): void {
  const socket = connect(port, host)
  socket.once('error', reject)
  socket.once('connect', () => {
    const channel = accept()
    socket.pipe(channel).pipe(socket)
    channel.on('close', () => socket.destroy())
  })
}

function publicHalf({ authorized = '', passphrase }: SshServerOptions): Buffer {
  const isPkcs8 = authorized.startsWith('-----BEGIN PRIVATE KEY')
  const text = isPkcs8
    ? createPrivateKey(authorized).export({ type: 'pkcs1', format: 'pem' })
    : authorized
  const key = ssh2.utils.parseKey(text, passphrase)
  if (key instanceof Error) throw key
  return key.getPublicSSH()
}

function methodsOf({ authorized, password }: SshServerOptions) {
  return [
    ...(authorized === undefined ? [] : (['publickey'] as const)),
    ...(password === undefined ? [] : (['password'] as const)),
  ]
}

/** A server that does with each connection whatever it is told. */
export function rawServer(serve: (socket: Socket) => void, port = 0): Promise<Listening> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    serve(socket)
  })
  return listening(server, port)
}

async function listening(server: Server, port: number): Promise<Listening> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** A port of the loopback on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = await rawServer(() => undefined)
  await server.close()
  return server.port
}

/** The private half of a new key, in the form in which `ssh-keygen -t ed25519` writes it. */
export const ed25519Key = (passphrase?: string) => newKeyPair(passphrase).private

/** A key that ssh2 cannot read as it is, so that the program has to convert it. */
export function rsaPkcs8Key(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
