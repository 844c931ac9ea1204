/** The one table of messages. Where two match a line and say as much, the first counts, so the order is from special to general. */
import { accountState } from './account-state'
import { connecting } from './connecting'
import { exitCodes } from './exit-codes'
import { git } from './git'
import { handshake } from './handshake'
import { hostKey } from './host-key'
import { login } from './login'
import type { AnyCauseId, Message } from './message'
import { privateKey } from './private-key'
import { remoteCommand } from './remote-command'
import { runner } from './runner'
import { serverLog } from './server-log'
import { session } from './session'
import { transfer } from './transfer'

export type { AnyCauseId, Message } from './message'

export const messages: readonly Message[] = [
  ...serverLog,
  ...accountState,
  ...login,
  ...privateKey,
  ...hostKey,
  ...runner,
  ...git,
  ...remoteCommand,
  ...transfer,
  ...handshake,
  ...session,
  ...connecting,
  ...exitCodes,
]

/** The messages that a cause shows, those first of which it is a likely cause. */
export function messagesOf(id: AnyCauseId): readonly Message[] {
  const likely = messages.filter(({ causes }) => causes.includes(id))
  return [...likely, ...messages.filter(({ rarer }) => rarer?.includes(id))]
}
