import type { ServerSystem } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, commands, askHost } from '../fixes/build'
import { clockDistance } from '../readings/clock-distance'
import { seen } from '../../facts/fact'

/**
 * One-time passwords tolerate a step of 30 s to either side (RFC 6238 section 5.2), JSON web tokens of GitHub Apps 60 s. A
 * machine that uses any time server is right within a second, and no network delay is a minute.
 */
const toleratedMs = 60_000

export const clockSkew = defineCause({
  id: 'deploy/clock-skew',
  title: 'The clocks of the server and the runner differ',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The clocks of the server and of the runner are more than a minute apart. SSH itself works anyway, but a deploy can fail there. Certificates of downloads are "not yet valid", and one-time codes and signed requests are refused. apt and Composer reject repositories. make and rsync mistake new files for old ones.',
    detection:
      'The server was asked for the time during the session, and the round trip limits the error. A difference of up to a minute is not reported. Which of the two clocks is wrong is not known; those of GitHub-hosted runners are right.',
    firstMove: 'Compare `date -u` on both machines, and turn time synchronization on.',
  },
  lookalikes: { 'A slow connection': 'The difference is more than the round trip and a minute.' },
  needs: ['deploy'],
  judge(view) {
    const clock = seen(view.deploy.clock)
    if (!clock || clockDistance(clock).leastMs <= toleratedMs) return null
    const { offsetMs, marginMs } = clock
    return {
      certainty: 'proved',
      evidence: { offsetSeconds: Math.round(offsetMs / 1000), marginMs },
    }
  },
  explain({ offsetSeconds, marginMs }, { runner, server: { system } }) {
    const { text, ahead } = clockDistance({ offsetMs: offsetSeconds * 1000, marginMs })
    return {
      verdict: say`The server's clock is ${literal(text)} ${literal(ahead ? 'ahead of' : 'behind')} the runner's`,
      why: say`the server reported its time, with an error of ${literal((marginMs / 1000).toFixed(1))} seconds at most because of the round trip.`,
      observed: [
        runner.environment === 'github-hosted'
          ? say`GitHub keeps the clocks of its runners right, so the server's is wrong.`
          : say`Which of the two is wrong is not known: run ${'date -u'} on both.`,
      ],
      fixes: [
        onServer(
          say`Check whether a time server sets the clock, and enable that.`,
          commands(system, timeServer(system)),
        ),
        askHost(
          say`In a container or on shared hosting, the clock is that of the host machine. Have it set there.`,
        ),
      ],
    }
  },
})

/** Shows what sets the clock, and enables it. */
function timeServer(system: ServerSystem): string {
  switch (system) {
    case 'windows':
      return 'w32tm /query /status\nStart-Service w32time; w32tm /resync'
    case 'freebsd':
      return 'service ntpd onestatus\nsudo sysrc ntpd_enable=YES ntpd_sync_on_start=YES && sudo service ntpd restart'
    case 'dropbear':
      return 'uci show system.ntp\n/etc/init.d/sysntpd enable; /etc/init.d/sysntpd restart'
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'unknown':
      return 'timedatectl\nsudo timedatectl set-ntp true   # without systemd: chronyc tracking, or ntpd'
  }
}
