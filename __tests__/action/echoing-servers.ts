import { checkPrimeSync, createPrivateKey, generatePrimeSync } from 'node:crypto'
import ssh2 from 'ssh2'
import { hostKey, type Listening, rawServer } from './servers'

/** What ssh2's server has inside, for messages that it does not send by itself. */
interface Inside {
  readonly _protocol: {
    readonly _packetRW: {
      readonly write: {
        readonly allocStart: number
        alloc(length: number): Buffer
        finalize(packet: Buffer): Buffer
      }
    }
    _onHandshakeComplete: (...values: unknown[]) => void
    readonly _kex: { remoteExtInfoEnabled: boolean }
    readonly _cipher: { encrypt(packet: Buffer): void }
    readonly _handlers: Record<
      string,
      (protocol: Inside['_protocol'], info: { sender: number }) => void
    >
    channelOpenFail(channel: number, reason: number, text: string): void
  }
}

const insideOf = (client: ssh2.Connection) => (client as unknown as Inside)._protocol

function send(client: ssh2.Connection, payload: Buffer): void {
  const { _packetRW: packets, _cipher: cipher } = insideOf(client)
  const packet = packets.write.alloc(payload.length)
  payload.copy(packet, packets.write.allocStart)
  cipher.encrypt(packets.write.finalize(packet))
}

function field(text: string | Buffer): Buffer {
  const body = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** Takes every password, and does `tell` with each client before it answers. */
function server(
  hostKeys: readonly string[],
  sendPayloads: (client: ssh2.Connection) => void,
): Promise<Listening> {
  const listener = new ssh2.Server({ hostKeys: [...hostKeys] }, (client) => {
    client.on('error', () => undefined)
    const protocol = insideOf(client)
    const handshakeComplete = protocol._onHandshakeComplete
    protocol._onHandshakeComplete = (...values) => {
      // Else it says its own algorithms first.
      protocol._kex.remoteExtInfoEnabled = false
      handshakeComplete(...values)
    }
    client.on('authentication', (context) => {
      if (context.method === 'none') sendPayloads(client)
      if (context.method === 'password') context.accept()
      else context.reject(['password'])
    })
    client.on('session', (accept) => {
      const session = accept()
      session.on('exec', (acceptExec) => {
        const channel = acceptExec()
        channel.exit(0)
        channel.end()
      })
    })
  })
  return rawServer((socket) => {
    listener.injectSocket(socket)
  })
}

/** Says a text as the name of a signature algorithm (SSH_MSG_EXT_INFO, RFC 8308 section 3.1). */
export const signatureServer = (text: string): Promise<Listening> =>
  server([hostKey], (client) => {
    const head = Buffer.from([7, 0, 0, 0, 1])
    send(client, Buffer.concat([head, field('server-sig-algs'), field(text)]))
  })

/** Says a text in SSH_MSG_DEBUG (RFC 4253 section 11.3). */
export const debugServer = (text: string): Promise<Listening> =>
  server([hostKey], (client) => {
    send(client, Buffer.concat([Buffer.from([4, 1]), field(text), field('')]))
  })

/** Says a text in a banner (RFC 4252 section 5.4), then in a disconnect. */
export const bannerServer = (text: string): Promise<Listening> =>
  server([hostKey], (client) => {
    send(client, Buffer.concat([Buffer.from([53]), field(text), field('')]))
    send(client, Buffer.concat([Buffer.from([1, 0, 0, 0, 2]), field(text), field('')]))
  })

/** Begins a second key exchange with a text for the names of its algorithms. */
export const rekeyingServer = (text: string): Promise<Listening> =>
  server([hostKey], (client) => {
    const lists = Array.from({ length: 10 }, () => field(text))
    send(client, Buffer.concat([Buffer.from([20]), Buffer.alloc(16), ...lists, Buffer.alloc(5)]))
  })

/** Refuses every channel with a text (RFC 4254 section 5.1). */
export const refusingServer = (text: string): Promise<Listening> =>
  server([hostKey], (client) => {
    insideOf(client)._handlers['CHANNEL_OPEN'] = (protocol, { sender }) => {
      protocol.channelOpenFail(sender, 2, text)
    }
  })

/** Has a host key whose modulus begins with a text. */
export const keyServer = (text: string): Promise<Listening> =>
  server([rsaKeyWith(Buffer.from(text))], () => undefined)

/** A jump host that poses as each target, and says a text in its identification line and before it. */
export function posingServer(text: string): Promise<Listening> {
  const listener = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      if (context.method === 'password') context.accept()
      else context.reject(['password'])
    })
    client.on('tcpip', (accept) => {
      const channel = accept()
      channel.write(`${text}\r\nSSH-2.0-x_${text} ${text}\r\n`)
      channel.on('data', () => undefined)
    })
  })
  return rawServer((socket) => {
    listener.injectSocket(socket)
  })
}

const bits = 2048n

/** A key of RSA whose modulus has these bytes after its first, which its length sets. */
function rsaKeyWith(bytes: Buffer): string {
  const wanted = BigInt(`0xc0${bytes.toString('hex')}`) << (bits - 8n * BigInt(bytes.length + 1))
  const e = 65_537n
  for (;;) {
    const p = generatePrimeSync(1024, { bigint: true })
    let q = (wanted + (1n << (bits - 8n * BigInt(bytes.length + 2)))) / p
    q |= 1n
    while (!checkPrimeSync(q)) q += 2n
    const d = inverse(e, (p - 1n) * (q - 1n))
    if (d === null) continue
    const jwk = {
      kty: 'RSA',
      ...{ n: number(p * q), e: number(e), d: number(d), p: number(p), q: number(q) },
      ...{ dp: number(d % (p - 1n)), dq: number(d % (q - 1n)), qi: number(inverse(q, p) ?? 0n) },
    }
    const key = createPrivateKey({ key: jwk, format: 'jwk' })
    return key.export({ type: 'pkcs1', format: 'pem' }).toString()
  }
}

function number(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
}

/** By the extended algorithm of Euclid; null when there is none. */
function inverse(value: bigint, modulus: bigint): bigint | null {
  let [r, next, x, nextX] = [modulus, value % modulus, 0n, 1n]
  while (next !== 0n) {
    const quotient = r / next
    ;[r, next] = [next, r - quotient * next]
    ;[x, nextX] = [nextX, x - quotient * nextX]
  }
  return r === 1n ? ((x % modulus) + modulus) % modulus : null
}
