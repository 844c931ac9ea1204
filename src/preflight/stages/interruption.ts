import { type Disconnect, type ProtocolError } from '../../facts'
import { type Raw, remote } from '../../facts/unredacted'
import type { Interruption } from '../../ssh/session'
import type { Clock } from '../clock'
import { outOfTime } from './observe'
import { notChecked, type NotChecked } from '../../facts/fact'

const longestReason = 1024

/** The words of SSH_MSG_DISCONNECT or SSH_MSG_CHANNEL_OPEN_FAILURE, of which 1 KiB is kept. */
export function rawDisconnect({ reason, text }: Disconnect): Raw<Disconnect> {
  return { reason, text: remote(text, longestReason) }
}

/** How a connection ended, in the words of the facts. One that breaks the protocol after the key exchange counts as closed. */
export function endOf(interruption: Interruption): {
  readonly outcome: 'closed' | 'reset' | 'disconnected' | 'stalled'
  readonly disconnect: Raw<Disconnect> | null
  readonly error: ProtocolError | null
} {
  const { how } = interruption
  return {
    outcome: how === 'protocol-error' ? 'closed' : how,
    disconnect: how === 'disconnected' ? rawDisconnect(interruption.disconnect) : null,
    error: how === 'protocol-error' ? interruption.error : null,
  }
}

/** Why a check that was interrupted, and that tells nothing by it, was not made. */
export function whyNot({ how }: Interruption, clock: Clock): NotChecked {
  return how === 'stalled' ? outOfTime(clock) : notChecked('unavailable')
}
