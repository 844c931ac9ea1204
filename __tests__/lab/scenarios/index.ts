import type { Scenario } from '../scenario'
import { agentScenarios } from './agent'
import { authScenarios } from './auth'
import { bannerScenarios } from './banner'
import { deployScenarios } from './deploy'
import { readyScenarios } from './deploy-ready'
import { dnsScenarios } from './dns'
import { firewallScenarios } from './firewalls'
import { followingScenarios } from './following'
import { healthyScenarios } from './healthy'
import { hostKeyScenarios } from './hostkey'
import { inputScenarios } from './input'
import { serverCheckScenarios } from './server-check'
import { serverCheckLoginScenarios } from './server-check-logins'
import { kexScenarios } from './kex'
import { keyScenarios } from './key'
import { oddScenarios } from './odd'
import { proxyScenarios } from './proxy'
import { sessionScenarios } from './session'
import { severalScenarios } from './several'
import { shapeScenarios } from './shapes'
import { tcpScenarios } from './tcp'
import { unusualBanners } from './strangers-banner'
import { strangeInputs } from './strangers-input'
import { strangeLogins } from './strangers-login'
import { strangeNetworks } from './strangers-network'
import { strangeSessions } from './strangers-session'
import { versionScenarios } from './versions'

/** Every scenario of the lab, healthy ones first, then in the order of the ladder, odd ones and strangers last. */
export const scenarios: readonly Scenario[] = [
  ...healthyScenarios,
  ...readyScenarios,
  ...inputScenarios,
  ...keyScenarios,
  ...dnsScenarios,
  ...tcpScenarios,
  ...firewallScenarios,
  ...bannerScenarios,
  ...kexScenarios,
  ...hostKeyScenarios,
  ...authScenarios,
  ...agentScenarios,
  ...proxyScenarios,
  ...sessionScenarios,
  ...severalScenarios,
  ...serverCheckScenarios,
  ...serverCheckLoginScenarios,
  ...deployScenarios,
  ...followingScenarios,
  ...oddScenarios,
  ...versionScenarios,
  ...shapeScenarios,
  ...strangeInputs,
  ...strangeNetworks,
  ...unusualBanners,
  ...strangeLogins,
  ...strangeSessions,
]
