import { addresses } from './addresses'
import { startIn } from './background'
import { inCheckout } from './checkout'
import { attempt, run, shell } from './command'

/** Two hosts and the path between them, each a network namespace. */
export interface Network {
  readonly client: string
  readonly server: string
  stop(): Promise<void>
}

export interface Path {
  /** One-way delay in milliseconds; 0 for a direct cable. */
  readonly delayMs: number
  /** Whether the client has IPv6. The server always has. */
  readonly clientHasIpv6: boolean
  /** One more IPv4 address of the server. */
  readonly serverAlso4?: string
  /** The server forwards packets to the networks of the faraway addresses, in which nobody is. */
  readonly forwards?: boolean
}

/**
 * Builds the namespaces `<name>-c` and `<name>-s`. The server is the client's router as well, and forwards nothing unless
 * told to: an address that is not its own stays silent, as most of the internet does.
 */
export async function buildNetwork(name: string, path: Path): Promise<Network> {
  const client = `${name}-c`
  const server = `${name}-s`
  const stop = async () => {
    await delay?.stop()
    for (const netns of [client, server]) await removeNamespace(netns)
  }
  let delay: ReturnType<typeof startIn> | null = null
  try {
    await shell('for n; do ip netns add $n; ip -n $n link set lo up; done', client, server)
    if (path.delayMs > 0) {
      delay = startIn(client, 'python3', [delayProgram, String(path.delayMs), client, server])
      await delay.says('up')
    } else {
      await shell(cable, client, server)
    }
    await shell(
      `ip -n $1 addr add ${addresses.client4}/24 dev lab0
       ip -n $2 addr add ${addresses.server4}/24 dev lab0
       ip -n $2 addr add ${addresses.server6}/64 dev lab0 nodad
       if [ $3 = yes ]; then ip -n $1 addr add ${addresses.client6}/64 dev lab0 nodad
       else ip netns exec $1 sysctl -qw net.ipv6.conf.all.disable_ipv6=1; fi
       ip -n $1 link set lab0 up; ip -n $2 link set lab0 up
       ip -n $1 route add default via ${addresses.server4}
       if [ $3 = yes ]; then ip -n $1 -6 route add default via ${addresses.server6}; fi`,
      client,
      server,
      path.clientHasIpv6 ? 'yes' : 'no',
    )
    if (path.delayMs === 0 && path.clientHasIpv6) await shell(neighbors, client, server)
    if (path.forwards) await shell(emptyNetworks, server)
    if (path.serverAlso4) await shell('ip -n $1 addr add $2/32 dev lab0', server, path.serverAlso4)
  } catch (error) {
    await stop()
    throw error
  }
  return { client, server, stop }
}

/** Ends every process of a namespace, then removes it with its folder in /etc/netns. Never rejects. */
export async function removeNamespace(netns: string): Promise<void> {
  const { stdout } = await attempt('ip', ['netns', 'pids', netns])
  for (const pid of stdout.split(/\s+/).filter(Boolean)) await attempt('kill', ['-KILL', pid])
  await attempt('ip', ['netns', 'delete', netns])
  await attempt('rm', ['-rf', `/etc/netns/${netns}`])
}

/** Sets nftables rules, one a line, for what reaches a namespace. */
export async function setFirewall(netns: string, rules: string): Promise<void> {
  const ruleset = `table inet lab {
    chain input { type filter hook input priority 0
      ${rules}
    }
  }\n`
  await run('ip', ['netns', 'exec', netns, 'nft', '-f', '-'], { input: ruleset })
}

const mac = { client: '02:00:00:00:00:01', server: '02:00:00:00:00:0a' }

const cable = `
  ip -n "$1" link add lab0 address ${mac.client} type veth peer name lab0 address ${mac.server} netns "$2"`

const emptyNetworks = `
  ip -n "$1" link add lab2 type veth peer name lab3
  ip -n "$1" addr add ${addresses.farawayRouter4}/24 dev lab2
  ip -n "$1" addr add ${addresses.farawayRouter6}/64 dev lab2 nodad
  ip -n "$1" link set lab2 up; ip -n "$1" link set lab3 up
  ip netns exec "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1`

/** A new link loses its first neighbour solicitation now and then, and the next one comes a second later. */
const neighbors = `
  ip -n "$1" neigh add ${addresses.server6} lladdr ${mac.server} dev lab0 nud permanent
  ip -n "$2" neigh add ${addresses.client6} lladdr ${mac.client} dev lab0 nud permanent`

const delayProgram = inCheckout('__tests__/lab/delay.py')
