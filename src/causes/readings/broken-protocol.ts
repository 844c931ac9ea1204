import { inputName, say } from '../../text/words'
import type { Explanation } from '../cause'

/**
 * What to say when this check stopped because of what the server sent after the keys were agreed.
 * @param during what was going on, such as `the login`
 * @param error the sentence of the SSH library or of src/ssh, which holds no text of the server's
 */
export function brokenProtocol(during: 'the login' | 'the session', error: string): Explanation {
  return {
    verdict: say`This check could not read what the server sent during ${during}`,
    why: error.startsWith('Bad packet length')
      ? // RFC 4253 section 6.1 asks a client for packets of 35,000 bytes, where ssh2 stops; OpenSSH reads 256 KiB.
        say`the SSH library of this check stopped there. A legal notice of more than 35,000 bytes (${'Banner'}) looks like this, and other clients can read it; so do bytes that are not SSH. Nothing after this point was checked.`
      : say`what came there breaks the SSH protocol, or is more than any SSH server needs to send. Nothing after this point was checked.`,
    observed: [say`This check stopped with: ${error}.`],
    fixes: [
      {
        who: 'workflow author',
        what: say`If the deploy works, let this check pass with its warning, as it does. If not, check that ${inputName('host')} and ${inputName('port')} name the SSH server itself.`,
      },
      {
        who: 'server admin',
        what: say`See which file ${'Banner'} names, and how long it is.`,
        paste: { language: 'sh', text: "sudo sshd -T | grep '^banner'" },
      },
    ],
  }
}
