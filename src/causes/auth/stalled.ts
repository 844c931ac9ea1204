import { duration, say } from '../../text/words'
import { deployWaitsLonger } from '../readings/short-timeout'
import { defineCause } from '../cause'
import { inWorkflow, readLog } from '../fixes/build'
import { dropsPackets } from '../fixes/drops-packets'
import { withBlock } from '../fixes/with-block'
import { clip } from '../readings/clip'
import { saidOfLogin } from '../readings/said'

export const authStalled = defineCause({
  id: 'auth/stalled',
  title: 'The server does not answer the login request',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The server speaks SSH and received our request to log in, but did not answer in time. The server itself waits for something. It can be a directory service (LDAP, SSSD, Active Directory), a script that looks up keys, or a slow DNS lookup. A disk can hang. Or a person must confirm a second factor on a phone.',
    detection:
      'The key exchange was quick, but the answer to the login request did not come before the timeout.',
    firstMove: 'Connect with `ssh -v` and see after which line it stops.',
  },
  needs: ['auth'],
  judge(view) {
    const { auth } = view
    const { outcome, user, attempts } = auth
    if (outcome !== 'stalled') return null
    const last = attempts.at(-1)
    return {
      // Packets that get lost on the way look the same.
      certainty: 'likely',
      ...(deployWaitsLonger(view, last?.ms ?? Infinity) && { severity: 'warning' as const }),
      evidence: {
        user,
        method: last?.method ?? null,
        ms: last?.ms ?? null,
        text: clip(saidOfLogin(auth), 200),
      },
    }
  },
  explain({ user, method, ms, text }, { server }) {
    return {
      verdict: say`The server does not answer the login of the user ${clip(user, 40)}`,
      why: say`the server answered everything before the login, and nothing after it until the timeout. A network that drops some of the packets looks the same.`,
      observed: [
        method === null
          ? say`The server never answered the login request.`
          : say`The server never answered the attempt with ${method}.`,
        text !== '' && say`It said: ${text}`,
        ms !== null && say`This check waited ${duration(ms)} for the answer.`,
      ],
      fixes: [
        readLog(
          server,
          say`Find out what sshd waits for: read its log, and check whether ${'id'} answers at once for this user.`,
        ),
        dropsPackets,
        inWorkflow(
          say`If the server is only slow, increase the timeout.`,
          withBlock({ timeout: '60s' }),
        ),
      ],
    }
  },
})
