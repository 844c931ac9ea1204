// fake-server.mjs BEHAVIOUR PORT [ARGUMENT]: servers that no Debian package gives, and clients that are in the way.
// Plain JavaScript, so that any node runs it in a network namespace without a build. Prints "listening", then
// "connection from ADDRESS" for each one. Ends when its standard input ends.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import http from 'node:http'
import net from 'node:net'
import { mkdtempSync, readFileSync } from 'node:fs'
import tls from 'node:tls'
import { madeServer } from './made-server.mjs'

const [behaviour, portText, argument = ''] = process.argv.slice(2)
const port = Number(portText)
const serverLine = 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13\r\n'

process.stdin.resume()
process.stdin.on('end', () => process.exit())
process.on('uncaughtException', (error) => console.log(`error ${error.message}`))

const servers = {
  // Web server: answers an SSH identification with 400 Bad Request.
  http: () => http.createServer((_, response) => response.end('hello\n')),
  tls: () => tls.createServer(certificate(), (socket) => socket.end()),
  smtp: () =>
    onConnection((socket) => socket.write('220 mail.example.net ESMTP Postfix (Debian/GNU)\r\n')),
  ftp: () => onConnection((socket) => socket.write('220 (vsFTPd 3.0.3)\r\n')),
  mysql: () =>
    onConnection((socket) => {
      const body = Buffer.from('\x0a8.0.36\0', 'latin1')
      socket.write(Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]))
    }),
  // Says ARGUMENT, a JSON string, and then nothing more.
  says: () => onConnection((socket) => socket.write(JSON.parse(argument), 'latin1')),
  // Says ARGUMENT, a JSON string, and ends the connection.
  'says-and-closes': () => onConnection((socket) => socket.end(JSON.parse(argument), 'latin1')),
  // Says ARGUMENT, a JSON string, to whoever has spoken, and ends the connection.
  'answers-and-closes': () =>
    onConnection((socket) => socket.once('data', () => socket.end(JSON.parse(argument), 'latin1'))),
  // Greets as SSH and says ARGUMENT, a JSON string, once the client has spoken; then it ends the connection.
  'banner-and-close': () =>
    onConnection((socket) => {
      socket.write(serverLine)
      socket.once('data', () => socket.end(JSON.parse(argument), 'latin1'))
    }),
  // SSH_MSG_DISCONNECT (RFC 4253 section 11.1) with reason 12 and the text ARGUMENT in place of a key exchange.
  disconnects: () =>
    onConnection((socket) => {
      socket.write(serverLine)
      socket.once('data', () =>
        socket.end(
          packet(Buffer.concat([Buffer.from([1, 0, 0, 0, 12]), string(argument), string('')])),
        ),
      )
    }),
  // Sends ARGUMENT, a JSON string, for ever, as fast as it is taken.
  floods: () =>
    onConnection((socket) => {
      const more = () => {
        while (socket.write(JSON.parse(argument).repeat(1000), 'latin1'));
      }
      socket.on('drain', more)
      more()
    }),
  // A whole SSH server of another make; ARGUMENT is JSON, see made-server.mjs.
  ssh: () => {
    const server = madeServer(JSON.parse(argument))
    return onConnection((socket) => server.injectSocket(socket))
  },
  silent: () => onConnection(() => undefined),
  closes: () => onConnection((socket) => socket.end()),
  resets: () => onConnection((socket) => socket.resetAndDestroy()),
  'ssh-1': () => onConnection((socket) => socket.write('SSH-1.5-1.2.27\r\n')),
  // A blank where the name of the software belongs: OpenSSH reads it.
  'bare-banner': () => onConnection((socket) => socket.write('SSH-2.0- \r\n')),
  // Identifies itself and then sends no SSH packet: RFC 4253 section 6 allows no such length.
  garbage: () =>
    onConnection((socket) => socket.write(`${serverLine}${'\xff\xfe garbage '.repeat(40)}`)),
  'odd-algorithms': () =>
    onConnection((socket) => {
      socket.write(serverLine)
      socket.write(kexInit('ours-only@example.net'))
    }),
  'stalls-in-kex': () => onConnection((socket) => socket.write(serverLine)),
  // Speaks first, then ends the connection at the client's SSH_MSG_KEXINIT, as an overloaded server or an IPS does.
  'closes-in-kex': () =>
    onConnection((socket) => {
      let received = 0
      socket.write(serverLine)
      socket.on('data', (chunk) => {
        received += chunk.length
        if (received > 500) socket.end()
      })
    }),
  // A real sshd behind it greets ARGUMENT milliseconds late.
  'late-banner': () =>
    relay(async (chunk, socket) => {
      await new Promise((resolve) => setTimeout(resolve, Number(argument)))
      socket.write(chunk)
    }),
  // A real sshd behind it greets in pieces of three bytes, each a TCP segment of its own.
  'banner-in-pieces': () =>
    relay(async (chunk, socket) => {
      for (let at = 0; at < chunk.length; at += 3) {
        socket.write(chunk.subarray(at, at + 3))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }),
  // A real sshd behind it greets after ARGUMENT, a JSON string.
  'text-before': () =>
    relay((chunk, socket) =>
      socket.write(Buffer.concat([Buffer.from(JSON.parse(argument)), chunk])),
    ),
  // A real sshd behind it; no packet from it that is longer than ARGUMENT bytes arrives, as behind a path with a small MTU.
  'drops-long': () =>
    onConnection((socket) => {
      const inner = net.connect(2200, '127.0.0.1')
      socket.pipe(inner)
      inner.on('error', () => socket.destroy())
      let lost = false
      inner.on('data', (chunk) => {
        lost ||= chunk.length > Number(argument)
        if (!lost) socket.write(chunk)
      })
    }),
  // A real sshd behind it greets after three other lines, as RFC 4253 section 4.2 allows.
  'lines-before': () =>
    relay((chunk, socket) =>
      socket.write(
        Buffer.concat([Buffer.from('Welcome\r\nto the gate\r\n:: mind the step\r\n'), chunk]),
      ),
    ),
  // Two real sshds behind it: the first connection goes to port 2200, all others to 2201.
  'two-servers': () => {
    let inner = 2200
    return onConnection((socket) => {
      const onward = net.connect(inner, '127.0.0.1')
      inner = 2201
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
  },
  // A real sshd behind it greets only a client that has spoken.
  'waits-for-client': () =>
    onConnection((socket) => {
      socket.once('data', (first) => {
        const inner = net.connect(2200, '127.0.0.1', () => inner.write(first))
        socket.pipe(inner)
        inner.pipe(socket)
        inner.on('error', () => socket.destroy())
      })
    }),
}

function onConnection(speak) {
  return net.createServer((socket) => {
    socket.on('error', () => undefined)
    speak(socket)
  })
}

/** Joins each connection with the sshd on port 2200; its first chunk goes through `greet`. */
function relay(greet) {
  return onConnection((socket) => {
    const inner = net.connect(2200, '127.0.0.1')
    socket.pipe(inner)
    inner.on('error', () => socket.destroy())
    inner.once('data', async (first) => {
      inner.pause()
      await greet(first, socket)
      inner.pipe(socket)
    })
  })
}

/** SSH_MSG_KEXINIT (RFC 4253 section 7.1) in a packet (section 6), with one name in each list. */
function kexInit(name) {
  const list = string(name)
  const languages = Buffer.alloc(8)
  const noGuess = Buffer.alloc(5)
  const lists = Buffer.concat(Array(8).fill(list))
  return packet(Buffer.concat([Buffer.from([20]), randomBytes(16), lists, languages, noGuess]))
}

const uint32 = (number) => Buffer.from([number >>> 24, number >>> 16, number >>> 8, number])

function string(text) {
  return Buffer.concat([uint32(Buffer.byteLength(text)), Buffer.from(text)])
}

/** A packet without encryption (RFC 4253 section 6). */
function packet(payload) {
  const padding = 8 + ((8 - ((5 + payload.length) % 8)) % 8)
  const head = [...uint32(1 + payload.length + padding), padding]
  return Buffer.concat([Buffer.from(head), payload, Buffer.alloc(padding)])
}

function certificate() {
  const folder = mkdtempSync('/tmp/preflab-tls-')
  const files = ['-keyout', `${folder}/key`, '-out', `${folder}/cert`]
  const subject = ['-subj', '/CN=server.example.net', '-days', '1']
  spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject])
  return { key: readFileSync(`${folder}/key`), cert: readFileSync(`${folder}/cert`) }
}

if (behaviour === 'dns-servfail') {
  const socket = dgram.createSocket('udp4')
  socket.on('message', (query, from) => {
    const answer = Buffer.from(query)
    answer[2] = 0x81
    answer[3] = 0x82
    socket.send(answer, from.port, from.address)
  })
  socket.bind(port, '127.0.0.1', () => console.log('listening'))
} else if (behaviour === 'holds-connections') {
  // Opens ARGUMENT connections to PORT of this host and never logs in: they fill MaxStartups.
  let open = 0
  for (let count = 0; count < Number(argument); count += 1) {
    net.connect(port, '127.0.0.1').once('data', () => {
      open += 1
      if (open === Number(argument)) console.log('listening')
    })
  }
} else {
  const server = servers[behaviour]()
  server.prependListener('connection', (socket) => {
    console.log(`connection from ${socket.remoteAddress.replace('::ffff:', '')}`)
  })
  server.listen(port, '::', () => console.log('listening'))
}
