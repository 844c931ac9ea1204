import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, lines } from '../fixes/build'
import { bannerObserved } from '../readings/banner'

export const ssh1Only = defineCause({
  id: 'banner/ssh1-only',
  title: 'The server supports only SSH version 1',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'The server offers only version 1 of the protocol, from the nineties, which no client in use speaks any more. It is a very old device, or its SSH is set to version 1.',
    detection:
      'Its identification line says a version 1 other than 1.99, which would mean both (RFC 4253 section 5.1).',
    firstMove: 'Update the SSH server.',
  },
  lookalikes: {
    'An SSH 2 server with an unusual line': 'The version in its line is that of SSH 1.',
  },
  needs: ['banner'],
  judge({ banner: { outcome, line } }) {
    if (outcome !== 'ssh-1' || line === null) return null
    return { certainty: 'proved', evidence: { line } }
  },
  explain({ line }, { banner }) {
    return {
      verdict: say`The server supports only SSH version 1`,
      why: say`its banner is ${line}, and a server with version 2 says ${'SSH-2.0'} or ${'SSH-1.99'}.`,
      observed: bannerObserved(banner),
      fixes: [
        onServer(
          say`Switch on version 2 (it often needs an RSA host key of 2048 bits first), or update the SSH server.`,
          lines('crypto key generate rsa modulus 2048   ! on Cisco IOS\nip ssh version 2'),
        ),
      ],
    }
  },
})
