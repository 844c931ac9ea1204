import { showRules } from '../../knowledge/firewalls'
import { serverSystems } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { attemptsObserved } from '../readings/port'

export const transient = defineCause({
  id: 'tcp/transient',
  title: 'The port opened only at the second attempt',
  severity: 'warning',
  pointsAt: 'host',
  page: {
    means:
      'The port refused the first connection and accepted the next one a moment later. The server was just starting or restarting, or a firewall has a rate limit of connections. The same can happen to the deploy.',
    detection: 'After a refusal the port is tried once more, after a pause.',
    firstMove: 'Run the job again, and add `wait: 2m` if the server has just started.',
  },
  lookalikes: {
    'A second address that works': 'The same address refused first, and accepted a moment later.',
  },
  needs: ['tcp'],
  judge({ tcp: { attempts }, cost }) {
    // With `wait`, a server that comes up is what the run waited for.
    if (cost.checks !== undefined) return null
    const second = attempts.find(({ attempt, outcome }) => attempt === 2 && outcome === 'connected')
    const first = attempts.find(
      ({ attempt, address }) => attempt === 1 && address === second?.address,
    )
    if (!second || !first) return null
    return {
      certainty: 'proved',
      evidence: { address: second.address, first: first.outcome },
      explains: ['tcp/partial'],
    }
  },
  explain({ first }, { tcp, server: { system } }) {
    return {
      verdict: say`The port opened only at the second attempt`,
      why: say`the first connection was ${literal(first)}, and a moment later the same address accepted one.`,
      observed: attemptsObserved(tcp),
      fixes: [
        onServer(
          say`See in the log whether SSH was restarting, and in the firewall whether connections are limited in number.`,
          commands(system, `${serverSystems[system].log}\n${showRules(system)}`),
        ),
        inWorkflow(
          say`If the server is started earlier in the same workflow, let this step wait for it.`,
          withBlock({ wait: '2m' }),
        ),
      ],
    }
  },
})
