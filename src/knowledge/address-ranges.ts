import ipaddr from 'ipaddr.js'
import type { AddressRange } from '../facts'

/**
 * Published ranges of proxies that carry the web and no SSH, as of November 2026: cloudflare.com/ips,
 * api.fastly.com/public-ip-list (the two blocks that serve sites), GitHub Pages (docs.github.com, custom domains).
 */
const proxies: readonly { readonly range: AddressRange; readonly blocks: readonly string[] }[] = [
  {
    range: 'cloudflare',
    blocks: [
      ...['173.245.48.0/20', '103.21.244.0/22', '103.22.200.0/22', '103.31.4.0/22'],
      ...['141.101.64.0/18', '108.162.192.0/18', '190.93.240.0/20', '188.114.96.0/20'],
      ...['197.234.240.0/22', '198.41.128.0/17', '162.158.0.0/15', '104.16.0.0/13'],
      ...['104.24.0.0/14', '172.64.0.0/13', '131.0.72.0/22'],
      ...['2400:cb00::/32', '2606:4700::/32', '2803:f800::/32', '2405:b500::/32'],
      ...['2405:8100::/32', '2a06:98c0::/29', '2c0f:f248::/32'],
    ],
  },
  {
    range: 'github-pages',
    blocks: ['185.199.108.0/22', '2606:50c0:8000::/46'],
  },
  {
    range: 'fastly',
    blocks: ['151.101.0.0/16', '199.232.0.0/16', '2a04:4e40::/32', '2a04:4e42::/32'],
  },
]

/** Addresses for examples in texts, which no network routes: RFC 5737, RFC 3849, RFC 9637. */
const documentation = [
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
  '3fff::/20',
]

/** ipaddr.js's names of special ranges (IANA registries) as ours; what it calls unicast is public. */
const special: Readonly<Record<string, AddressRange>> = {
  unicast: 'public',
  unspecified: 'unspecified',
  multicast: 'multicast',
  linkLocal: 'link-local',
  loopback: 'loopback',
  carrierGradeNat: 'carrier-grade-nat',
  private: 'private',
  uniqueLocal: 'unique-local',
  // Routed on the public Internet, whatever they stand for.
  '6to4': 'public',
  teredo: 'public',
  rfc6052: 'public',
  as112: 'public',
  as112v6: 'public',
  amt: 'public',
}

/** Which kind of address this is; an IPv4 address inside an IPv6 one counts as itself. `address` may have a zone. */
export function rangeOf(address: string): AddressRange {
  const parsed = ipaddr.process(address)
  if (contains(documentation, parsed)) return 'documentation'
  const proxy = proxies.find(({ blocks }) => contains(blocks, parsed))
  return proxy?.range ?? special[parsed.range()] ?? 'reserved'
}

/** Tailscale and its kind give single addresses of this block, which reach each other (RFC 6598). */
const carrierGradeNat = '100.64.0.0/10'

/** Whether an interface with one of these addresses (`10.1.0.4/20`) is in the network of `address`. */
export function inSameNetwork(address: string, interfaces: readonly string[]): boolean {
  const parsed = ipaddr.process(address)
  const own = interfaces.filter((each) => ipaddr.process(addressOf(each)).range() !== 'loopback')
  if (contains(own, parsed)) return true
  return (
    contains([carrierGradeNat], parsed) &&
    own.some((each) => contains([carrierGradeNat], ipaddr.process(addressOf(each))))
  )
}

const addressOf = (cidr: string) => cidr.replace(/\/.*$/, '')

/** Whether one of the blocks (`192.0.2.0/24`) holds the address. */
function contains(blocks: readonly string[], address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return blocks.some((block) => {
    const [network, bits] = ipaddr.parseCIDR(block)
    return network.kind() === address.kind() && address.match(network, bits)
  })
}

/** Names of the proxies, for sentences. */
export const proxyName: Readonly<Partial<Record<AddressRange, string>>> = {
  cloudflare: 'Cloudflare',
  fastly: 'Fastly',
  'github-pages': 'GitHub Pages',
}
