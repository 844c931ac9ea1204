import type { Facts, OtherLoginFacts } from '../facts'
import { own, say, type Words } from '../words'

/**
 * How the server itself was asked through another login, or why it was not; null where nobody wanted it, or nothing was
 * left to ask. What it answered is the verdict's to say.
 */
export function otherLoginWords({ serverCheck, otherLogin }: Facts): Words | null {
  if (serverCheck.state === 'failed')
    return say`not run, a fault of the check: ${serverCheck.error.message}`
  if (otherLogin) {
    const end =
      serverCheck.state === 'observed' ? ranAs(serverCheck.value.system.root) : noAnswer(otherLogin)
    return say`${through(otherLogin)}: ${end}`
  }
  if (serverCheck.state === 'observed' || serverCheck.why === 'not-needed') return null
  return own(
    serverCheck.why === 'no-way'
      ? 'not run: no other login was left to try'
      : 'not run: no time was left for it',
  )
}

function through({ by, user, connection }: OtherLoginFacts): Words {
  const where = own(connection === 'first' ? 'the same connection' : 'one more connection')
  return by === 'password'
    ? say`by the password of ${user}, over ${where}`
    : say`by the login of ${user}, over ${where}`
}

const ranAs = (root: boolean | null): Words =>
  own(
    root === true
      ? 'run as root, who sees everything'
      : 'run as an ordinary user, who does not see everything',
  )

function noAnswer({ outcome, said }: OtherLoginFacts): Words {
  if (outcome === 'accepted')
    return said === ''
      ? own('logged in, and no answer of the check came')
      : say`logged in, and in place of an answer came ${said}`
  const words = {
    refused: 'refused too',
    ended: 'the connection ended before an answer',
    'host-key-changed': 'nothing was sent, as the host key was another one than before',
    'no-credential': 'not tried, as its key cannot be used',
  }
  return own(words[outcome])
}
