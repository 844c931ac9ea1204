import { type HostileCase, type Holds, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, formsOf, password } from '../secrets'
import {
  authBanner,
  authFailure,
  byte,
  disconnect,
  FieldReader,
  lyingStr,
  message,
  msg,
  str,
  u32,
} from '../wire'

/** The method that a request asks for (RFC 4252 section 5). */
function methodOf(payload: Buffer): string {
  const fields = new FieldReader(payload)
  fields.bytes()
  fields.bytes()
  return fields.text()
}

const rejects = (method: string) => (method === 'none' ? 'publickey,password' : '')

/** Answers each request of a login; the honest server lets in by password. */
const answers = (
  name: string,
  answer: (peer: Peer, method: string, payload: Buffer) => void,
  holds: Holds = {},
): HostileCase => ({
  name: `authentication: ${name}`,
  serve: ssh({
    on: {
      [msg.authRequest]: (peer, payload) => {
        answer(peer, methodOf(payload), payload)
      },
    },
  }),
  holds,
})

const bannerFirst = (name: string, ...texts: readonly string[]): HostileCase =>
  answers(name, (peer, _method, payload) => {
    for (const text of texts) peer.send(authBanner(text))
    peer.honest(payload)
  })

const limits = [100, 200, 256, 500, 512, 1000, 1024, 2000, 2048, 4000, 4096, 8192, 16_384]
const junk = 'x'.repeat(30_000)

/** Servers that lie in user authentication (RFC 4252). */
export const authenticationCases: readonly HostileCase[] = [
  { ...bannerFirst('a banner with the password in every form', allForms(password)), quick: true },
  bannerFirst(
    'a banner that is cut within the password, at many limits',
    ...limits.map((limit) => `${'.'.repeat(limit - 15)}${password}`),
  ),
  bannerFirst(
    'a banner that is cut within the base64 of the password',
    ...limits.map((limit) => `${'.'.repeat(limit - 20)}${formsOf(password)['base64'] ?? ''}`),
  ),
  bannerFirst(
    'a banner of wide letters that is cut within the password',
    ...limits.map((limit) => `${'é'.repeat(limit - 15)}${password}`),
  ),
  bannerFirst(
    'lines that are cut within the password',
    limits.map((limit) => `${'.'.repeat(limit - 13)}${password}`).join('\r\n'),
  ),
  bannerFirst('the password in two banners', password.slice(0, 12), password.slice(11)),
  bannerFirst(
    'the password with characters between its letters',
    ...['\0', '\u200b', '\u001b[1m', '\u00ad', '\u0301', '\r', '\ufeff'].map((mark) =>
      Array.from(password).join(mark),
    ),
  ),
  bannerFirst(
    'the password after many banners',
    ...Array.from({ length: 40 }, (_, index) => `line ${index} ${password}`),
  ),
  bannerFirst(
    'a banner with commands of a runner',
    '::error::injected\r##[error]injected\u2028::warning::injected\u0085::set-output name=x::injected',
  ),
  bannerFirst(
    'a banner with HTML',
    '<script>injected</script></pre></details>```\n<img src=x onerror=x>',
  ),
  answers('banners without end', (peer) => {
    peer.flood((index) => authBanner(`Welcome, number ${index}`))
  }),
  answers('banners of 30 kB without end', (peer) => {
    const payload = authBanner(junk)
    peer.flood(() => payload)
  }),
  answers('empty banners without end', (peer) => {
    peer.flood(() => authBanner(''))
  }),
  answers('a banner of 20 MB', (peer, _method, payload) => {
    peer.send(authBanner('x'.repeat(20 * 1024 * 1024)))
    peer.honest(payload)
  }),
  answers('a banner that is longer than its packet', (peer, _method, payload) => {
    peer.send(message(msg.authBanner, lyingStr(0x7fffffff, password), str('')))
    peer.honest(payload)
  }),
  answers('no answer', () => undefined, { result: ['fail'] }),
  answers('methods that are the password', (peer, method) => {
    peer.send(
      authFailure(
        method === 'none'
          ? `password,${Object.values(formsOf(password)).join(',')}`
          : allForms(password),
      ),
    )
  }),
  answers('methods that are texts and commands', (peer) => {
    peer.send(authFailure('::error::injected\n##[error]injected, please log in,<script>,password'))
  }),
  answers('methods of 30 kB', (peer, method) => {
    peer.send(authFailure(method === 'none' ? `${'m,'.repeat(15_000)}password` : ''))
  }),
  answers('methods that are longer than their packet', (peer) => {
    peer.send(message(msg.authFailure, lyingStr(0x7fffffff, 'password'), byte(0)))
  }),
  answers('a failure without its last byte', (peer) => {
    peer.send(message(msg.authFailure, str('password')))
  }),
  answers('partial success for ever', (peer) => {
    peer.send(authFailure('publickey,password,keyboard-interactive', true))
  }),
  answers('failures without end', (peer) => {
    peer.flood(() => authFailure('publickey,password'))
  }),
  answers('a success for nothing', (peer) => {
    peer.send(message(msg.authSuccess))
  }),
  {
    name: 'authentication: a success before it was asked for',
    serve: ssh({
      on: {
        [msg.serviceRequest]: (peer, payload) => {
          peer.honest(payload)
          peer.send(message(msg.authSuccess))
        },
      },
    }),
  },
  {
    name: 'authentication: a success in place of the service',
    serve: ssh({
      secured: (peer) => {
        peer.send(message(msg.authSuccess))
      },
    }),
  },
  answers('successes without end', (peer) => {
    peer.flood(() => message(msg.authSuccess))
  }),
  answers('would accept another key', (peer, method) => {
    if (method === 'publickey')
      peer.send(message(msg.authMore, str('ssh-ed25519'), str(Buffer.alloc(51, 9))))
    else peer.send(authFailure(rejects(method)))
  }),
  answers('would accept a key whose type is the password', (peer, method) => {
    if (method === 'publickey')
      peer.send(message(msg.authMore, str(allForms(password)), str(password)))
    else peer.send(authFailure(rejects(method)))
  }),
  answers('would accept a key, for ever', (peer, method) => {
    if (method === 'publickey') peer.flood(() => message(msg.authMore, str('ssh-ed25519'), str('')))
    else peer.send(authFailure(rejects(method)))
  }),
  answers('would accept a key in answer to the password', (peer, method) => {
    if (method === 'password') peer.send(message(msg.authMore, str('ssh-ed25519'), str(password)))
    else peer.send(authFailure('password'))
  }),
  answers('disconnects with the password in every form', (peer, method) => {
    if (method !== 'password') peer.send(authFailure('password'))
    else {
      peer.send(disconnect(2, allForms(password)))
      peer.stream.end()
    }
  }),
  answers('disconnects with a text that is longer than its packet', (peer) => {
    peer.send(message(msg.disconnect, u32(2), lyingStr(0x7fffffff, password)))
    peer.stream.end()
  }),
  answers('closes after the password', (peer, method) => {
    if (method === 'password') peer.stream.end()
    else peer.send(authFailure('password'))
  }),
  answers('messages of channels before the login', (peer) => {
    peer.send(message(msg.channelOpen, str('session'), u32(0), u32(1000), u32(1000)))
    peer.send(message(msg.channelData, u32(0), str(password)))
    peer.send(message(msg.channelClose, u32(7)))
  }),
  answers('an answer of the key exchange', (peer) => {
    peer.send(message(msg.kexReply, str('x'), str('y'), str('z')))
  }),
]
