import { admin, commands, sh } from '../fixes/build'
import { allowPort, keptUntil } from '../../knowledge/firewalls'
import { duration, literal, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import { candidates } from '../server'
import { attemptsObserved, readPort, refusalsOf, portProbesObserved } from '../readings/port'
import { allowListFixes, providerObserved } from '../readings/whose-host'
export const rejected = defineCause({
  id: 'tcp/rejected',
  title: 'A firewall rejects the connection',
  severity: 'error',
  pointsAt: 'host',
  retry: 'unheard',
  page: {
    means:
      'A firewall answered that this connection is forbidden. firewalld does so for every port that is not allowed, iptables and ufw for ports with a REJECT or limit rule, and fail2ban for an address that it has banned.',
    detection:
      'The answer was an ICMP message (seen in the counters of the kernel, or by EHOSTUNREACH and EACCES within a round trip), and not the TCP reset of a port where nothing listens. A machine that is not there needs about three seconds to be missed (that is tcp/host-unreachable).',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: No route to host',
      'ssh: connect to host example.com port 22: Connection refused',
      'connect: no route to host',
      'connect EHOSTUNREACH 203.0.113.7:22',
      'connect EACCES',
      'Network error: Connection refused',
      'Network error: No route to host',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readPort(view)
    if (reading?.kind !== 'rejected' || reading.sshElsewhere.length > 0) return null
    const { main, tcp, alive } = reading
    const others = tcp.portProbes.filter(
      ({ outcome, by }) => outcome === 'prohibited' || by === 'icmp',
    )
    const scope = others.length > 0 ? 'others-too' : alive.length > 0 ? 'only-this' : 'unknown'
    // One ICMP message may have been for other traffic of the runner; two in a row were not.
    const twice = refusalsOf(main, tcp).length > 1
    // "No such host" of a router is the same message as a firewall's, unless the host answers elsewhere.
    const proved = main.outcome === 'refused' ? twice : main.code === 'EACCES' || alive.length > 0
    // Without counters of the kernel (macOS, Windows) a machine of the same network that is off may look the same.
    const unsure = main.code === 'EHOSTUNREACH' && main.by === null
    return {
      certainty: proved ? 'proved' : unsure ? 'possible' : 'likely',
      evidence: {
        port: tcp.port,
        address: main.address,
        code: main.code,
        afterMs: main.ms,
        scope,
        maybeAbsent: !proved && main.code === 'EHOSTUNREACH',
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
    const tcp = readPort(view)?.tcp
    const server = view.server
    const where = {
      'only-this': say`Other ports of the same address are not rejected, so the rule is about this one.`,
      'others-too': say`Other ports are rejected as well, so the rule is about all that is not allowed, or about this runner.`,
      unknown: say`Other ports told nothing more.`,
    }
    return {
      verdict: say`A firewall rejects connections to port ${port}`,
      why: say`the answer (${code ?? 'an ICMP message'}, after ${duration(afterMs)}) was the message of a firewall or router, and not the reset of a machine where nothing listens. ${where[scope]}${literal(maybeAbsent ? ' A router on the way that knows of no such machine can send the same message, when the machine is off.' : '')}`,
      observed: [
        ...(tcp ? [...attemptsObserved(tcp), ...portProbesObserved(tcp)] : []),
        ...providerObserved(view),
      ],
      fixes: [
        admin(
          say`Let port ${port} in, above the rule that rejects.${keptUntil(server.system)}`,
          commands(server.system, allowPort(server.system, port)),
        ),
        ...(server.system === 'windows' ? [] : [lookForBan]),
        ...allowListFixes(view),
      ],
    }
  },
})

const lookForBan: Fix = admin(
  say`If it is let in already, look for a ban of this runner's address (fail2ban ends one after ten minutes), or for a limit of connections in a time.`,
  sh('sudo fail2ban-client status sshd'),
)
