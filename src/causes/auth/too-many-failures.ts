import { admin, author, sh } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { candidates } from '../server'
import { whyKeyFails } from './key-rejected'
import { loginOf } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const tooManyFailures = defineCause({
  id: 'auth/too-many-failures',
  title: 'Too many authentication failures',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server ended the connection because more proofs failed in it than `MaxAuthTries` allows (six, unless somebody set fewer). With ssh that mostly happens when an agent offers one key after the other before the right one has its turn.',
    detection:
      'The server said so as it disconnected. This preflight offers the given key and password alone, so either none of them is accepted, or the server allows very few tries.',
    alsoSeenAs: [
      'Received disconnect from … port 22:2: Too many authentication failures',
      'Disconnected from … Too many authentication failures',
      'ssh: disconnect, reason 2: Too many authentication failures',
      'Remote side sent disconnect message type 2 (protocol error): "Too many authentication failures"',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (login?.facts.outcome !== 'disconnected') return null
    if (!/too many authentication failures/i.test(login.facts.disconnect?.text ?? '')) return null
    const failures = login.facts.attempts.filter(
      ({ method, answer }) => method !== 'none' && answer !== 'not-sent',
    )
    return {
      certainty: 'proved',
      evidence: { user: login.user, failures: failures.length },
      candidates: login.keyFailed ? candidates(whyKeyFails(login), view.server) : [],
      explains: ['auth/key-rejected', 'auth/password-rejected', 'auth/closed'],
    }
  },
  explain({ user, failures }) {
    return {
      verdict: say`The server ended the login: too many failures`,
      why: say`the server itself said so as it disconnected.`,
      observed: [
        say`The server said ${'Too many authentication failures'}.`,
        say`We had offered ${failures} ${[{ say: failures === 1 ? 'proof' : 'proofs' }]} for the user ${user}.`,
      ],
      fixes: [
        author(
          say`Give the one key or password that this user logs in with. With ssh, ${'-o IdentitiesOnly=yes'} keeps the agent's other keys out.`,
          withBlock({ username: 'deploy', key: '${{ secrets.SSH_KEY }}' }),
        ),
        admin(
          say`Look how many tries the server allows; six is usual.`,
          sh("sudo sshd -T | grep '^maxauthtries'"),
        ),
      ],
    }
  },
})
