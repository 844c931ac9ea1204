import { serverSystems } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { withBlock } from '../fixes/with-block'
import { loginOf } from '../readings/login'
import { candidates } from '../server'
import { whyKeyFails } from './key-rejected'

export const tooManyFailures = defineCause({
  id: 'auth/too-many-failures',
  title: 'Too many authentication failures',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server closed the connection because more login attempts failed in it than `MaxAuthTries` allows (six by default). With ssh, this mostly happens when an agent offers many keys before the right one.',
    detection:
      'The server said so when it disconnected. This check offers only the given key and password, or at most five keys of an SSH agent. So the server accepts none of them, or it allows very few attempts.',
    firstMove: 'Use one key only: `ssh -o IdentitiesOnly=yes -i KEY`.',
  },
  lookalikes: { 'A connection that broke': 'The server gave this reason when it disconnected.' },
  needs: ['auth'],
  judge(view) {
    const login = loginOf(view)
    if (login.outcome !== 'disconnected') return null
    if (!/too many authentication failures/i.test(login.disconnect?.text ?? '')) return null
    const failures = login.attempts.filter(
      ({ method, answer }) => method !== 'none' && answer !== 'not-sent',
    )
    return {
      certainty: 'proved',
      evidence: { user: login.user, failures: failures.length },
      candidates: login.keyFailed ? candidates(whyKeyFails(login), view.server) : [],
      explains: ['auth/key-rejected', 'auth/password-rejected', 'auth/closed'],
    }
  },
  explain({ user, failures }, { server: { system } }) {
    return {
      verdict: say`The server closed the connection after too many authentication failures`,
      why: say`the server itself said so when it disconnected.`,
      observed: [
        say`The server said ${'Too many authentication failures'}.`,
        say`This check had made ${failures} login ${literal(failures === 1 ? 'attempt' : 'attempts')} for the user ${user}.`,
      ],
      fixes: [
        inWorkflow(
          say`Use only the key or password that this user logs in with. With ssh, ${'-o IdentitiesOnly=yes'} stops the agent from offering other keys.`,
          withBlock({ username: 'deploy', key: '${{ secrets.SSH_KEY }}' }),
        ),
        onServer(
          say`Check how many attempts the server allows. The default is six.`,
          commands(system, serverSystems[system].showOptions('maxauthtries')),
        ),
      ],
    }
  },
})
