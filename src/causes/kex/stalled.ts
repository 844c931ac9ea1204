import { admin, author, network, sh } from '../fixes/build'
import { duration, inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { exchangeThat, phaseName } from '../readings/kex-endings'
export const kexStalled = defineCause({
  id: 'kex/stalled',
  title: 'The server fell silent during the key exchange',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server greeted us as SSH and then nothing more came until our time was up, while the connection stayed open. The classic reason is a link that loses large packets (an MTU that is too big for a tunnel or VPN, with ICMP filtered): the greeting is small, the lists and keys that follow are not. A server without memory or processor time does the same.',
    detection:
      'The greeting came, the connection was not closed, and the time ran out in the key exchange.',
    alsoSeenAs: [
      'debug1: expecting SSH2_MSG_KEX_ECDH_REPLY',
      'ssh: handshake failed: i/o timeout',
      'Timed out while waiting for handshake',
      'Connection timed out during banner exchange',
    ],
  },
  needs: [],
  judge(view) {
    const ended = exchangeThat(view, 'stalled')
    if (!ended) return null
    return { certainty: 'likely', evidence: { reached: ended.reached, ms: ended.ms } }
  },
  explain({ reached, ms }) {
    return {
      verdict: say`The server greeted us, then fell silent during the key exchange`,
      why: say`nothing came ${phaseName(reached)} for ${Math.round(ms / 1000)} s, and the connection stayed open. A link that loses large packets looks like this, and so does a server that hangs.`,
      observed: [
        say`Silence ${phaseName(reached)} for ${duration(ms)}.`,
        say`No user name, key or password had been sent.`,
      ],
      fixes: [
        network(
          say`If a VPN or tunnel is on the way, lower its MTU, or let ICMP "fragmentation needed" through.`,
          sh('sudo ip link set dev TUNNEL mtu 1400'),
        ),
        admin(say`Look at load and memory of the server.`, sh('uptime; free -m')),
        author(
          say`Run the job once more, with a longer ${inputName('timeout')} if the server is slow.`,
        ),
      ],
    }
  },
})
