import { addresses, serverName } from '../addresses'
import type { Scenario } from '../scenario'

/** Names that lead nowhere, or to the wrong place. */
export const dnsScenarios: readonly Scenario[] = [
  {
    name: 'the name does not exist (NXDOMAIN)',
    cause: 'dns/not-found',
    certainty: 'proved',
    connections: 0,
    inputs: () => ({ host: 'sever.example.net' }),
  },
  {
    name: 'the name has IPv6 addresses only, and protocol asks for IPv4',
    cause: 'dns/not-found',
    connections: 0,
    dns: { [serverName]: [addresses.server6] },
    inputs: () => ({ protocol: 'tcp4' }),
  },
  {
    name: 'the resolver answers SERVFAIL',
    cause: 'dns/unavailable',
    connections: 0,
    resolver: 'servfail',
    inputs: () => ({ timeout: '15s' }),
  },
  {
    name: 'the resolver refuses the name',
    cause: 'dns/unavailable',
    connections: 0,
    resolver: 'refuses',
    inputs: () => ({ host: 'shop.example.com' }),
  },
  {
    name: 'no resolver is at the address',
    cause: 'dns/unavailable',
    connections: 0,
    resolver: 'absent',
  },
  {
    name: 'the resolver never answers',
    cause: 'dns/unavailable',
    connections: 0,
    resolver: 'silent',
    inputs: () => ({ timeout: '20s' }),
  },
  {
    name: 'the name has an IPv6 address only, and the runner has no IPv6',
    cause: 'dns/ipv6-only',
    certainty: 'proved',
    connections: 0,
    dns: { [serverName]: [addresses.server6] },
    path: { clientHasIpv6: false },
  },
  {
    name: 'a private address on a hosted runner',
    cause: 'dns/private-address',
    connections: 0,
    dns: { [serverName]: [addresses.private4] },
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
  },
  {
    name: 'an address of Cloudflare, which carries no SSH',
    cause: 'dns/proxied',
    connections: 0,
    dns: { [serverName]: [addresses.cloudflare4] },
  },
]
