import { admin, provider, sh } from '../fixes/build'
import { seen } from '../../facts'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { clockDistance } from '../readings/clock-distance'

/**
 * One-time passwords tolerate a step of 30 s to either side (RFC 6238 section 5.2), JSON web tokens of GitHub Apps 60 s. A
 * machine that asks any time server is right within a second, so a minute is no network delay.
 */
const toleratedMs = 60_000
export const clockSkew = defineCause({
  id: 'deploy/clock-skew',
  title: 'The clocks of server and runner differ',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The clock of the server and that of the runner are more than a minute apart. SSH itself does not mind, but what a deploy does there may: certificates of downloads are "not yet valid", one-time codes and signed requests are refused, apt and Composer reject repositories, make and rsync take new files for old ones.',
    detection:
      'The server was asked for the time in the middle of the session, and the round trip is the bound of the error. Up to a minute is not reported. Which of the two clocks is wrong cannot be told from this; those of GitHub-hosted runners are kept right.',
    alsoSeenAs: [
      'certificate is not yet valid',
      'SSL certificate problem: certificate is not yet valid',
      'Release file is not valid yet (invalid for another 2h 3min 4s)',
      'make: warning:  Clock skew detected.  Your build may be incomplete.',
      'RequestTimeTooSkewed',
    ],
  },
  needs: [],
  judge(view) {
    const deploy = view.deploy
    const clock = deploy && seen(deploy.clock)
    if (!clock || clockDistance(clock).leastMs <= toleratedMs) return null
    return {
      certainty: 'proved',
      evidence: {
        offsetSeconds: Math.round(clock.offsetMs / 1000),
        marginMs: clock.marginMs,
      },
    }
  },
  explain({ offsetSeconds, marginMs }, view) {
    const { text, ahead } = clockDistance({ offsetMs: offsetSeconds * 1000, marginMs })
    const hosted = view.runner.environment === 'github-hosted'
    return {
      verdict: say`The server's clock is ${literal(text)} ${literal(ahead ? 'ahead of' : 'behind')} the runner's`,
      why: say`the server told its time, and the round trip leaves room for ${literal((marginMs / 1000).toFixed(1))} seconds at most.`,
      observed: [
        hosted
          ? say`GitHub keeps the clocks of its runners right, so the server's is wrong.`
          : say`Which of the two is wrong was not looked at: run ${'date -u'} on both.`,
      ],
      fixes: [
        admin(
          say`See whether the clock is kept by a time server, and have it kept.`,
          sh(
            'timedatectl\nsudo timedatectl set-ntp true   # without systemd: chronyc tracking, or ntpd',
          ),
        ),
        provider(
          say`In a container or on shared hosting the clock is the host machine's: have it set there.`,
        ),
      ],
    }
  },
})
