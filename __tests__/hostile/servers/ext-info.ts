import { type HostileCase, ssh } from '../hostile-server'
import { allForms, formsOf, password } from '../secrets'
import { disconnect, lyingStr, message, msg, str, u32 } from '../wire'

const extInfo = (...pairs: readonly (readonly [string, string | Buffer])[]) =>
  message(
    msg.extInfo,
    u32(pairs.length),
    ...pairs.flatMap(([name, value]) => [str(name), str(value)]),
  )

const algorithms = 'server-sig-algs'
const megabyte = 1024 * 1024

/** What the server sends in place of, or before, its first message after the key exchange. */
const sends = (name: string, ...payloads: readonly Buffer[]): HostileCase => ({
  name: `ext-info: ${name}`,
  serve: ssh({
    secured: (peer) => {
      for (const payload of payloads) peer.send(payload)
    },
  }),
})

const floods = (name: string, next: (index: number) => Buffer): HostileCase => ({
  name: `ext-info: ${name}`,
  serve: ssh({
    secured: (peer) => {
      peer.flood(next)
    },
  }),
})

const large = extInfo([algorithms, 'rsa-sha2-512,'.repeat(2500)])
const larger = () => extInfo([algorithms, Buffer.alloc(30 * megabyte, 'rsa-sha2-512,')])

/** Servers that lie in SSH_MSG_EXT_INFO (RFC 8308) and before the service request is answered. */
export const extInfoCases: readonly HostileCase[] = [
  {
    ...sends(
      'names that are the password',
      extInfo([algorithms, Object.values(formsOf(password)).join(',')]),
    ),
    quick: true,
  },
  sends(
    'an extension whose name is the password',
    extInfo([allForms(password), allForms(password)]),
  ),
  sends(
    'names that are cut within the password',
    extInfo([
      algorithms,
      [64, 100, 256, 1024].map((limit) => `${'a'.repeat(limit - 14)}${password}`).join(','),
    ]),
  ),
  sends(
    'commands of a runner',
    extInfo([algorithms, '::error::injected\n##[error]injected,rsa-sha2-256']),
  ),
  sends('30 kB', large),
  floods('30 MB', (index) => (index === 0 ? larger() : message(msg.ignore, str('')))),
  floods('30 kB again and again', () => large),
  floods('30 MB again and again', larger),
  { ...floods('the smallest again and again', () => extInfo()), inputs: { timeout: '6s' } },
  floods('another one each time', (index) => extInfo([algorithms, `x${index}`])),
  sends('4 billion extensions', message(msg.extInfo, u32(0xffffffff), str(algorithms), str('x'))),
  sends(
    'a value that is longer than its packet',
    message(msg.extInfo, u32(1), str(algorithms), lyingStr(0x7fffffff, password)),
  ),
  sends('no number of extensions', message(msg.extInfo)),
  sends(
    '1000 names without a value',
    message(msg.extInfo, u32(1000), ...Array.from({ length: 1000 }, () => str(''))),
  ),
  {
    name: 'service: no answer',
    serve: ssh({ on: { [msg.serviceRequest]: () => undefined } }),
    holds: { result: ['fail'] },
    inputs: { timeout: '2s' },
  },
  {
    name: 'service: another one than was asked for, which is the password',
    serve: ssh({
      on: {
        [msg.serviceRequest]: (peer) => {
          peer.send(message(msg.serviceAccept, str(allForms(password))))
        },
      },
    }),
  },
  {
    name: 'service: accepted without end',
    serve: ssh({
      on: {
        [msg.serviceRequest]: (peer) => {
          peer.flood(() => message(msg.serviceAccept, str('ssh-userauth')))
        },
      },
    }),
  },
  {
    name: 'service: a disconnect with the password in every form',
    serve: ssh({
      on: {
        [msg.serviceRequest]: (peer) => {
          peer.send(disconnect(7, allForms(password)))
          peer.stream.end()
        },
      },
    }),
    holds: { result: ['fail'] },
  },
  {
    name: 'service: a name that is longer than its packet',
    serve: ssh({
      on: {
        [msg.serviceRequest]: (peer) => {
          peer.send(message(msg.serviceAccept, lyingStr(500, 'ssh-userauth')))
        },
      },
    }),
  },
  ...[msg.ignore, msg.debug, msg.unimplemented].map((number): HostileCase =>
    floods(`message ${number} without end, encrypted`, (index) =>
      message(number, u32(index), str(''), str('')),
    ),
  ),
  floods('empty IGNORE without end, encrypted', () => message(msg.ignore, str(''))),
  floods('DEBUG with the password without end', () =>
    message(msg.debug, Buffer.from([1]), str(allForms(password)), str('')),
  ),
  floods('messages of unknown numbers without end', (index) => message(192 + (index % 60))),
  floods('payloads of no bytes', () => Buffer.alloc(0)),
]
