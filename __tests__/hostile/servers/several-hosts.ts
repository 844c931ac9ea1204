import { type HostileCase, says, saysAndCloses, type Serve, ssh } from '../hostile-server'
import { allForms, password } from '../secrets'
import { authBanner, message, msg, str, u32 } from '../wire'

/** Two hosts of one run: what one was given, the other may say. */
const hosts = (name: string, serve: Serve, second: Serve): HostileCase => ({
  name: `several hosts: ${name}`,
  serve,
  second,
})

const banner = (text: string): Serve =>
  ssh({
    on: {
      [msg.authRequest]: (peer, payload) => {
        peer.send(authBanner(text))
        peer.honest(payload)
      },
    },
  })

const floods = ssh({
  secured: (peer) => {
    peer.flood((index) => message(msg.unimplemented, u32(index)))
  },
})

/** Servers of a run with more than one host. */
export const severalHostsCases: readonly HostileCase[] = [
  {
    ...hosts(
      'the second says the password before its identification',
      ssh(),
      saysAndCloses(`${allForms(password)}\r\n`),
    ),
    holds: { connections: 2 },
    quick: true,
  },
  hosts(
    'both say the password in a banner',
    banner(allForms(password)),
    banner(allForms(password)),
  ),
  hosts(
    'each says a half of the password',
    banner(password.slice(0, 12)),
    banner(password.slice(11)),
  ),
  hosts('the second says nothing', ssh(), says()),
  hosts('both flood', floods, floods),
  hosts(
    'one floods, and the other is honest',
    ssh({
      loggedIn: (peer) => {
        peer.flood(() => message(msg.ignore, str('')))
      },
    }),
    ssh(),
  ),
  hosts('the second resets', ssh(), (stream) => {
    stream.destroy()
  }),
]
