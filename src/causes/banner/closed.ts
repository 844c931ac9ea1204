import type { IdentificationFacts } from '../../facts'
import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import type { ServerCauseId } from '../../facts/cause-ids'
import { bannerObserved, isWrappersDelay, readBanner } from '../readings/banner'
import { readPort } from '../readings/port'
import { saysRefused } from '../readings/said'
import { candidates } from '../server'
import { has } from '../view'

export const bannerClosed = defineCause({
  id: 'banner/closed',
  title: 'The server closes the connection before its SSH banner',
  severity: 'error',
  pointsAt: 'host',
  retry: 1,
  page: {
    means:
      'Something accepts connections on the port and ends each one without an SSH banner. An sshd does so when it can start no process for the connection: its configuration has an error, its host keys are missing or can be read by others, /run/sshd is missing. So do limits of connections, bans, and relays and load balancers whose server is stopped.',
    detection:
      'The connection opened and ended without an identification line. What OpenSSH writes when it drops a client has its own findings (banner/throttled, banner/penalized), and so has the five seconds of TCP wrappers (banner/hosts-deny).',
    firstMove:
      'Connect from your own computer. If that works, the server blocks the address of the runner.',
  },
  lookalikes: {
    'A device or relay in front of the server that closed the connection':
      'The other side sent a text before it closed.',
  },
  // The banner was not observed where the port stage saw the reset, and the port was not where a jump host made the connection.
  needs: [],
  judge(view) {
    const reading = has(view, ['banner']) ? readBanner(view) : null
    const isReset = !view.banner && has(view, ['tcp']) && readPort(view)?.kind === 'reset'
    const ended = isReset ? 'reset' : reading?.ended
    if (!ended || reading?.refusal || reading?.protocol) return null
    const heard = reading?.heard ?? null
    return {
      // Without a text it is not known who ended it: the server, or a relay or device in front of it.
      certainty: (heard?.textBefore.trim() ?? '') === '' ? 'likely' : 'proved',
      evidence: {
        port: view.input.port,
        ended,
        endedMs: heard?.endedMs ?? null,
        text: heard?.textBefore.slice(0, 200) ?? '',
        onOurLine: isOnOurLine(heard),
      },
      candidates: candidates(order(heard), view.server),
    }
  },
  explain({ port, endedMs, text, onOurLine }, { banner, server: { system } }) {
    const { testConfig, log } = serverSystems[system]
    const after = endedMs === null ? say`` : say` after ${endedMs} ms`
    const checkPort = inWorkflow(
      say`Check that ${port} is the port of SSH, and not of another program.`,
    )
    const testConfiguration = onServer(
      say`Log in by the console of the provider, and let sshd test its configuration and host keys. It prints nothing when both are good; then its log says more.`,
      commands(system, `${testConfig}\n${log}`),
    )
    return {
      verdict: onOurLine
        ? say`Port ${port} closes the connection as soon as we send our identification`
        : saysRefused(text)
          ? say`The server blocks this runner before its SSH banner, and says so`
          : say`The server accepts connections on port ${port}, and closes them before its SSH banner`,
      why:
        text !== ''
          ? say`the connection opened and ended${after} without an identification line. What the server said before is its own reason.`
          : onOurLine
            ? say`the connection stayed open without a byte until we sent our own line, and ended then. An SSH server speaks first, and one that fails does not wait for us: most likely this is another program, or a proxy without a server behind it.`
            : say`the connection opened and ended${after} without a byte. Only the server can say why. An error in its configuration, missing host keys, a limit and a ban look the same from outside. So does a relay or load balancer in front of a stopped service.`,
      observed: banner
        ? bannerObserved(banner)
        : [say`The port opened, and the connection was reset at once.`],
      fixes: [
        ...(onOurLine ? [checkPort, testConfiguration] : [testConfiguration, checkPort]),
        inWorkflow(
          say`If it worked a while ago, wait ten minutes and run the job again: bans and limits of connections often end by themselves.`,
        ),
      ],
    }
  },
})

/** Whether the end came right after our own line, and nothing before it. */
function isOnOurLine(heard: IdentificationFacts | null): boolean {
  const { bytes, spokeMs, endedMs } = heard ?? { bytes: 0, spokeMs: null, endedMs: null }
  return bytes === 0 && spokeMs !== null && endedMs !== null && endedMs - spokeMs < 1_500
}

function order(heard: IdentificationFacts | null): readonly ServerCauseId[] {
  const text = heard?.textBefore ?? ''
  const config: readonly ServerCauseId[] = ['server/config-invalid', 'server/host-keys-missing']
  // A relay or a load balancer accepts the connection also where no server is behind it.
  const behind: readonly ServerCauseId[] = ['server/service-stopped', 'server/upgrade-incomplete']
  const refused: readonly ServerCauseId[] = ['server/banned', 'server/hosts-deny']
  if (isOnOurLine(heard)) return ['server/port-differs', ...behind, ...config, ...refused]
  if (/host key/i.test(text))
    return ['server/host-keys-missing', 'server/config-invalid', ...behind, ...refused]
  if (saysRefused(text)) return ['server/hosts-deny', 'server/banned']
  return heard && isWrappersDelay(heard)
    ? ['server/hosts-deny', ...config, ...behind, 'server/banned']
    : [...config, ...behind, ...refused]
}
