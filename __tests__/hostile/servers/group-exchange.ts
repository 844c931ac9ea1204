import { getDiffieHellman } from 'node:crypto'
import { type HostileCase, ssh } from '../hostile-server'
import { bytesOf, byte, lyingStr, message, mpint, msg, str } from '../wire'

const method = 'diffie-hellman-group-exchange-sha256'
const two = byte(2)

/** The server answers a request for a group (RFC 4419 section 3), and the client's value with a signature of nobody. */
const group = (name: string, answer: () => Buffer, kex = method): HostileCase => ({
  name: `group exchange: ${name}`,
  serve: ssh({
    lists: { kex },
    on: {
      [msg.gexRequest]: (peer) => {
        peer.send(answer())
      },
      [msg.gexInit]: (peer) => {
        const hostKey = Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(32, 7))])
        const signature = Buffer.concat([str('ssh-ed25519'), str(Buffer.alloc(64))])
        peer.send(message(msg.gexReply, str(hostKey), mpint(byte(4)), str(signature)))
        peer.send(message(msg.newKeys))
      },
    },
  }),
  holds: { result: ['fail'] },
})

const primeAndGenerator = (prime: Buffer, generator: Buffer) => () =>
  message(msg.kexReply, mpint(prime), mpint(generator))

/** 2^bits - 1: a prime for some exponents, and always slow to test. */
const mersenne = (bits: number) => bytesOf((1n << BigInt(bits)) - 1n)

const modp = (name: string) => getDiffieHellman(name).getPrime()

/** Servers that hand out groups which take for ever, or are none. */
export const groupExchangeCases: readonly HostileCase[] = [
  { ...group('a prime of 19,937 bits', primeAndGenerator(mersenne(19_937), two)), quick: true },
  group('a prime of 9,689 bits', primeAndGenerator(mersenne(9689), two)),
  group('a prime of 216,091 bits', primeAndGenerator(mersenne(216_091), two)),
  group('an honest group of 8192 bits', () => primeAndGenerator(modp('modp18'), two)()),
  group('an honest group of 4096 bits', () => primeAndGenerator(modp('modp16'), two)()),
  group('an honest group of 3072 bits', () => primeAndGenerator(modp('modp15'), two)()),
  group('an honest group of 1024 bits', () => primeAndGenerator(modp('modp2'), two)()),
  group('a prime of 521 bits', primeAndGenerator(mersenne(521), two)),
  group('a prime of zero', primeAndGenerator(Buffer.alloc(0), two)),
  group('a prime of one', primeAndGenerator(byte(1), two)),
  group('an even prime', primeAndGenerator(bytesOf(1n << 2048n), two)),
  group('a product of 2048 bits', primeAndGenerator(bytesOf((1n << 2048n) - 3n), two)),
  group('a negative prime', () => message(msg.kexReply, str(Buffer.alloc(256, 0xff)), mpint(two))),
  group('a generator of zero', () => primeAndGenerator(modp('modp14'), Buffer.alloc(0))()),
  group('a generator of one', () => primeAndGenerator(modp('modp14'), byte(1))()),
  group('a generator of p - 1', () => {
    const prime = modp('modp14')
    const generator = Buffer.from(prime)
    generator[generator.length - 1] = (generator.at(-1) ?? 1) - 1
    return primeAndGenerator(prime, generator)()
  }),
  group('a generator of 30,000 bytes', () =>
    primeAndGenerator(modp('modp14'), Buffer.alloc(30_000, 0x7f))(),
  ),
  group('a prime that is longer than its packet', () =>
    message(msg.kexReply, lyingStr(0x7fffffff, Buffer.alloc(256, 0xff)), mpint(two)),
  ),
  group('no generator', () => message(msg.kexReply, mpint(mersenne(2203)))),
  group('two zeros before a prime', () =>
    message(msg.kexReply, str(Buffer.concat([Buffer.alloc(20_000), modp('modp14')])), mpint(two)),
  ),
  group(
    'the old method, a prime of 4,423 bits',
    primeAndGenerator(mersenne(4423), two),
    'diffie-hellman-group-exchange-sha1',
  ),
  {
    name: 'group exchange: a group that nobody asked for',
    serve: ssh({
      reply: (peer) => {
        peer.send(message(msg.kexReply, mpint(mersenne(9689)), mpint(two)))
      },
    }),
    holds: { result: ['fail'] },
  },
]
