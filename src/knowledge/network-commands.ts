import type { RunnerFacts } from '../facts'
import type { ServerSystem } from './server-systems'

/** How one system looks at its network and at bans. All of them only read, except `unban`. Arguments are words of a command already. */
export interface NetworkCommands {
  readonly showAddresses: string
  /** Tries a TCP connection, for five seconds at most where the system can say so. */
  readonly tryPort: (host: string, port: number) => string
  /** How this machine resolves a name. */
  readonly resolve: (name: string) => string
  /** Prints where an SSH server listens. */
  readonly sshListeners: string
  /** Prints the addresses that are banned; null where no such tool is usual. */
  readonly bans: string | null
}

const linux: NetworkCommands = {
  showAddresses: 'ip -brief address',
  tryPort: (host, port) => `nc -vz -w 5 ${host} ${String(port)}`,
  resolve: (name) => `getent ahosts ${name}`,
  sshListeners: "sudo ss -ltnp | grep -iE 'ssh|dropbear'",
  bans: 'sudo fail2ban-client status sshd',
}

const freebsd: NetworkCommands = {
  ...linux,
  showAddresses: 'ifconfig',
  resolve: (name) => `getent hosts ${name}`,
  sshListeners: 'sudo sockstat -l -P tcp | grep sshd',
  bans: 'sudo fail2ban-client status sshd; sudo blacklistctl dump -b',
}

const dropbear: NetworkCommands = {
  showAddresses: 'ip address',
  // BusyBox is often built without the options of nc.
  tryPort: (host, port) => `nc ${host} ${String(port)} </dev/null`,
  resolve: (name) => `nslookup ${name}`,
  sshListeners: "netstat -ltnp | grep -E 'ssh|dropbear'",
  bans: 'nft list ruleset | grep -nE "set |elements"',
}

const windows: NetworkCommands = {
  showAddresses: 'Get-NetIPAddress | Format-Table InterfaceAlias, IPAddress',
  tryPort: (host, port) => `Test-NetConnection ${host} -Port ${String(port)}`,
  resolve: (name) => `Resolve-DnsName ${name}`,
  sshListeners:
    'Get-NetTCPConnection -State Listen | Where-Object OwningProcess -in (Get-Process sshd).Id',
  bans: null,
}

/** A Mac sends the same banner as plain OpenSSH, and has neither ip nor ss nor getent. */
const unknown: NetworkCommands = {
  ...linux,
  showAddresses: 'ip -brief address 2>/dev/null || ifconfig',
  resolve: (name) => `getent ahosts ${name} 2>/dev/null || dscacheutil -q host -a name ${name}`,
  sshListeners:
    "sudo ss -ltnp 2>/dev/null | grep -iE 'ssh|dropbear' || sudo lsof -nP -iTCP -sTCP:LISTEN | grep -E 'sshd|launchd'",
}

/** The commands of the server's system. */
export const networkCommands: Readonly<Record<ServerSystem, NetworkCommands>> = {
  debian: linux,
  ubuntu: linux,
  raspbian: linux,
  unknown,
  freebsd,
  dropbear,
  windows,
}

/** How the runner's own system shows the route to an address. */
export function showRoute(os: RunnerFacts['os'], address: string): string {
  switch (os) {
    case 'darwin':
      return `route -n get ${address.includes(':') ? '-inet6 ' : ''}${address}`
    case 'win32':
      return `Find-NetRoute -RemoteIPAddress ${address}`
    case 'linux':
    case 'other':
      return `ip route get ${address}`
  }
}
