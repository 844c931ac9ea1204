import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, sh } from '../fixes/build'
import { bannerObserved, isWrappersDelay, readBanner } from '../readings/banner'
import { candidates } from '../server'

export const hostsDeny = defineCause({
  id: 'banner/hosts-deny',
  title: 'hosts.deny on the server blocks this runner',
  severity: 'error',
  pointsAt: 'host',
  page: {
    means:
      'TCP wrappers on the server (/etc/hosts.allow and /etc/hosts.deny, filled by hand or by DenyHosts) block SSH connections from the address of this runner.',
    detection:
      'The connection opened, not one byte came, and it ended five seconds later: the pause that libwrap makes before it closes the connection of a client that it denies. An sshd that fails for another reason closes it at once (banner/closed).',
    firstMove: 'Look at `/etc/hosts.deny` and `/etc/hosts.allow` on the server.',
  },
  lookalikes: { 'A server that crashes': 'The server said that access is denied.' },
  needs: ['banner'],
  judge(view) {
    const reading = readBanner(view)
    if (!reading?.ended) return null
    const { heard, refusal } = reading
    const saidSo = refusal === 'denied'
    if (!saidSo && !isWrappersDelay(heard)) return null
    return {
      certainty: saidSo ? 'proved' : 'likely',
      evidence: { endedMs: heard.endedMs, saidSo },
      candidates: candidates(['server/hosts-deny', 'server/config-invalid'], view.server),
      explains: ['banner/closed'],
    }
  },
  explain({ endedMs, saidSo }, { banner, runner }) {
    return {
      verdict: say`The server blocks this runner, most likely by ${'/etc/hosts.deny'}`,
      why: saidSo
        ? say`the server said that access is denied, in the words of TCP wrappers.`
        : say`the server closed the connection ${endedMs ?? 5_000} ms after the connect without a byte: TCP wrappers wait five seconds before they close the connection of a client that they deny.`,
      observed: bannerObserved(banner),
      fixes: [
        onServer(
          say`Remove the line that covers the runner, or allow it in ${'/etc/hosts.allow'}, which is read first.`,
          sh("grep -nvE '^[[:space:]]*(#|$)' /etc/hosts.allow /etc/hosts.deny"),
        ),
        ...(runner.environment === 'github-hosted'
          ? [
              inWorkflow(
                say`A hosted runner has a new address in every job, so a list of addresses cannot hold it. A self-hosted runner or a VPN has a fixed one.`,
              ),
            ]
          : []),
      ],
    }
  },
})
