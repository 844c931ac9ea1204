import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { Channel } from './channel'
import type { Peer } from './peer'
import { SftpServer } from './sftp-server'
import { authFailure, FieldReader, message, msg, str, u32 } from './wire'

/** What an honest server does once packets are encrypted: a login by password, a real shell, SFTP, channels to other hosts. */
export class Account {
  readonly #peer: Peer
  readonly #channels = new Map<number, Channel>()

  constructor(peer: Peer) {
    this.#peer = peer
  }

  /** Ends what the channels still hold. */
  close(): void {
    for (const channel of this.#channels.values()) channel.onEnd()
    this.#channels.clear()
  }

  take(payload: Buffer): void {
    const fields = new FieldReader(payload)
    switch (payload[0]) {
      case msg.serviceRequest:
        this.#peer.send(message(msg.serviceAccept, str(fields.bytes())))
        return
      case msg.authRequest:
        this.#authenticate(fields)
        return
      case msg.channelOpen:
        this.#open(fields)
        return
      case msg.channelRequest:
        this.#request(this.#channels.get(fields.u32()), fields)
        return
      case msg.channelData:
        this.#channels.get(fields.u32())?.onData(fields.bytes())
        return
      case msg.channelEof:
        this.#channels.get(fields.u32())?.onEnd()
        return
      case msg.channelClose:
        this.#closeChannel(fields.u32())
        return
      case msg.globalRequest:
        fields.bytes()
        if (fields.bool()) this.#peer.send(message(msg.requestFailure))
        return
      default:
    }
  }

  #authenticate(fields: FieldReader): void {
    const { accepts = ['password'], methods = 'publickey,password', loggedIn } = this.#peer.conduct
    fields.bytes()
    fields.bytes()
    const method = fields.text()
    if (!accepts.includes(method)) {
      this.#peer.send(authFailure(methods))
      return
    }
    if (method === 'publickey' && !fields.bool()) {
      const [algorithm, blob] = [fields.bytes(), fields.bytes()]
      this.#peer.send(message(msg.authMore, str(algorithm), str(blob)))
      return
    }
    this.#peer.send(message(msg.authSuccess))
    loggedIn?.(this.#peer)
  }

  #open(fields: FieldReader): void {
    const type = fields.text()
    const client = fields.u32()
    fields.u32()
    fields.u32()
    const channel = new Channel(this.#peer, this.#channels.size, client)
    this.#channels.set(channel.id, channel)
    if (type !== 'direct-tcpip') {
      channel.confirm()
      return
    }
    const [host, port] = [fields.text(), fields.u32()]
    const instead = this.#peer.conduct.forward
    if (instead) instead(channel, host, port)
    else forward(channel, host, port)
  }

  #request(channel: Channel | undefined, fields: FieldReader): void {
    if (!channel) return
    const type = fields.text()
    const wantsReply = fields.bool()
    const { exec, sftp } = this.#peer.conduct
    const starts = type === 'exec' || type === 'subsystem'
    if (wantsReply) channel.send(starts ? msg.channelSuccess : msg.channelFailure)
    if (type === 'exec') {
      if (exec) exec(channel, fields.text())
      else run(channel, fields.text())
    } else if (type === 'subsystem') new SftpServer(channel, sftp)
  }

  #closeChannel(id: number): void {
    this.#channels.get(id)?.onEnd()
  }
}

/** Runs a command as the shell of an account does. */
export function run(channel: Channel, command: string): void {
  const shell = spawn('sh', ['-c', command], { stdio: 'pipe' })
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.stdout.on('data', (data: Buffer) => {
    channel.write(data)
  })
  shell.stderr.on('data', (data: Buffer) => {
    channel.error(data)
  })
  shell.on('close', (code) => {
    channel.exit(code ?? 1)
    channel.end()
  })
  channel.onData = (data) => shell.stdin.write(data)
  channel.onEnd = () => shell.stdin.end()
}

function forward(channel: Channel, host: string, port: number): void {
  const socket = connect(port, host)
  socket.once('error', () => {
    const fields = [u32(2), str('Connection refused'), str('')]
    channel.send(msg.openFailure, ...fields)
  })
  socket.once('connect', () => {
    channel.confirm()
    socket.on('data', (data: Buffer) => {
      channel.write(data)
    })
    socket.on('close', () => {
      channel.end()
    })
  })
  channel.onData = (data) => {
    socket.write(data)
    channel.send(msg.windowAdjust, u32(data.length))
  }
  channel.onEnd = () => socket.end()
}
