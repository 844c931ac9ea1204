import type { HostileCase } from './hostile-server'
import { authenticationCases } from './servers/authentication'
import { channelCases } from './servers/channels'
import { compressionCases } from './servers/compression'
import { execCases } from './servers/exec'
import { extInfoCases } from './servers/ext-info'
import { globalRequestCases } from './servers/global-requests'
import { groupExchangeCases } from './servers/group-exchange'
import { hostKeyCases } from './servers/host-key'
import { identificationCases } from './servers/identification'
import { jumpHostCases } from './servers/jump-host'
import { keyExchangeCases } from './servers/key-exchange'
import { kexInitCases } from './servers/kexinit'
import { promptCases } from './servers/prompts'
import { rekeyingCases } from './servers/rekeying'
import { severalHostsCases } from './servers/several-hosts'
import { sftpCases } from './servers/sftp'
import { tcpCases } from './servers/tcp'

/** Before a login nothing takes long, and many servers use up the whole timeout: a short one keeps the suite short. */
const beforeLogin = [
  ...tcpCases,
  ...identificationCases,
  ...kexInitCases,
  ...keyExchangeCases,
  ...groupExchangeCases,
  ...hostKeyCases,
].map((hostile) => ({ ...hostile, inputs: { timeout: '2s', ...hostile.inputs } }))

/** All hostile servers, in the order of a connection. */
export const hostileCases: readonly HostileCase[] = [
  ...beforeLogin,
  ...extInfoCases,
  ...compressionCases,
  ...authenticationCases,
  ...promptCases,
  ...rekeyingCases,
  ...channelCases,
  ...execCases,
  ...sftpCases,
  ...globalRequestCases,
  ...jumpHostCases,
  ...severalHostsCases,
]
