/**
 * How a server broke the SSH protocol, or which limit of this check it passed. `src/ssh` decides it from what its library and its
 * own checks say; the words for people are in `src/causes/readings/broken-protocol.ts`.
 */
export type ProtocolError =
  /** The identification line does not have the form of RFC 4253 section 4.2. */
  | 'identification'
  /** The length of a packet is invalid (RFC 4253 section 6), or more than 35,000 bytes. */
  | 'packet-length'
  /** The MAC of a packet does not match (RFC 4253 section 6.4). */
  | 'mac'
  /** A field of a message has an invalid value or runs past the end of the message. */
  | 'message'
  /** A message came where the protocol does not allow it. */
  | 'unexpected-message'
  /** The host key is malformed, not of the agreed type, another one than before, or oversized. */
  | 'host-key'
  /** The signature of the key exchange is malformed or does not match the host key (RFC 4253 section 8). */
  | 'signature'
  /** A group or a public value of the key exchange is invalid. */
  | 'key-exchange'
  /** The lists of algorithms have nothing in common (RFC 4253 section 7.1). */
  | 'algorithm'
  /** The server sent more messages, bytes, key exchanges or items of a list than any server needs. */
  | 'limit'
  /** The server does not read what it is sent. */
  | 'not-reading'
  /** A channel can take no data, or got more than its window (RFC 4254 section 5.2). */
  | 'channel'
  | 'other'
