import { clientLists, hostKeyFor } from '../../knowledge/client-algorithms'
import type { View } from '../view'
import type { FollowingStep } from './following-steps'
import { typesOf } from '../../knowledge/host-keys'

/** The type of host key that the client of this step compares; null when it compares none, or when that is unknown. */
export function comparedTypeOf({ kex }: View, { client }: FollowingStep): string | null {
  const server = kex?.server
  const { lists } = client
  if (!server || !client.inputs.fingerprint || lists === null || lists === 'runner') return null
  const types = lists.map((id) => typesOf([hostKeyFor(clientLists[id], server) ?? ''])[0])
  const [first] = types
  return first !== undefined && types.every((type) => type === first) ? first : null
}
