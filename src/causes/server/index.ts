import type { ServerCauseId } from '../../facts/cause-ids'
import { accountLocked } from './account-locked'
import { authorizedKeysMalformed } from './authorized-keys-malformed'
import { authorizedKeysMissing } from './authorized-keys-missing'
import { banned } from './banned'
import type { ServerCause, ServerView } from '../server-cause'
import { certificatesOnly } from './certificates-only'
import { configInvalid } from './config-invalid'
import { diskFull } from './disk-full'
import { firewallDrops } from './firewall-drops'
import { firewallRejects } from './firewall-rejects'
import { homePermissions } from './home-permissions'
import { homeUnavailable } from './home-unavailable'
import { hostKeysMissing } from './host-keys-missing'
import { hostsDeny } from './hosts-deny'
import { keyCommandFails } from './key-command-fails'
import { keyNotListed } from './key-not-listed'
import { keyRestricted } from './key-restricted'
import { keyTypeRefused } from './key-type-refused'
import { loopbackOnly } from './loopback-only'
import { notInstalled } from './not-installed'
import { pamBroken } from './pam-broken'
import { portDiffers } from './port-differs'
import { rootLoginOff } from './root-login-off'
import { selinuxContext } from './selinux-context'
import { serviceStopped } from './service-stopped'
import { shellMissing } from './shell-missing'
import { socketActivated } from './socket-activated'
import { upgradeIncomplete } from './upgrade-incomplete'
import { userMissing } from './user-missing'
import { userNotAllowed } from './user-not-allowed'
import type { Candidate } from '../finding'

/**
 * The causes that only a check on the server can prove, one line each, in the order in which server-check.sh names them: first
 * what blocks a connection, then what blocks a login.
 */
export const serverCauses: readonly ServerCause[] = [
  notInstalled,
  upgradeIncomplete,
  configInvalid,
  hostKeysMissing,
  serviceStopped,
  socketActivated,
  portDiffers,
  loopbackOnly,
  banned,
  firewallDrops,
  firewallRejects,
  hostsDeny,
  userMissing,
  accountLocked,
  shellMissing,
  userNotAllowed,
  rootLoginOff,
  pamBroken,
  homeUnavailable,
  homePermissions,
  selinuxContext,
  keyCommandFails,
  certificatesOnly,
  authorizedKeysMissing,
  authorizedKeysMalformed,
  keyRestricted,
  keyTypeRefused,
  keyNotListed,
  diskFull,
]

/** The record of a cause that only a check on the server can prove. */
export function serverCause(id: ServerCauseId): ServerCause {
  const found = serverCauses.find((cause) => cause.id === id)
  if (!found) throw new Error(`Not in the catalog: ${id}`)
  return found
}

/** The candidates in the order given, with the words for this server. Those that its system cannot have are left out. */
export function candidates(ids: readonly ServerCauseId[], server: ServerView): Candidate[] {
  return ids.flatMap((id) => {
    const cause = serverCause(id)
    if (cause.systems && !cause.systems.includes(server.system)) return []
    return [{ id, title: [{ say: cause.title }], ...cause.candidate(server) }]
  })
}
