import { say } from '../../text/words'
import { lines, inNetwork } from './build'

/**
 * For a connection that stalls once the login or the session begins. sshd marks the packets of a session for priority (IPQoS in
 * sshd_config(5), DSCP of RFC 2474) and sends larger ones than before: a device that drops either leaves the handshake as it is.
 */
export const dropsPackets = inNetwork(
  say`If the log of the server shows no error, look for a device on the way that drops its packets: those with a DSCP mark (this line in ${'sshd_config'} turns the marks off), or large ones (a VPN or tunnel with too large an MTU).`,
  lines('IPQoS none'),
)
