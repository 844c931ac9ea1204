import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, lines, yaml } from '../fixes/build'
import { readAgain, topOfConfig } from '../fixes/sshd-config'
import { bannerObserved, readBanner } from '../readings/banner'

export const throttled = defineCause({
  id: 'banner/throttled',
  title: 'Too many logins are in progress on the server',
  severity: 'error',
  pointsAt: null,
  retry: 1,
  page: {
    means:
      'sshd drops new connections because too many are open that have not logged in yet (MaxStartups, or PerSourceMaxStartups for one address). On servers that face the Internet these are often password guessers; sometimes it is a workflow with many parallel jobs.',
    detection:
      'The server said so itself: OpenSSH 8.2 to 9.7 writes "Exceeded MaxStartups" before it closes the connection. Newer versions write another text (banner/penalized), older ones say nothing (banner/closed).',
    firstMove: 'Run fewer SSH steps at the same time, or raise `MaxStartups` in sshd_config.',
  },
  lookalikes: {
    'A firewall, or a server that crashes': 'sshd said so before it closed the connection.',
  },
  needs: ['banner'],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.refusal !== 'max-startups') return null
    return { certainty: 'proved', evidence: { endedMs: reading.heard.endedMs } }
  },
  explain(_evidence, { banner, server }) {
    return {
      verdict: say`The server drops new connections: too many logins are in progress`,
      why: say`the server said ${'Exceeded MaxStartups'} before it closed the connection.`,
      observed: bannerObserved(banner),
      fixes: [
        onServer(
          say`See how many logins may be in progress (10:30:100 by default), and block password guessers with fail2ban or a firewall.`,
          commands(
            server.system,
            serverSystems[server.system].showOptions('(maxstartups|persource)'),
          ),
        ),
        onServer(
          say`Raise the limit: put this line ${topOfConfig(server)}. Where such a line is there already, change that one.`,
          lines('MaxStartups 50:30:200'),
        ),
        readAgain(server),
        inWorkflow(
          say`Run the job again: it passes when fewer clients connect. If many jobs connect at once, limit how many run in parallel.`,
          yaml('strategy:\n  max-parallel: 2'),
        ),
      ],
    }
  },
})
