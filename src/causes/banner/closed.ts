import { admin, author } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import type { ServerCauseId } from '../../facts/cause-ids'
import { candidates } from '../server'
import { type BannerReading, bannerObserved, readBanner } from '../readings/banner'
import { isWrappersDelay } from './hosts-deny'
export const bannerClosed = defineCause({
  id: 'banner/closed',
  title: 'The server hangs up before its greeting',
  severity: 'error',
  pointsAt: 'host',
  retry: 1,
  page: {
    means:
      'Something accepts connections on the port and ends each one without an SSH greeting. An sshd does so when it can start no process for the connection: its configuration has an error, its host keys are missing or can be read by others, /run/sshd is missing. Limits of connections, bans and load balancers without a server behind them do it too.',
    detection:
      'The connection opened and ended without an identification line. What OpenSSH writes when it drops a client has findings of its own (banner/throttled, banner/penalized), and so has the five seconds of TCP wrappers (banner/hosts-deny).',
    alsoSeenAs: [
      'kex_exchange_identification: Connection closed by remote host',
      'kex_exchange_identification: read: Connection reset by peer',
      'ssh_exchange_identification: Connection closed by remote host',
      'ssh: handshake failed: EOF',
      'Connection lost before handshake',
      'Remote side unexpectedly closed network connection',
      'Server unexpectedly closed network connection',
      'Network error: Software caused connection abort',
      'Network error: Connection reset by peer',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (!reading?.ended || reading.refusal !== null || reading.protocol !== null) return null
    const { heard, ended } = reading
    return {
      certainty: 'proved',
      evidence: {
        port: view.input.port,
        ended,
        endedMs: heard?.endedMs ?? null,
        text: heard?.textBefore.slice(0, 200) ?? '',
        onOurLine: closedAfterOurLine(reading),
      },
      candidates: candidates(order(reading), view.server),
    }
  },
  explain({ port, endedMs, text, onOurLine }, view) {
    const reading = readBanner(view)
    const system = serverSystems[view.server.system]
    const after = endedMs === null ? say`` : say` after ${endedMs} ms`
    const inWorkflow: Fix = author(
      say`See that ${port} is the port of SSH, and not of another program.`,
    )
    const onServer: Fix = admin(
      say`Log in by the console of the provider, and let sshd test its configuration and host keys. It prints nothing when both are good; then its log says more.`,
      { language: system.language, text: `${system.testConfig}\n${system.log}` },
    )
    return {
      verdict: onOurLine
        ? say`Port ${port} hangs up as soon as we speak`
        : saysDenied(text)
          ? say`The server turns this runner away before it greets, and says so`
          : say`The server accepts connections on port ${port}, and hangs up before it greets`,
      why:
        text !== ''
          ? say`the connection opened and ended${after} without an identification line. What the server said before is its own reason.`
          : onOurLine
            ? say`the connection stayed open without a byte until we sent our own line, and ended then. An SSH server speaks first, and one that fails does not wait for us: most likely this is another program, or a proxy without a server behind it.`
            : say`the connection opened and ended${after} without a byte. Why, only the server can say: a configuration with an error, missing host keys and a limit or ban look the same from outside.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        ...(onOurLine ? [inWorkflow, onServer] : [onServer, inWorkflow]),
        author(
          say`If it worked a while ago, wait ten minutes and run the job again: bans and limits of connections often end by themselves.`,
        ),
      ],
    }
  },
})

/** The end came right behind our own line, and nothing before it. */
function closedAfterOurLine({ heard }: BannerReading): boolean {
  const { bytes, spokeMs, endedMs } = heard ?? { bytes: 0, spokeMs: null, endedMs: null }
  return bytes === 0 && spokeMs !== null && endedMs !== null && endedMs - spokeMs < 1_500
}

/** Words of a server that keeps clients out, by address or by number: `twist` of hosts.deny, fences and devices. */
function saysDenied(text: string): boolean {
  return /not welcome|denied|refused|blocked|banned|black.?list|not allowed|not permitted|forbidden|too many/i.test(
    text,
  )
}

function order(reading: BannerReading): readonly ServerCauseId[] {
  const text = reading.heard?.textBefore ?? ''
  const config: readonly ServerCauseId[] = ['server/config-invalid', 'server/host-keys-missing']
  const refused: readonly ServerCauseId[] = ['server/banned', 'server/hosts-deny']
  if (closedAfterOurLine(reading)) return ['server/port-differs', ...config, ...refused]
  if (/host key/i.test(text))
    return ['server/host-keys-missing', 'server/config-invalid', ...refused]
  if (saysDenied(text)) return ['server/hosts-deny', 'server/banned']
  if (isWrappersDelay(reading.heard)) return ['server/hosts-deny', ...config, 'server/banned']
  return [...config, ...refused]
}
