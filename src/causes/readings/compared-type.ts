import type { View } from '../view'
import { clientLists, hostKeyFor } from '../../knowledge/client-algorithms'
import type { FollowingStep } from './following-steps'
import { typesOf } from './pinned-key'

/** The type of key that the client of this step compares; null when it compares none, or when that cannot be told. */
export function comparedTypeOf(view: View, { client }: FollowingStep): string | null {
  const server = view.kex?.server
  const { lists } = client
  if (!server || !client.inputs.fingerprint || lists === null || lists === 'runner') return null
  const types = lists.map((id) => typesOf([hostKeyFor(clientLists[id], server) ?? ''])[0])
  const [first] = types
  return first !== undefined && types.every((type) => type === first) ? first : null
}
