import ssh2 from 'ssh2'
import { disconnectPayload, kexInitPayload, packet, usualLists } from '../unit/ssh/packets'
import { hostKey, type Listening, rawServer } from './servers'

/**
 * An SSH server that says a text wherever the protocol lets it. It lets everybody in by password, or asks a question with the
 * text in it.
 */
export function hostileServer(
  text: string,
  method: 'password' | 'keyboard-interactive',
): Promise<Listening> {
  const server = new ssh2.Server(
    { hostKeys: [hostKey], banner: text, greeting: oneLine(text) },
    (client) => {
      client.on('error', () => undefined)
      client.on('authentication', (context) => {
        if (context.method !== method) context.reject([method])
        else if (context.method === 'keyboard-interactive') {
          const prompt = [{ prompt: `Password ${text}:`, echo: false }]
          context.prompt(prompt, text, text, () => {
            context.reject([method])
          })
        } else context.accept()
      })
      client.on('session', (accept) => {
        const session = accept()
        session.on('exec', (acceptExec) => {
          const channel = acceptExec()
          channel.write(text)
          channel.stderr.write(text)
          channel.exit(text, true, text)
          channel.end()
        })
        session.on('sftp', (acceptSftp) => {
          const sftp = acceptSftp()
          for (const request of ['REALPATH', 'STAT', 'LSTAT', 'OPENDIR'] as const) {
            sftp.on(request, (id: number) => {
              sftp.status(id, ssh2.utils.sftp.STATUS_CODE.FAILURE, text)
            })
          }
        })
      })
    },
  )
  return rawServer((socket) => {
    server.injectSocket(socket)
  })
}

/** Disconnects in the key exchange, with a text. */
export function disconnectingServer(text: string): Promise<Listening> {
  return rawServer((socket) => {
    socket.end(Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), packet(disconnectPayload(11, text))]))
  })
}

/** Offers algorithms with a text for their name. */
export function algorithmServer(text: string): Promise<Listening> {
  const lists = usualLists({ kex: text, hostKey: text })
  return rawServer((socket) => {
    socket.resume()
    socket.write('SSH-2.0-x\r\n')
    socket.write(packet(kexInitPayload(lists)))
  })
}

/** Bytes in place of the greeting, which may be no text at all. */
export function byteServer(bytes: Buffer): Promise<Listening> {
  return rawServer((socket) => {
    socket.resume()
    socket.end(bytes)
  })
}

/** ssh2 takes a greeting of one line; lines before the identification are limited in length by clients. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ').slice(0, 200)
}
