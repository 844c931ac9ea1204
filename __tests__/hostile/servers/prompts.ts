import { type HostileCase, ssh } from '../hostile-server'
import type { Peer } from '../peer'
import { allForms, formsOf, password } from '../secrets'
import {
  authFailure,
  bool,
  byte,
  FieldReader,
  infoRequest,
  lyingStr,
  message,
  msg,
  str,
  u32,
} from '../wire'

/** Asks in answer to a method, and again in answer to each answer; other methods are refused. */
const asks = (
  name: string,
  method: 'keyboard-interactive' | 'password',
  ask: (peer: Peer) => void,
  again = ask,
): HostileCase => ({
  name: `prompts: ${name}`,
  serve: ssh({
    on: {
      [msg.authRequest]: (peer, payload) => {
        const fields = new FieldReader(payload)
        fields.bytes()
        fields.bytes()
        if (fields.text() === method) ask(peer)
        else peer.send(authFailure(method))
      },
      [msg.infoResponse]: (peer) => {
        again(peer)
      },
    },
  }),
})

const says = (name: string, ...payloads: readonly Buffer[]) =>
  asks(name, 'keyboard-interactive', (peer) => {
    for (const payload of payloads) peer.send(payload)
  })

const change = (name: string, text: Buffer) =>
  asks(name, 'password', (peer) => {
    peer.send(message(msg.authMore, text, str('')))
  })

const cut = [256, 1024, 4096].map((limit) => `${'.'.repeat(limit - 16)}${password}`)

/** Servers that lie in keyboard-interactive (RFC 4256) and in requests to change the password (RFC 4252 section 8). */
export const promptCases: readonly HostileCase[] = [
  {
    ...says(
      'the password in every form in a prompt, its title and its instruction',
      infoRequest([`Code for ${allForms(password)}:`], allForms(password), allForms(password)),
    ),
    quick: true,
  },
  says('each form of the password in a prompt', infoRequest(Object.values(formsOf(password)))),
  says('a prompt that is cut within the password', infoRequest(cut)),
  says(
    'commands of a runner',
    infoRequest(
      ['::error::injected\r\n##[error]injected:', 'x'],
      '::error::injected',
      '\u2028::error::injected',
    ),
  ),
  says('1000 prompts', infoRequest(Array.from({ length: 1000 }, (_, index) => `${index}:`))),
  says(
    '4 billion prompts',
    message(msg.authMore, str(''), str(''), str(''), u32(0xffffffff), str('x'), bool(true)),
  ),
  says('6000 empty prompts', infoRequest(Array.from({ length: 6000 }, () => ''))),
  says('a prompt of 4 MB', infoRequest(['x'.repeat(4 * 1024 * 1024)])),
  says('a prompt of 30 kB', infoRequest(['Password'.repeat(3750)])),
  says(
    'a prompt that is longer than its packet',
    message(
      msg.authMore,
      str(''),
      str(''),
      str(''),
      u32(1),
      lyingStr(0x7fffffff, password),
      bool(false),
    ),
  ),
  asks('no prompts, in endless rounds', 'keyboard-interactive', (peer) => {
    peer.send(infoRequest([]))
  }),
  asks('a password prompt in endless rounds', 'keyboard-interactive', (peer) => {
    peer.send(infoRequest(['Password: ']))
  }),
  asks('prompts without end and without waiting', 'keyboard-interactive', (peer) => {
    peer.flood(() => infoRequest([]))
  }),
  asks(
    'the password back in a second round',
    'keyboard-interactive',
    (peer) => {
      peer.send(infoRequest(['Password: ']))
    },
    (peer) => {
      peer.send(infoRequest([`Not ${allForms(password)}: `]))
    },
  ),
  change(
    'a change of the password, with the password in every form',
    str(`Change ${allForms(password)}`),
  ),
  change('a change of the password, cut within the password', str(cut.join(''))),
  change('a change of the password, longer than its packet', lyingStr(0x7fffffff, password)),
  change('a change of the password, of 30 kB', str('x'.repeat(30_000))),
  asks('changes of the password without end', 'password', (peer) => {
    peer.flood(() => message(msg.authMore, str('Change it'), str('')))
  }),
  asks('a change of the password, and a success after it', 'password', (peer) => {
    peer.send(message(msg.authMore, str(`Change ${password}`), str('')))
    peer.send(message(msg.authSuccess))
  }),
  asks('one byte in place of a prompt', 'keyboard-interactive', (peer) => {
    peer.send(byte(msg.authMore))
  }),
]
