import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { portFix } from '../fixes/ask-provider'
import { inPanel, onComputer, sh } from '../fixes/build'
import { tryPort } from '../fixes/from-computer'
import { portObserved, portThat } from '../readings/port'
import {
  allowListFixes,
  loopbackFixes,
  loopbackObserved,
  providerObserved,
  runAgain,
} from '../readings/whose-host'
import { candidates } from '../server'

export const tcpSilent = defineCause({
  id: 'tcp/silent',
  title: 'Connection timed out, and no port answers',
  severity: 'error',
  pointsAt: 'host',
  retry: 'uncounted',
  page: {
    means:
      'Nothing came back from this address. The machine is off, or now has another address. Or a firewall in front of it drops everything that comes from this runner (an allow-list, a ban of the whole address).',
    detection:
      'The port gave no answer for many seconds, and neither did any other port that was tried. If one of those had answered, the finding would be tcp/filtered.',
    firstMove:
      'Connect from your own computer. If that fails too, check the address and whether the machine runs.',
  },
  needs: ['tcp'],
  judge(view) {
    const reading = portThat(view, 'silent')
    if (!reading || reading.answering.length > 0) return null
    const { tcp, main } = reading
    const everywhere = tcp.portProbes.length > 0
    return {
      certainty: everywhere ? 'likely' : 'possible',
      evidence: { port: tcp.port, address: main.address, waitedMs: main.ms, everywhere },
      candidates: candidates(['server/firewall-drops', 'server/banned'], view.server),
    }
  },
  explain({ port, address, waitedMs, everywhere }, view) {
    return {
      verdict: everywhere
        ? say`The server does not answer on port ${port} or any other port`
        : say`Port ${port} does not answer`,
      why: everywhere
        ? say`no port answered within ${duration(waitedMs)}. The server is off, or its address has changed, or a firewall hides it from this runner.`
        : say`the port gave no answer within ${duration(waitedMs)}, and no other port was probed. A firewall, a machine that is off and a wrong address look the same.`,
      observed: [
        ...portObserved(view.tcp),
        ...loopbackObserved(view, address),
        ...providerObserved(view),
      ],
      fixes: [
        ...loopbackFixes(view, address),
        ...portFix(view),
        onComputer(
          say`Try it from your own computer (in PowerShell: ${`Test-NetConnection ${address} -Port ${String(port)}`}). If it connects or is refused, the server is up and blocks this runner. If it times out, the server is off, or this is not its address.`,
          sh(tryPort(address, port)),
        ),
        inPanel(
          say`See whether the server runs, and whether its address is still ${address}. A cloud server often gets another one after a stop.`,
        ),
        ...runAgain(view),
        ...allowListFixes(view),
      ],
    }
  },
})
