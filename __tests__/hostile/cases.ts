import type { HostileCase } from './hostile-server'
import { identificationCases } from './servers/identification'
import { tcpCases } from './servers/tcp'

/** All hostile servers, in the order of a connection. */
export const hostileCases: readonly HostileCase[] = [...tcpCases, ...identificationCases]
