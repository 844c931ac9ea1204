import { serverSystems } from '../../knowledge/server-systems'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { portLineFix, providerPort } from '../fixes/ask-provider'
import { onServer, inWorkflow, commands, askHost } from '../fixes/build'
import { otherPortLine } from '../fixes/endpoint-line'
import type { ServerCauseId } from '../../facts/cause-ids'
import { portObserved, portThat } from '../readings/port'
import {
  isRunnerItself,
  loopbackFixes,
  loopbackObserved,
  providerObserved,
} from '../readings/whose-host'
import { candidates } from '../server'
import type { View } from '../view'
import type { Fix } from '../finding'

export const notListening = defineCause({
  id: 'tcp/not-listening',
  title: 'Connection refused on the SSH port',
  severity: 'error',
  pointsAt: 'port',
  retry: 'uncounted',
  page: {
    means:
      'The address answers, and refuses connections to this port: no program listens there. Either the SSH service does not run, or it listens on another port or only on the loopback address. A firewall that resets connections looks the same.',
    detection:
      'The refusal came as a TCP reset, as far as the kernel of the runner can tell. Most firewalls send an ICMP message instead (that is tcp/rejected). None of the few other ports that were tried spoke SSH (that is tcp/wrong-port). Where an unused port is dropped, a firewall allows this port, so the service is what is missing.',
    firstMove:
      'See whether SSH runs: `systemctl status ssh` on the server, or turn SSH on in the panel of the host.',
  },
  needs: ['tcp'],
  judge(view) {
    const reading = portThat(view, 'refused')
    if (!reading) return null
    const { port, portProbes } = reading.tcp
    const { address, ms, by } = reading.main
    const control = unusedPortSays(view)
    const open = portProbes.filter(({ outcome }) => outcome === 'connected')
    return {
      certainty: 'likely',
      evidence: {
        port,
        address,
        afterMs: ms,
        by,
        control,
        open: open.map((probe) => probe.port),
      },
      candidates: candidates(
        order(view, control === 'firewall-allows' || open.length > 0),
        view.server,
      ),
    }
  },
  explain({ port, address, afterMs, by, control, open }, view) {
    const how =
      by === null
        ? say`the address refused the connection after ${afterMs} ms, either by itself or by a firewall`
        : say`the address itself refused the connection, after ${afterMs} ms`
    const toItself = isRunnerItself(view, address)
    return {
      verdict: toItself
        ? say`${whose(view, address)} the runner itself, which refuses connections on port ${port}`
        : open.length > 0 || control !== 'unknown'
          ? say`The server is up, but refuses connections on port ${port}`
          : say`The host refuses connections on port ${port}`,
      why:
        control === 'firewall-allows'
          ? say`${how}, while an unused port gave no answer at all. So a firewall is in place and allows port ${port}: what is missing is the SSH service behind it.`
          : control === 'no-filter'
            ? say`${how}, just as it refused an unused port. So there is no sign of a firewall, and no program listens on port ${port}. A firewall that resets connections would look the same.`
            : say`${how}.`,
      observed: [
        ...portObserved(view.tcp),
        ...loopbackObserved(view, address),
        ...providerObserved(view),
      ],
      fixes: [...loopbackFixes(view, address), ...fixesOf(view, port)],
    }
  },
})

const whose = ({ input }: View, address: string): Words =>
  input.host === address ? say`${address} is` : say`${input.host ?? ''} resolves to ${address},`

/**
 * firewall-allows: an unused port is filtered, and this one is not. no-filter: the unused port is refused as well. unknown: no
 * unused port was probed.
 */
function unusedPortSays({ tcp }: View<'tcp'>): 'firewall-allows' | 'no-filter' | 'unknown' {
  const unused = tcp.portProbes.find(({ role }) => role === 'control')
  switch (unused?.outcome) {
    case 'silent':
    case 'prohibited':
      return 'firewall-allows'
    case 'refused':
      return unused.by === 'icmp' ? 'firewall-allows' : 'no-filter'
    default:
      return 'unknown'
  }
}

/**
 * Most likely first. A workflow with another port than 22, or a provider with another one, speaks for a changed port. A firewall
 * that allows this port speaks against a firewall that rejects it.
 */
function order(view: View, isReachable: boolean): readonly ServerCauseId[] {
  const portIsOdd = view.input.port !== 22 || providerPort(view) !== null
  const service: readonly ServerCauseId[] = ['server/service-stopped']
  const moved: readonly ServerCauseId[] = ['server/port-differs', 'server/socket-activated']
  const notInstalled: readonly ServerCauseId[] = [
    'server/not-installed',
    'server/upgrade-incomplete',
  ]
  const loopback: readonly ServerCauseId[] = ['server/loopback-only']
  const refusedFor: readonly ServerCauseId[] = ['server/firewall-rejects', 'server/banned']
  if (portIsOdd) return [...moved, ...service, ...notInstalled, ...loopback, ...refusedFor]
  return isReachable
    ? [...service, ...moved, ...notInstalled, ...loopback, ...refusedFor]
    : [...service, ...notInstalled, ...moved, ...loopback, ...refusedFor]
}

function fixesOf(view: View, port: number): readonly Fix[] {
  const { system } = view.server
  const { running, listenersOn, start } = serverSystems[system]
  const startService = [
    onServer(
      say`Log in by the console of your provider, and see whether the SSH service runs and where it listens.`,
      commands(system, `${running}\n${listenersOn(port)}`),
    ),
    onServer(say`If it does not run, start it.`, commands(system, start)),
  ]
  const ofProvider = portLineFix(view)
  const otherPort = inWorkflow(
    say`If SSH listens on another port, write it into the workflow, for this step and for the deploy.`,
    otherPortLine(view),
  )
  return [
    ...ofProvider,
    ...startService,
    ...(ofProvider.length > 0 ? [] : [otherPort]),
    askHost(
      say`Without a console, ask the support: ${literal('"Is sshd running, and on which port?"')}`,
    ),
  ]
}
