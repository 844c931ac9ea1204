/** What speaks on a port instead of SSH. */
export interface Protocol {
  readonly name: string
  /** For a sentence: "port 443 is …". */
  readonly what: string
}

const text = (pattern: RegExp) => (bytes: Buffer) => pattern.test(bytes.toString('latin1'))
const starts = (...first: readonly number[]) => {
  const wanted = Buffer.from(first)
  return (bytes: Buffer) => bytes.subarray(0, wanted.length).equals(wanted)
}

/**
 * Ordered: the first that fits. First bytes as in nmap's nmap-service-probes and the protocols' own specifications.
 * Some servers speak only after a client's line: then the bytes answer our identification.
 */
const protocols: readonly (Protocol & { readonly fits: (bytes: Buffer) => boolean })[] = [
  { name: 'HTTP', what: 'a web server', fits: text(/^HTTP\/\d/) },
  { name: 'HTTP', what: 'a web server', fits: text(/^\s*<(!doctype html|html|head|\?xml)/i) },
  // A TLS record (RFC 8446 section 5.1): alert or handshake, version 3.x.
  {
    name: 'TLS',
    what: 'a TLS server (HTTPS or another encrypted service)',
    fits: (bytes) =>
      (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03 && Number(bytes[2]) <= 0x04,
  },
  {
    name: 'SMTP',
    what: 'a mail server (SMTP)',
    fits: text(/^(220|421|554)[ -][^\r\n]*(SMTP|mail|postfix|exim|sendmail)/i),
  },
  {
    name: 'FTP',
    what: 'an FTP server',
    fits: text(
      /^(220|421|530|550)[ -][^\r\n]*(FTP|FileZilla|vsFTPd|ProFTPD|Serv-U)|^220-+ Welcome to Pure-FTPd/i,
    ),
  },
  {
    name: 'SMTP or FTP',
    what: 'a mail or FTP server',
    fits: text(/^220[ -]/),
  },
  { name: 'POP3', what: 'a mail server (POP3)', fits: text(/^(\+OK\b|-ERR .*pop)/i) },
  { name: 'IMAP', what: 'a mail server (IMAP)', fits: text(/^\* (OK|BYE|PREAUTH)\b/) },
  {
    name: 'MySQL',
    what: 'a MySQL or MariaDB server',
    // Packet header of three length bytes and a sequence number 0, then protocol version 10 or an error packet.
    fits: (bytes) =>
      bytes[2] === 0 &&
      bytes[3] === 0 &&
      ((bytes[4] === 0x0a && /^[\d.]+/.test(bytes.subarray(5, 8).toString('latin1'))) ||
        bytes[4] === 0xff),
  },
  { name: 'VNC', what: 'a VNC server', fits: text(/^RFB \d{3}\.\d{3}/) },
  {
    name: 'Telnet',
    what: 'a Telnet server',
    fits: (bytes) => bytes[0] === 0xff && Number(bytes[1]) >= 0xfb && Number(bytes[1]) <= 0xfe,
  },
  { name: 'rsync', what: 'an rsync daemon (rsync://)', fits: text(/^@RSYNCD: /) },
  {
    name: 'Redis',
    what: 'a Redis server',
    fits: text(/^-(ERR (unknown command|wrong number)|DENIED|NOAUTH|WRONGPASS)/i),
  },
  {
    name: 'memcached',
    what: 'a memcached server',
    fits: text(/^ERROR\r\n$/),
  },
  // TPKT header (RFC 1006) with an X.224 connection confirm.
  { name: 'RDP', what: 'a Remote Desktop server', fits: starts(0x03, 0x00, 0x00) },
  {
    name: 'PostgreSQL',
    what: 'a PostgreSQL server',
    fits: text(/^E(\0\0[\s\S]{2}S(ERROR|FATAL)\0|[^\0]*(unsupported frontend|startup packet))/),
  },
  { name: 'NNTP', what: 'a news server (NNTP)', fits: text(/^(200|201) [^\r\n]*(NNTP|news)/i) },
  { name: 'IRC', what: 'an IRC server', fits: text(/^(:\S+ )?NOTICE (AUTH|\*) :/) },
  { name: 'AMQP', what: 'a message broker (AMQP)', fits: starts(0x41, 0x4d, 0x51, 0x50) },
]

/** Names the protocol of a server by its first bytes (256 are plenty); null when they are nobody's that we know. */
export function recognizeProtocol(firstBytes: Buffer): Protocol | null {
  if (firstBytes.length === 0) return null
  const known = protocols.find(({ fits }) => fits(firstBytes))
  return known ? { name: known.name, what: known.what } : null
}
