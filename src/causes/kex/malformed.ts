import { inputName, say } from '../../text/words'
import { type ProtocolError } from '../../facts'
import { defineCause, type Draft, type Judgment } from '../cause'
import type { Evidence } from '../finding'
import type { View } from '../view'
import { onServer, inWorkflow, inNetwork, sh } from '../fixes/build'
import { protocolErrorWords } from '../readings/broken-protocol'
import { clip } from '../readings/clip'
import { exchangeThat, phaseName } from '../readings/kex-endings'

/** OpenSSH's words for an identification that it could not read: sshd.c until 7.9, kex.c since. */
const rejectedOurs = /protocol mismatch|identification string|protocol major versions differ/i

interface Malformed extends Evidence {
  readonly error: ProtocolError
  readonly words: string
  /** keys: the keys were agreed on, and the first packet that they encrypt could not be read. */
  readonly reached: 'nothing' | 'lists' | 'keys'
}

export const kexMalformed = defineCause({
  id: 'kex/malformed',
  title: 'The key exchange is not valid SSH',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The port sends an SSH banner, but what follows breaks the SSH protocol, so no client can continue. Perhaps the port only pretends to be SSH (a honeypot, a trap for port scanners, a broken proxy). Or a device in between changes the bytes. A signature that does not match the host key means the same: the other side does not hold the private host key. Some servers announce strict key exchange and do not keep it: then the first encrypted packet does not fit the agreed keys.',
    detection:
      'This check reads every packet after the banner, and says which rule of the protocol was broken.',
    firstMove: 'Run the job again. If it stays, connect from another network.',
  },
  lookalikes: {
    'A message that only this check cannot read':
      'The bytes break a rule of RFC 4253 that every client checks, or are plain text.',
  },
  needs: ['kex'],
  judge(view): Judgment<Malformed> | null {
    const ended = exchangeThat(view, 'malformed')
    if (!ended) return unreadableKeys(view)
    const { exchange, reached } = ended
    const error = exchange.error ?? 'other'
    return {
      // What this check stops at by its own limits, another client may read.
      certainty:
        ['other', 'limit', 'not-reading', 'packet-length'].includes(error) && !exchange.words
          ? 'likely'
          : 'proved',
      evidence: {
        error,
        words: clip(exchange.words ?? '', 200),
        reached,
      },
    }
  },
  explain({ error, words, reached }) {
    if (reached === 'keys') return wordsOfKeys(error)
    const badSignature = error === 'signature'
    return {
      verdict: badSignature
        ? say`The server showed a host key that it cannot sign with`
        : say`The port sends an SSH banner, but what follows is not SSH`,
      why: badSignature
        ? say`the signature of the key exchange does not match the host key that was shown.`
        : rejectedOurs.test(words)
          ? say`the server answered that it could not read our identification. A proxy between us causes that when it sends a line first (a PROXY line), or changes what we send.`
          : say`the bytes ${phaseName(reached)} break the SSH protocol, so no client can read them.`,
      observed: [
        ...(words === '' ? [] : [say`In place of a packet it sent the text: ${words}`]),
        say`This check stopped because ${protocolErrorWords[error]}.`,
        say`No login was tried.`,
      ],
      fixes: [
        inWorkflow(
          say`Check that ${inputName('host')} and ${inputName('port')} name the SSH server itself, and no proxy, load balancer or trap in front of it.`,
        ),
        inNetwork(
          say`Look for a device between the runner and the server that changes or answers SSH traffic.`,
        ),
        onServer(
          say`Log in from the server to itself. If that works, the fault lies in between.`,
          sh('ssh -v localhost true'),
        ),
      ],
    }
  },
})

/**
 * The first encrypted packet does not fit the keys: with an unencrypted length (RFC 5647) its MAC is wrong, else its length is. Later,
 * a length of more than this check reads may be a long legal notice, which is auth/closed.
 */
function unreadableKeys({ auth }: View<'kex'>): Judgment<Malformed> | null {
  if (!auth || auth.attempts.length > 0 || auth.serverSigAlgs !== null) return null
  const { error = null } = auth
  if (error !== 'mac' && error !== 'packet-length') return null
  return { certainty: 'likely', evidence: { error, words: '', reached: 'keys' } }
}

function wordsOfKeys(error: ProtocolError): Draft {
  return {
    verdict: say`The first encrypted packet of the server does not fit the agreed keys`,
    why: say`the key exchange was complete, and what the server sent next cannot be decrypted, so no client can read on. A server that announces strict key exchange (${'kex-strict-s-v00@openssh.com'}) and does not keep it looks like this, and so does a device that changes the bytes.`,
    observed: [
      say`This check stopped because ${protocolErrorWords[error]}.`,
      say`No login was tried.`,
    ],
    fixes: [
      onServer(
        say`Update the program that answers on this port. Strict key exchange came at the end of 2023, and some servers had errors in it at first.`,
      ),
      inWorkflow(
        say`Check that ${inputName('host')} and ${inputName('port')} name the SSH server itself, and no proxy or trap in front of it.`,
      ),
      inNetwork(
        say`Look for a device between the runner and the server that changes or answers SSH traffic.`,
      ),
    ],
  }
}
