import { admin, author, provider } from '../fixes/build'
import type { View } from '../view'
import { serverSystems } from '../../knowledge/server-systems'
import { inputName, literal, say, type Words } from '../../text/words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { pasteLine, portLine } from '../fixes/endpoint-line'
import type { ServerCauseId } from '../../facts/cause-ids'
import { portFix } from '../fixes/ask-provider'
import { candidates } from '../server'
import { attemptsObserved, type PortReading, readPort, portProbesObserved } from '../readings/port'
import {
  isRunnerItself,
  loopbackObserved,
  providerObserved,
  providerPort,
} from '../readings/whose-host'

interface NotListening extends Evidence {
  readonly port: number
  readonly address: string
  readonly afterMs: number
  /** How the refusal came; null where it could not be told. */
  readonly by: 'rst' | 'icmp' | null
  /**
   * firewall-lets-through: a port that nobody uses is filtered, and this one is not. no-filter: that port is refused as
   * well. unknown: it was not looked at.
   */
  readonly unusedPort: 'firewall-allows' | 'no-filter' | 'unknown'
  /** Other ports that are open. */
  readonly open: readonly number[]
}

export const notListening = defineCause({
  id: 'tcp/not-listening',
  title: 'Nothing listens on the SSH port',
  severity: 'error',
  pointsAt: 'port',
  retry: 'unheard',
  page: {
    means:
      'The address answers, and refuses connections to this port: no program listens there. Either the SSH service does not run, or it listens on another port or for the machine itself alone. A firewall that resets connections looks the same.',
    detection:
      'The refusal came as a TCP reset, as far as the kernel of the runner can tell, and not as the ICMP message of most firewalls (that is tcp/rejected). None of the few other ports that were tried spoke SSH (that is tcp/wrong-port). Where a port that nobody uses is dropped, a firewall lets this port through, so that the service is what is missing.',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: Connection refused',
      'dial tcp 203.0.113.7:22: connect: connection refused',
      'connect ECONNREFUSED 203.0.113.7:22',
      'Network error: Connection refused',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readPort(view)
    if (reading?.kind !== 'refused' || reading.sshElsewhere.length > 0) return null
    const { main, tcp } = reading
    return {
      certainty: 'likely',
      evidence: {
        port: tcp.port,
        address: main.address,
        afterMs: main.ms,
        by: main.by,
        control: unusedPortSays(reading),
        open: openPorts(reading),
      },
      candidates: candidates(order(reading, view), view.server),
    }
  },
  explain({ port, address, afterMs, by, control: unusedPort, open }, view) {
    const reading = readPort(view)
    const tcp = reading?.tcp
    const how =
      by === null
        ? say`the address refused the connection after ${afterMs} ms, and whether by itself or by a firewall could not be told here`
        : say`the address itself refused the connection, after ${afterMs} ms`
    const toItself = isRunnerItself(view, address)
    return {
      verdict: toItself
        ? say`${whose(view, address)} the runner itself, where nothing answers on port ${port}`
        : open.length > 0 || unusedPort !== 'unknown'
          ? say`The server is up, but nothing answers on port ${port}`
          : say`Nothing answers on port ${port}`,
      why:
        unusedPort === 'firewall-allows'
          ? say`${how}, while a port that nobody uses gave no answer at all. So a firewall is in place and lets port ${port} through: what is missing is the SSH service behind it.`
          : unusedPort === 'no-filter'
            ? say`${how}, just as it refused a port that nobody uses. So no firewall is in sight, and no program listens on port ${port}. A firewall that resets connections would look the same.`
            : say`${how}.`,
      observed: [
        ...(tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : []),
        ...loopbackObserved(view, address),
        ...providerObserved(view),
      ],
      fixes: [...(toItself ? [otherHost] : []), ...fixesOf(view, port)],
    }
  },
})

const whose = ({ input }: View, address: string): Words =>
  input.host === address ? say`${address} is` : say`${input.host ?? ''} leads to ${address},`

const otherHost: Fix = author(
  say`Write the address of the server into ${inputName('host')}, or mend its DNS entry. Where the server is a container of this job, see that it is up and that its port is published.`,
)

function unusedPortSays({ unusedPort }: PortReading): NotListening['unusedPort'] {
  switch (unusedPort?.outcome) {
    case 'silent':
    case 'prohibited':
      return 'firewall-allows'
    case 'refused':
      return unusedPort.by === 'icmp' ? 'firewall-allows' : 'no-filter'
    default:
      return 'unknown'
  }
}

function openPorts({ tcp }: PortReading): readonly number[] {
  return tcp.portProbes.flatMap(({ outcome, port }) => (outcome === 'connected' ? [port] : []))
}

/** Most likely first. A workflow with a port of its own, or a provider with another one, speaks for a changed port. */
function order(reading: PortReading, view: View): readonly ServerCauseId[] {
  const portIsOdd = view.input.port !== 22 || providerPort(view) !== null
  const firewallAllows = unusedPortSays(reading) === 'firewall-allows'
  const service: readonly ServerCauseId[] = ['server/service-stopped']
  const moved: readonly ServerCauseId[] = ['server/port-differs', 'server/socket-activated']
  const missing: readonly ServerCauseId[] = ['server/not-installed', 'server/loopback-only']
  // A firewall that was opened for this port speaks against a firewall that rejects it.
  const refusedFor: readonly ServerCauseId[] = ['server/firewall-rejects', 'server/banned']
  if (portIsOdd) return [...moved, ...service, ...missing, ...refusedFor]
  if (firewallAllows || openPorts(reading).length > 0)
    return [...service, ...moved, ...missing, ...refusedFor]
  return [...service, ...missing.slice(0, 1), ...moved, ...missing.slice(1), ...refusedFor]
}

function fixesOf(view: View, port: number): readonly Fix[] {
  const system = serverSystems[view.server.system]
  const usual = providerPort(view)
  const [known] = portFix(view)
  const service: Fix = admin(
    say`Log in by the console of your askHost, and see whether the SSH service runs and where it listens.`,
    {
      language: system.language,
      text: `${system.running}\n${system.listenersOn(port)}`,
    },
  )
  const start: Fix = admin(say`If it does not run, start it.`, {
    language: system.language,
    text: system.start,
  })
  const inWorkflow: Fix = author(
    usual === null
      ? say`If SSH listens on another port, write it into the workflow, for this step and for the deploy.`
      : (known?.what ?? say`Use the port of your provider.`),
    usual === null
      ? pasteLine(portLine(view, 2222), 'the port that the server or the control panel shows')
      : pasteLine(portLine(view, usual)),
  )
  const askHost: Fix = provider(
    say`Without a console, ask the support: ${literal('"Is sshd running, and on which port?"')}`,
  )
  if (usual !== null) return [inWorkflow, service, start, askHost]
  // Where every environment has a port of its own, its place is all that can be told.
  return known ? [known, service, start, askHost] : [service, start, inWorkflow, askHost]
}
