import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import ssh2 from 'ssh2'
import { newKeyPair } from '../../__tests__/fixtures/key-pair'

/** A running server of the demo. */
export interface DemoServer {
  readonly port: number
  close(): void
}

/**
 * An SSH server inside this process on loopback: it accepts one key, answers `echo` without a shell, and answers as SFTP.
 * It never runs a command. The port is a free one, or the first of the given ones that is free.
 */
export async function startServer(
  authorized: string,
  ports: readonly number[] = [0],
): Promise<DemoServer> {
  const key = ssh2.utils.parseKey(authorized)
  if (key instanceof Error) throw key
  // The banner of a stock Ubuntu, so that the pages show what most people would see.
  const ident = 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.5'
  const ssh = new ssh2.Server({ hostKeys: [newKeyPair().private], ident }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      const known =
        context.method === 'publickey' &&
        key.getPublicSSH().equals(context.key.data) &&
        (context.signature === undefined ||
          (context.blob !== undefined && key.verify(context.blob, context.signature)))
      if (known) context.accept()
      else context.reject(['publickey'])
    })
    client.on('session', (accept) => {
      const session = accept()
      session.on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec()
        const [, word] = /^echo ([\w-]+)$/.exec(command) ?? []
        if (word !== undefined) channel.write(`${word}\n`)
        channel.exit(word === undefined ? 127 : 0)
        channel.end()
      })
      session.on('sftp', (acceptSftp) => {
        const sftp = acceptSftp()
        const attrs = { mode: 0o755, uid: 1000, gid: 1000, size: 0, atime: 0, mtime: 0 }
        sftp.on('REALPATH', (id) => {
          sftp.name(id, [{ filename: '/home/deploy', longname: '/home/deploy', attrs }])
        })
      })
    })
  })
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined)
    ssh.injectSocket(socket)
  })
  const port = await listenOnFirst(server, ports)
  return {
    port,
    close() {
      server.close()
    },
  }
}

async function listenOnFirst(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    if (await listen(server, port)) return (server.address() as AddressInfo).port
  }
  throw new Error(`None of the ports ${ports.join(', ')} of 127.0.0.1 is free`)
}

function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = () => {
      resolve(false)
    }
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      resolve(true)
    })
  })
}

/** A port on which nothing listens: 22, as in most workflows, unless this machine runs SSH there. */
export async function closedPort(): Promise<number> {
  if (!(await answers(22))) return 22
  const server = createServer()
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.on('connect', end(true)).on('error', end(false))
  })
}
