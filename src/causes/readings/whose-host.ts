import type { AddressRange, Vpn } from '../../facts'
import { providerOf } from '../../knowledge/providers'
import { inputName, literal, say, type Words } from '../../text/words'
import { providerFix } from '../fixes/ask-provider'
import { inWorkflow, inNetwork, yaml } from '../fixes/build'
import type { View } from '../view'
import type { Fix } from '../finding'

/** What is known of the hosting provider whose host name this is; nothing for other names. */
export function providerObserved({ input }: View): readonly Words[] {
  const provider = providerOf(input.host ?? '')
  return provider ? [literal(`The host name is one of ${provider.name}: ${provider.note}`)] : []
}

/** Whether the address is the runner itself. Resolvers answer 0.0.0.0 for names that they block. */
export function isRunnerItself({ runner }: View, address: string): boolean {
  if (runner.platform === 'terminal') return false
  return address.startsWith('127.') || ['::1', '0.0.0.0', '::'].includes(address)
}

/** That the address is the runner, which is hardly ever the server of a deploy. */
export function loopbackObserved(view: View, address: string): readonly Words[] {
  return isRunnerItself(view, address)
    ? [say`${address} is the runner itself, and not another server.`]
    : []
}

/** What to do where the address is the runner itself; `address` is the one that was tried. */
export function loopbackFixes(view: View, address: string): readonly Fix[] {
  if (!isRunnerItself(view, address)) return []
  return [
    inWorkflow(
      say`Write the address of the server into ${inputName('host')}, or fix its DNS entry. If the server is a container of this job, check that it is up and that its port is published. If an earlier step opens a tunnel (${'ssh -L'}, a proxy of the provider), look at what that step prints.`,
    ),
  ]
}

/** Whether a VPN of this runner is up, and the host has only addresses that such a network may have. */
export function isReachedByVpn({ runner, dns }: View): boolean {
  const addresses = dns?.addresses ?? []
  return (
    (runner.vpn ?? null) !== null &&
    addresses.length > 0 &&
    addresses.every(({ range }) => inVpn.includes(range))
  )
}

const inVpn: readonly AddressRange[] = ['private', 'carrier-grade-nat', 'unique-local']

/** A hosted runner has another address in each job, so another run tells a ban from a firewall. */
export function runAgain({ runner }: View): readonly Fix[] {
  if (runner.environment !== 'github-hosted') return []
  return [
    inWorkflow(
      say`Run the job again. It gets another address: if it works then, the old one was banned. Most bans end within ten minutes.`,
    ),
  ]
}

/** What to do about an allow-list of addresses, which cannot hold those of hosted runners. */
export function allowListFixes(view: View): readonly Fix[] {
  const known = providerFix(view, 'reach')
  const { vpn = null } = view.runner
  if (vpn !== null && isReachedByVpn(view)) {
    return [
      ...known,
      inNetwork(
        say`${literal(vpn)} is up on this runner. See whether its access list allows this runner to connect to port ${view.input.port} of the server${literal(accessLists[vpn])}, and whether the server itself is connected to it.`,
      ),
    ]
  }
  if (view.runner.environment !== 'github-hosted')
    return [
      ...known,
      inNetwork(
        say`If only some addresses may connect, add the public address of this runner to them.`,
      ),
    ]
  return [
    ...known,
    inNetwork(
      say`If only some addresses may connect, this runner is not among them: a hosted runner has a new address in every job. Allow all addresses but only key logins, or connect by a VPN (Tailscale, WireGuard) in an earlier step.`,
    ),
    inWorkflow(
      say`Or run the job on a self-hosted runner, or on a larger runner with a static address.`,
      yaml('runs-on: self-hosted'),
    ),
  ]
}

/** What decides in each VPN who may reach what. */
const accessLists: Readonly<Record<Vpn, string>> = {
  Tailscale: ' (access controls and the tag of the runner)',
  WireGuard: ' (AllowedIPs on both sides)',
  OpenVPN: ' (routes and rules of the VPN server)',
  ZeroTier: ' (flow rules, and whether this runner is authorized in the network)',
}
