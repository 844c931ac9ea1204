import { addresses, serverName } from '../addresses'
import type { Scenario } from '../scenario'

const web = { behavior: 'http', port: 443 }

/** One more chain, for what leaves the server: it ends the input chain that the lab opens. */
const leaving = (rule: string) => `accept
    }
    chain output { type filter hook output priority 0
      ${rule}`

const rejects = (how: string, alive: boolean): Pick<Scenario, 'firewall' | 'otherPrograms'> => ({
  firewall: `${alive ? 'tcp dport 22' : 'meta l4proto tcp'} reject with ${how}`,
  ...(alive ? { otherPrograms: [web] } : {}),
})

const only = (...list: readonly string[]) => ({ dns: { [serverName]: list } })

/** Networks that nobody here has seen: routers, fences and names of the field. */
export const strangeNetworks: readonly Scenario[] = [
  ...['host-prohibited', 'net-prohibited', 'host-unreachable'].map((type): Scenario => ({
    name: `a firewall rejects port 22 with ICMP ${type}`,
    cause: 'tcp/rejected',
    certainty: 'proved',
    connections: 0,
    ...rejects(`icmp type ${type}`, true),
  })),
  {
    name: 'a firewall rejects port 22 with ICMPv6 policy-fail',
    cause: 'tcp/rejected',
    connections: 0,
    ...only(addresses.server6),
    firewall: 'tcp dport 22 reject with icmpv6 policy-fail',
  },
  {
    name: 'every port is rejected as “host unreachable”, which a router says of a machine that is off too',
    cause: 'tcp/rejected',
    certainty: 'likely',
    connections: 0,
    says: ['when the machine is off'],
    ...rejects('icmp type host-unreachable', false),
  },
  {
    name: 'the machine is off, behind a router',
    cause: 'tcp/host-unreachable',
    certainty: 'likely',
    connections: 0,
    path: { forwards: true },
    ...only(addresses.faraway4),
    inputs: () => ({ timeout: '15s' }),
  },
  {
    name: 'the machine is off, behind a router, over IPv6',
    cause: 'tcp/host-unreachable',
    connections: 0,
    path: { forwards: true },
    ...only(addresses.faraway6),
    inputs: () => ({ timeout: '15s' }),
  },
  {
    name: 'a router on the way knows no such network',
    cause: 'tcp/host-unreachable',
    connections: 0,
    path: { forwards: true },
    ...only('45.141.1.1'),
    inputs: () => ({ timeout: '12s' }),
  },
  ...['blackhole', 'prohibit', 'unreachable'].map((type): Scenario => ({
    name: `the runner has a route of type ${type} for the address`,
    cause: 'tcp/no-route',
    certainty: 'proved',
    connections: 0,
    inClient: `ip route add ${type} ${addresses.server4}/32`,
  })),
  {
    name: 'the runner lost its address',
    cause: 'tcp/no-route',
    connections: 0,
    inClient: 'ip addr flush dev lab0',
  },
  {
    name: 'a firewall lets the handshake of TCP through and nothing from the server behind it',
    cause: 'banner/silent',
    firewall: leaving('tcp sport 22 tcp flags & psh == psh drop'),
    inputs: () => ({ timeout: '6s' }),
  },
  {
    name: 'a firewall allows the banner and nothing from the runner',
    cause: 'kex/stalled',
    firewall: 'tcp dport 22 tcp flags & psh == psh drop',
    inputs: () => ({ timeout: '6s' }),
  },
  {
    name: 'long packets are lost on the way (MTU)',
    cause: 'kex/stalled',
    says: ['MTU'],
    firewall: leaving('tcp sport 22 meta length > 600 drop'),
    inputs: () => ({ timeout: '6s' }),
  },
  {
    name: 'a firewall resets the connection at the first words of the runner',
    cause: 'kex/closed',
    firewall: 'tcp dport 22 tcp flags & psh == psh reject with tcp reset',
  },
  {
    name: 'a proxy in front accepts every port and closes',
    cause: 'banner/closed',
    server: { kind: 'fake', behavior: 'closes', port: 9999 },
    firewall: `accept
    }
    chain onward { type nat hook prerouting priority -100
      tcp dport 1-9998 redirect to :9999`,
  },
  {
    name: 'the runner’s own hosts file names the server',
    cause: 'pass',
    resolver: 'absent',
    inClient: `echo '${addresses.server4} ${serverName}' >> /etc/hosts`,
  },
  {
    name: 'a short name that the search domain completes',
    cause: 'pass',
    inClient: "echo 'search example.net' >> /etc/resolv.conf",
    inputs: () => ({ host: 'server' }),
  },
  {
    name: 'an underscore in the name',
    cause: 'pass',
    dns: { 'my_server.example.net': [addresses.server4] },
    inputs: () => ({ host: 'my_server.example.net' }),
  },
  {
    name: 'an IPv4 address written as IPv6',
    cause: 'pass',
    inputs: () => ({ host: `::ffff:${addresses.server4}` }),
  },
  {
    name: 'an address of documents on a hosted runner',
    cause: 'dns/private-address',
    connections: 0,
    ...only('192.0.2.5'),
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
    inputs: () => ({ timeout: '5s' }),
  },
  {
    name: 'the name leads back to the runner itself',
    cause: 'tcp/not-listening',
    connections: 0,
    ...only('127.0.0.1'),
  },
]
