import type { ProtocolError } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { onServer, inWorkflow, inNetwork, sh } from '../fixes/build'
import type { Explanation } from '../finding'

/** What was wrong with what a server sent, as a clause. */
export const protocolErrorWords: Readonly<Record<ProtocolError, Words>> = {
  identification: say`its banner does not have the form of RFC 4253 section 4.2`,
  'packet-length': say`a packet has an invalid length, or more than 35,000 bytes`,
  mac: say`the MAC of a packet is wrong`,
  message: say`a field of a message is invalid, or runs past the end of the message`,
  'unexpected-message': say`a message came where the protocol does not allow it`,
  'host-key': say`the host key is malformed, not the one that was agreed on, or larger than clients accept`,
  signature: say`the signature of the key exchange does not match the host key`,
  'key-exchange': say`a number of the key exchange is invalid`,
  algorithm: say`client and server have no algorithm in common`,
  limit: say`the server sent more than any SSH server needs to send`,
  'not-reading': say`the server does not read what it is sent`,
  channel: say`the server opened a channel that accepts no data, or sent more than the window of a channel`,
  other: say`what the server sent cannot be read as SSH`,
}

/** What each error says after the key exchange, where that is more than the general sentence. */
const whyAfterKeys: Partial<Readonly<Record<ProtocolError, Words>>> = {
  // RFC 4253 section 6.1 asks a client for packets of 35,000 bytes; OpenSSH reads 256 KiB.
  'packet-length': say`this check reads packets of 35,000 bytes at most. A longer legal notice (${'Banner'}) looks like this, and other clients can read it. Bytes that are not SSH look like this too. Nothing after this point was checked.`,
  mac: say`the packets before it were good, and this one was changed on the way or encrypted with other keys. No client can read on. Nothing after this point was checked.`,
  message: say`one message of the server breaks its own format. Some clients ignore that, others end the connection, as this check does. Nothing after this point was checked.`,
  limit: say`the server sent more than any SSH server needs to send, and this check stops there. Other clients may go on. Nothing after this point was checked.`,
  'not-reading': say`the server stopped reading while it kept the connection open, as a server does that hangs. Nothing after this point was checked.`,
}

/** Whether another client can read on: not where a packet was changed. */
export function othersMayRead(error: ProtocolError): boolean {
  return error !== 'mac'
}

/**
 * The words for a check that stopped because of what the server sent after the key exchange.
 * @param during what was going on
 */
export function brokenProtocol(
  during: 'the login' | 'the session',
  error: ProtocolError,
): Explanation {
  const mayBeBanner = error === 'packet-length' || error === 'message'
  return {
    verdict: othersMayRead(error)
      ? say`This check could not read what the server sent during ${during}`
      : say`A packet of the server was corrupt during ${during}`,
    why:
      whyAfterKeys[error] ??
      say`the server broke the SSH protocol. Nothing after this point was checked.`,
    observed: [say`This check stopped because ${protocolErrorWords[error]}.`],
    fixes: [
      othersMayRead(error)
        ? inWorkflow(
            say`If the deploy works, you can ignore this warning. If not, check that ${inputName('host')} and ${inputName('port')} name the SSH server itself.`,
          )
        : inNetwork(
            say`Look for a device between the runner and the server that changes the bytes: a proxy, a VPN, a network card that computes checksums. Run the job again to see whether it always happens.`,
          ),
      ...(during === 'the login' && mayBeBanner
        ? [
            onServer(
              say`See which file ${'Banner'} names, and how long it is.`,
              sh("sudo sshd -T | grep '^banner'"),
            ),
          ]
        : []),
    ],
  }
}
