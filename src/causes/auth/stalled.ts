import { admin, author } from '../fixes/build'
import { serverSystems } from '../../knowledge/server-systems'
import { duration, say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { loginOf } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const authStalled = defineCause({
  id: 'auth/stalled',
  title: 'The server does not answer the login',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server speaks SSH and took our request to log in, but gave no answer in time. It waits for something itself: a directory service (LDAP, SSSD, Active Directory), a script that looks up keys, a slow name lookup, a disk that hangs, or a second factor that a person must confirm on a phone.',
    detection:
      'The key exchange was quick, and the answer to the login never came before the time was up.',
    alsoSeenAs: [
      'Timed out while waiting for handshake',
      'ssh: handshake failed: read tcp: i/o timeout',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (login?.facts.outcome !== 'stalled') return null
    const last = login.facts.attempts.at(-1)
    return {
      certainty: 'proved',
      evidence: { user: login.user, method: last?.method ?? null, ms: last?.ms ?? null },
    }
  },
  explain({ user, method, ms }, view) {
    const system = serverSystems[view.server.system]
    return {
      verdict: say`The server does not answer the login of the user ${clip(user, 40)}`,
      why: say`the server answered everything before, and then nothing until the time was up.`,
      observed: [
        method === null
          ? say`The request to log in was never answered.`
          : say`The answer to ${method} never came.`,
        ...(ms === null ? [] : [say`We waited ${duration(ms)} for it.`]),
      ],
      fixes: [
        admin(
          say`Look at what sshd waits for: its log, and whether ${'id'} answers at once for this user.`,
          { language: system.language, text: system.log },
        ),
        author(say`If the server is only slow, give it more time.`, withBlock({ timeout: '60s' })),
      ],
    }
  },
})
