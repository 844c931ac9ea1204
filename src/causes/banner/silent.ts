import { serverSystems } from '../../knowledge/server-systems'
import { duration, say } from '../../text/words'
import { deployWaitsLonger } from '../readings/short-timeout'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, inNetwork } from '../fixes/build'
import { bannerObserved, listenedMs } from '../readings/banner'
import { isRunnerItself, loopbackFixes, loopbackObserved } from '../readings/whose-host'

export const bannerSilent = defineCause({
  id: 'banner/silent',
  title: 'The port opens, but no SSH banner comes',
  severity: 'error',
  pointsAt: 'port',
  retry: 1,
  page: {
    means:
      'The connection opens and then nothing is sent, though an SSH server speaks first. Perhaps the server hangs or has no memory left. A proxy or load balancer without a server behind it looks the same. So does a firewall that allows only the first packets, and a program that waits for its client.',
    detection:
      'Not one byte came for as long as the timeout allows, also after we had sent our own line. If bytes had come, the finding would be banner/not-ssh or banner/tarpit.',
    firstMove:
      'Connect from your own computer with `ssh -v`, and see whether "Remote protocol version" appears.',
  },
  needs: ['banner'],
  judge(view) {
    if (view.banner.outcome !== 'silent') return null
    return {
      // A device that drops what the server sends looks the same.
      certainty: 'likely',
      ...(deployWaitsLonger(view, listenedMs(view)) && { severity: 'warning' as const }),
      evidence: { port: view.input.port, waitedMs: listenedMs(view) },
    }
  },
  explain({ port, waitedMs }, view) {
    const { banner, server } = view
    const { system } = server
    const address = view.tcp?.connected ?? ''
    const toItself = isRunnerItself(view, address)
    const { load, listenersOn, log } = serverSystems[system]
    return {
      verdict: say`Port ${port} opens, but no SSH banner comes`,
      why: say`the connection was open for ${duration(waitedMs)} without a byte, and an SSH server speaks first. The reason cannot be seen from outside.`,
      observed: [...bannerObserved(banner), ...loopbackObserved(view, address)],
      fixes: [
        ...loopbackFixes(view, address),
        !toItself &&
          onServer(
            say`Log in by the console of the provider. See whether the machine is overloaded, and which program listens on the port.`,
            commands(system, `${load}\n${listenersOn(port)}\n${log}`),
          ),
        inWorkflow(
          say`Check that ${port} is the port of SSH: programs that wait for their client (databases, Remote Desktop) look like this.`,
        ),
        inNetwork(
          say`If a load balancer or proxy is in front of the server, check that it has a healthy server behind it.`,
        ),
      ],
    }
  },
})
