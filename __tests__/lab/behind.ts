import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { addresses, targetName } from './addresses'
import { shell } from './command'
import { removeNamespace, setFirewall } from './network'
import type { Lab } from './prepare'
import type { Server } from './scenario'
import { type RunningServer, startServer } from './servers'
import { startSystem, type System } from './system'

/** A target that only the scenario's server has a way to: that server is a jump host then. */
export interface Behind {
  /** Default: OpenSSH 9.2. */
  readonly server?: Server
  /** Shell lines run in the target's system before its SSH server starts. */
  readonly inServer?: string
  /** nftables rules of the target's input chain, one a line. */
  readonly firewall?: string
  /** How many connections the jump host may make at most; a pass must have exactly as many. Default 1. */
  readonly connections?: number
  /** How many failed logins its fail2ban (mode=aggressive) counts at most. Default 1, and 0 for a pass. */
  readonly failedLogins?: number
}

export interface RunningTarget extends RunningServer {
  readonly isOpenSsh: boolean
  stop(): Promise<void>
}

/**
 * Builds the namespace `<name>-t`, connected only to the jump host, which forwards no packets. The jump host knows the
 * target's name from its own hosts file, and has no resolver.
 */
export async function startBehind(
  name: string,
  behind: Behind,
  jump: { readonly netns: string; readonly system: System },
  own: string,
  lab: Lab,
  prepare: string,
): Promise<RunningTarget> {
  const netns = `${name}-t`
  let system: System | null = null
  const stop = async () => {
    await system?.stop()
    await removeNamespace(netns)
  }
  try {
    await shell(wire, netns, jump.netns)
    await jump.system.run(
      `echo '${addresses.target4} ${targetName}' >> /etc/hosts
       echo 'nameserver 127.0.0.1' > /etc/resolv.conf`,
    )
    const declared: Server = behind.server ?? { kind: 'openssh', version: '9.2' }
    const folder = join(own, 'target')
    await mkdir(folder, { recursive: true })
    const root = lab.roots[declared.kind === 'openssh' ? declared.version : '9.2']
    system = await startSystem(root, folder, netns)
    await system.run(prepare)
    if (behind.inServer) await system.run(behind.inServer)
    const server = await startServer(declared, system, netns)
    if (behind.firewall) await setFirewall(netns, behind.firewall)
    return { ...server, isOpenSsh: declared.kind === 'openssh', stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const wire = `
  ip netns add "$1"
  ip -n "$1" link set lo up
  ip -n "$1" link add lab1 type veth peer name lab1 netns "$2"
  ip -n "$1" addr add ${addresses.target4}/24 dev lab1
  ip -n "$2" addr add ${addresses.jump4}/24 dev lab1
  ip -n "$1" link set lab1 up; ip -n "$2" link set lab1 up`
