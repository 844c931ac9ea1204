import { admin, author, sh } from '../fixes/build'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { attemptsObserved } from '../readings/port'
import { withBlock } from '../fixes/with-block'
export const transient = defineCause({
  id: 'tcp/transient',
  title: 'The port opened only at the second look',
  severity: 'warning',
  pointsAt: 'host',
  page: {
    means:
      'The port refused the first connection and took the next one a moment later. The server was just starting or restarting, or something limits the number of connections in a time. The deploy may hit the same moment.',
    detection: 'After a refusal the port is looked at once more, after a pause.',
    alsoSeenAs: ['Connection refused', 'works on re-run'],
  },
  needs: [],
  judge(view) {
    // With `wait` a server that comes up is what was waited for.
    if (view.cost.checks !== undefined) return null
    const tcp = view.tcp
    const second = tcp?.attempts.find(
      ({ attempt: look, outcome }) => look === 2 && outcome === 'connected',
    )
    const first = tcp?.attempts.find(
      ({ attempt: look, address }) => look === 1 && address === second?.address,
    )
    if (!second || !first) return null
    return {
      certainty: 'proved',
      evidence: { address: second.address, first: first.outcome },
      explains: ['tcp/partial'],
    }
  },
  explain({ first }, view) {
    const tcp = view.tcp
    return {
      verdict: say`The port opened only at the second look`,
      why: say`the first connection was ${literal(first)}, and a moment later the same address took one.`,
      observed: tcp ? attemptsObserved(tcp) : [],
      fixes: [
        admin(
          say`See in the log whether SSH was restarting, and in the firewall whether connections are limited in number.`,
          sh('sudo journalctl -u ssh -u sshd -n 20 --no-pager\nsudo ufw status | grep -i limit'),
        ),
        author(
          say`If the server is started earlier in the same workflow, let this step wait for it.`,
          withBlock({ wait: '2m' }),
        ),
      ],
    }
  },
})
