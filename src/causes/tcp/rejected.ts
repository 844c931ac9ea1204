import { allowPort, keptUntil } from '../../knowledge/firewalls'
import { networkCommands } from '../../knowledge/network-commands'
import type { ServerSystem } from '../../knowledge/server-systems'
import { duration, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, commands, inPanel } from '../fixes/build'
import { portObserved, portThat, refusalsOf } from '../readings/port'
import { allowListFixes, providerObserved, runAgain } from '../readings/whose-host'
import { candidates } from '../server'

export const rejected = defineCause({
  id: 'tcp/rejected',
  title: 'A firewall rejects the connection',
  severity: 'error',
  pointsAt: 'host',
  retry: 'uncounted',
  page: {
    means:
      'A firewall answered that this connection is forbidden. firewalld does so for every port that is not allowed. iptables and ufw do so for ports with a REJECT or limit rule. fail2ban does so for an address that it has banned.',
    detection:
      'The answer was an ICMP message, and not the TCP reset of a port where nothing listens. The counters of the kernel show it, or EHOSTUNREACH or EACCES within a round trip. The search for a machine that is not there takes about three seconds (that is tcp/host-unreachable).',
    firstMove:
      'Allow the SSH port in the firewall of the server: `sudo ufw status` or `sudo firewall-cmd --list-all`.',
  },
  lookalikes: { 'A port without a service': 'The answer is a message that only a firewall sends.' },
  needs: ['tcp'],
  judge(view) {
    const reading = portThat(view, 'rejected')
    if (!reading) return null
    const { main, tcp, alive } = reading
    const isUnreachable = main.code === 'EHOSTUNREACH'
    const others = tcp.portProbes.filter(
      ({ outcome, by }) => outcome === 'prohibited' || by === 'icmp',
    )
    const scope = others.length > 0 ? 'others-too' : alive.length > 0 ? 'only-this' : 'unknown'
    // One ICMP message may have been for other traffic of the runner; two in a row were not.
    const twice = refusalsOf(main, tcp).length > 1
    // "No such host" of a router is the same message as a firewall's, unless the host answers elsewhere.
    const proved = main.outcome === 'refused' ? twice : main.code === 'EACCES' || alive.length > 0
    // Without counters of the kernel (macOS, Windows) a machine of the same network that is off may look the same.
    const unsure = isUnreachable && main.by === null
    return {
      certainty: proved ? 'proved' : unsure ? 'possible' : 'likely',
      evidence: {
        port: tcp.port,
        address: main.address,
        code: main.code,
        afterMs: main.ms,
        scope,
        maybeAbsent: !proved && isUnreachable,
      },
      candidates: candidates(
        // fail2ban rejects with "port unreachable", and only the port of SSH; firewalld prohibits all that is not allowed.
        main.outcome === 'refused' && scope === 'only-this'
          ? ['server/banned', 'server/firewall-rejects']
          : ['server/firewall-rejects', 'server/banned'],
        view.server,
      ),
    }
  },
  explain({ port, code, afterMs, scope, maybeAbsent }, view) {
    const { system } = view.server
    const { bans } = networkCommands[system]
    return {
      verdict: say`A firewall rejects connections to port ${port}`,
      why: say`the answer (${code ?? 'an ICMP message'}, after ${duration(afterMs)}) was the message of a firewall or router, and not the reset of a machine where nothing listens. ${scopeWords[scope]}${literal(maybeAbsent ? ' A router on the way that knows of no such machine can send the same message, when the machine is off.' : '')}`,
      observed: [...portObserved(view.tcp), ...providerObserved(view)],
      fixes: [
        inPanel(
          say`Allow port ${port} (TCP) in the firewall or security group of the server, if the panel has one.`,
        ),
        ...runAgain(view),
        onServer(
          say`Allow port ${port}, above the rule that rejects.${keptUntil(system)}`,
          commands(system, allowPort(system, port)),
        ),
        ...(bans === null ? [] : [lookForBan(bans, system)]),
        ...allowListFixes(view),
      ],
    }
  },
})

const scopeWords = {
  'only-this': say`Other ports of the same address are not rejected, so the rule is about this one.`,
  'others-too': say`Other ports are rejected as well, so the rule is about all that is not allowed, or about this runner.`,
  unknown: say`Other ports showed nothing more.`,
}

const lookForBan = (bans: string, system: ServerSystem) =>
  onServer(
    say`If it is allowed already, look for a ban of this runner's address, or for a rate limit. fail2ban ends a ban after ten minutes.`,
    commands(system, bans),
  )
