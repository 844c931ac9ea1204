/** SSH_FXP_INIT for version 3 (draft-ietf-secsh-filexfer-02 section 4), the version that OpenSSH speaks. */
export const sftpInit = Buffer.from([0, 0, 0, 5, 1, 0, 0, 0, 3])

/** SSH_FXP_REALPATH of `.` with request id 1: shows that the server answers requests, and changes nothing. */
export const sftpRealpath = Buffer.from([0, 0, 0, 10, 16, 0, 0, 0, 1, 0, 0, 0, 1, 0x2e])

/** OpenSSH's sftp client and ssh2 give up at packets longer than this ("Received message too long"). */
export const longestPacket = 256 * 1024
const packetVersion = 2

/** more: too few bytes yet; version: SSH_FXP_VERSION came; answered: the reply to realpath too; text: no SFTP at all. */
export type SftpReading = 'more' | 'version' | 'answered' | 'text'

/** Reads what an SFTP server sent so far, from its first byte. Text of a login script reads as an absurd packet length. */
export function readSftp(bytes: Buffer): SftpReading {
  if (bytes.length < 5) return 'more'
  const length = bytes.readUInt32BE(0)
  if (length === 0 || length > longestPacket || bytes[4] !== packetVersion) return 'text'
  const next = 4 + length
  if (bytes.length < next) return 'more'
  return bytes.length >= next + 5 ? 'answered' : 'version'
}
