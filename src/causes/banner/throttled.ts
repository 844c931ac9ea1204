import { admin, author, lines, sh, yaml } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { bannerObserved, readBanner } from '../readings/banner'
export const throttled = defineCause({
  id: 'banner/throttled',
  title: 'Too many logins are under way on the server',
  severity: 'error',
  pointsAt: null,
  retry: 1,
  page: {
    means:
      'sshd drops new connections because too many are open that have not logged in yet (MaxStartups, or PerSourceMaxStartups for one address). On servers that face the Internet these are often password guessers; sometimes it is a workflow with many parallel jobs.',
    detection:
      'The server said so itself: OpenSSH 8.2 to 9.7 writes "Exceeded MaxStartups" before it hangs up. Newer versions write another text (banner/penalized), older ones say nothing (banner/closed).',
    alsoSeenAs: [
      'Exceeded MaxStartups',
      'kex_exchange_identification: Connection closed by remote host',
      'beginning MaxStartups throttling',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.refusal !== 'max-startups') return null
    return { certainty: 'proved', evidence: { endedMs: reading.heard?.endedMs ?? null } }
  },
  explain(_evidence, view) {
    const server = view.server
    const reading = readBanner(view)
    return {
      verdict: say`The server drops new connections: too many logins are under way`,
      why: say`the server said ${'Exceeded MaxStartups'} before it hung up.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        admin(
          say`See how many logins may be under way (10:30:100 by default), and keep password guessers away with fail2ban or a firewall.`,
          sh("sudo sshd -T | grep -iE '^(maxstartups|persource)'"),
        ),
        admin(
          say`Raise the limit: put this line ${topOfConfig(server)}. Where such a line is there already, change that one.`,
          lines('MaxStartups 50:30:200'),
        ),
        readAgain(server),
        author(
          say`Run the job again: it passes when the crowd does. If many jobs connect at once, let them take turns.`,
          yaml('strategy:\n  max-parallel: 2'),
        ),
      ],
    }
  },
})
