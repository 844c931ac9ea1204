import { version } from '../version'

/** Our software version, after `SSH-2.0-`. It must have no space or minus sign (RFC 4253 section 4.2). */
export const ourSoftware = `SSHPreflight_${version.replaceAll('-', '_')}`

/** Our identification line without its newline (RFC 4253 section 4.2). */
export const ourIdentification = `SSH-2.0-${ourSoftware}`

/**
 * The bytes from the identification line on. ssh2 has limits for the text before it, which is no part of the exchange hash
 * (RFC 4253 section 8), and waits for a line feed where some old servers send only a carriage return.
 */
export function fromIdentification(received: Buffer): Buffer {
  const at = /(?:^|[\r\n])SSH-(?:2\.0|1\.99)-/.exec(received.toString('latin1'))
  const start = at ? received.indexOf('SSH-', at.index, 'latin1') : 0
  const bytes = received.subarray(start)
  return bytes.includes(10) ? bytes : Buffer.concat([bytes, Buffer.from('\n')])
}
