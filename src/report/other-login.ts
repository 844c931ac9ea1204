import { clip } from '../causes/readings/clip'
import type { Facts, OtherLoginFacts } from '../facts'
import { literal, say, type Words } from '../text/words'

/**
 * How the server itself was asked through another login, or why it was not; null where nobody wanted it, or nothing was
 * left to ask. What it answered is the verdict's to say.
 */
export function otherLoginWords({ serverCheck, otherLogin }: Facts): Words | null {
  // Without a login it is a pasted answer that could not be read, which is reported with the answer.
  if (serverCheck.state === 'failed') {
    return otherLogin ? say`a fault of this program: ${serverCheck.error.message}` : null
  }
  if (otherLogin && serverCheck.state === 'observed') {
    const isRoot = serverCheck.value.system.root === true
    return say`run with${literal(isRoot ? '' : 'out')} the rights of root: ${came(otherLogin)}`
  }
  if (otherLogin) return notRun(otherLogin)
  if (serverCheck.state === 'observed' || serverCheck.why === 'not-needed') return null
  const isLate = serverCheck.why !== 'unavailable'
  return literal(`not run: no ${isLate ? 'time was left for it' : 'other login was left to try'}`)
}

/** Who came in, and how. */
function came({ by, user, connection }: OtherLoginFacts): Words {
  const who = by === 'password' ? say`the password of ${user}` : say`${user}`
  return connection === 'first'
    ? say`${who} came in over the same connection`
    : say`${who} came in over one more connection`
}

function notRun(login: OtherLoginFacts): Words {
  const { user, outcome, said } = login
  switch (outcome) {
    case 'accepted':
      return said === ''
        ? say`started, and gave no answer: ${came(login)}, and nothing followed`
        : say`started, and gave no answer: ${came(login)}, and this followed: ${clip(said, longestSaid)}`
    case 'refused':
      return say`not run: ${user} was refused too, over one more connection`
    case 'ended':
      return say`not run: one more connection for ${user} ended before an answer`
    case 'host-key-changed':
      return say`not run: one more connection met another host key, so nothing was sent`
    case 'no-credential':
      return say`not run: the key of ${user} cannot be used`
  }
}

const longestSaid = 200
