import { serverSystems } from '../../knowledge/server-systems'
import { duration, inputName, say } from '../../text/words'
import { deployWaitsLonger } from '../readings/short-timeout'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, inNetwork, sh } from '../fixes/build'
import { exchangeThat, phaseName } from '../readings/kex-endings'

export const kexStalled = defineCause({
  id: 'kex/stalled',
  title: 'The server stopped answering during the key exchange',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server sent its SSH banner, and then nothing more came until our time was up, while the connection stayed open. The classic reason is a link that loses large packets (an MTU that is too big for a tunnel or VPN, with ICMP filtered): the banner is small, and the lists and keys that follow are not. A server without memory or processor time does the same.',
    detection:
      'The banner came, the connection was not closed, and the time ran out in the key exchange.',
    firstMove: 'On a VPN or a self-hosted runner, lower the MTU to 1400.',
  },
  needs: ['kex'],
  judge(view) {
    const ended = exchangeThat(view, 'stalled')
    if (!ended) return null
    return {
      certainty: 'likely',
      ...(deployWaitsLonger(view, ended.ms) && { severity: 'warning' as const }),
      evidence: { reached: ended.reached, ms: ended.ms },
    }
  },
  explain({ reached, ms }, { server: { system } }) {
    return {
      verdict: say`The server sent its banner, then stopped answering during the key exchange`,
      why: say`nothing came ${phaseName(reached)} for ${Math.round(ms / 1000)} s, and the connection stayed open. A link that loses large packets looks like this, and so does a server that hangs.`,
      observed: [
        say`Silence ${phaseName(reached)} for ${duration(ms)}.`,
        say`No user name, key or password had been sent.`,
      ],
      fixes: [
        inNetwork(
          say`If a VPN or tunnel is on the way, lower its MTU, or allow ICMP "fragmentation needed".`,
          sh('sudo ip link set dev TUNNEL mtu 1400'),
        ),
        onServer(
          say`Check the load and the memory of the server.`,
          commands(system, serverSystems[system].load),
        ),
        inWorkflow(
          say`Run the job once more, with a longer ${inputName('timeout')} if the server is slow.`,
        ),
      ],
    }
  },
})
