import { admin, author, sh } from '../fixes/build'
import type { IdentificationFacts } from '../../facts'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { candidates } from '../server'
import { bannerObserved, readBanner } from '../readings/banner'
/** libwrap sleeps five seconds before it exits (measured: 5024 ms three times), and the network adds its own. */
const wrappersDelay = { from: 4_900, to: 6_000 }

/** Whether the connection ended without a byte after the delay of tcp_wrappers. */
export function isWrappersDelay(heard: IdentificationFacts | null): boolean {
  const ended = heard?.endedMs ?? null
  return (
    heard?.bytes === 0 && ended !== null && ended >= wrappersDelay.from && ended <= wrappersDelay.to
  )
}

export const hostsDeny = defineCause({
  id: 'banner/hosts-deny',
  title: 'hosts.deny of the server shuts this runner out',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'TCP wrappers on the server (/etc/hosts.allow and /etc/hosts.deny, filled by hand or by DenyHosts) do not let the address of this runner use SSH.',
    detection:
      'The connection opened, not one byte came, and it ended five seconds later: the pause that libwrap makes before it turns a client away. An sshd that fails for another reason ends at once (banner/closed).',
    alsoSeenAs: [
      'kex_exchange_identification: read: Connection reset by peer',
      'ssh_exchange_identification: Connection closed by remote host',
      'Access to service sshd from user@host has been denied.',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (!reading?.ended) return null
    const saidSo = reading.refusal === 'denied'
    if (!saidSo && !isWrappersDelay(reading.heard)) return null
    return {
      certainty: saidSo ? 'proved' : 'likely',
      evidence: { endedMs: reading.heard?.endedMs ?? null, saidSo },
      candidates: candidates(['server/hosts-deny', 'server/config-invalid'], view.server),
      explains: ['banner/closed'],
    }
  },
  explain({ endedMs, saidSo }, view) {
    const reading = readBanner(view)
    return {
      verdict: say`The server turns this runner away, most likely by ${'/etc/hosts.deny'}`,
      why: saidSo
        ? say`the server said that access is denied, in the words of TCP wrappers.`
        : say`the server hung up ${endedMs ?? 5_000} ms after the connect without a byte: TCP wrappers wait five seconds before they turn a client away.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        admin(
          say`Remove the line that covers the runner, or allow it in ${'/etc/hosts.allow'}, which is read first.`,
          sh("grep -nvE '^[[:space:]]*(#|$)' /etc/hosts.allow /etc/hosts.deny"),
        ),
        ...(view.runner.environment === 'github-hosted'
          ? [
              author(
                say`A hosted runner has a new address in every job, so a list of addresses can't hold it. A self-hosted runner or a VPN has a fixed one.`,
              ),
            ]
          : []),
      ],
    }
  },
})
