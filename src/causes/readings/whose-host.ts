import { author, network, yaml } from '../fixes/build'
import type { View } from '../view'
import { providerOf } from '../../knowledge/providers'
import { literal, say, type Words } from '../../text/words'
import type { Fix } from '../cause'
import { providerFix } from '../fixes/ask-provider'

/** What is known of the hosting provider whose host name this is; nothing for everybody's own names. */
export function providerObserved(view: View): readonly Words[] {
  const provider = view.input.host === null ? null : providerOf(view.input.host)
  return provider ? [literal(`The host name is one of ${provider.name}: ${provider.note}`)] : []
}

/** The port that the provider uses for SSH, when it is another than the one in the workflow. */
export function providerPort(view: View): number | null {
  const provider = view.input.host === null ? null : providerOf(view.input.host)
  const [port] = provider?.ports ?? []
  if (port === undefined || provider?.ports.includes(view.input.port)) return null
  return port
}

/** Whether a workflow's runner is told to connect to itself; 0.0.0.0 is what resolvers say of names that they block. */
export function isRunnerItself(view: View, address: string): boolean {
  if (view.runner.platform === 'terminal') return false
  return address.startsWith('127.') || ['::1', '0.0.0.0', '::'].includes(address)
}

/** Loopback addresses are the runner, which is hardly ever the deploy's server. */
export function loopbackObserved(view: View, address: string): readonly Words[] {
  return isRunnerItself(view, address)
    ? [say`${address} is the runner itself, and not another server.`]
    : []
}

/** Why an allow-list of addresses is a poor fit for hosted runners, and what is a better one. */
export function allowListFixes(view: View): readonly Fix[] {
  const known = providerFix(view, 'reach')
  if (view.runner.environment !== 'github-hosted')
    return [
      ...known,
      network(
        say`If only some addresses may connect, add the public address of this runner to them.`,
      ),
    ]
  return [
    ...known,
    network(
      say`If only some addresses may connect, this runner is not among them: a hosted runner has a new address in every job. Allow all addresses and keys alone, or join the server's network by a VPN (Tailscale, WireGuard) in a step before.`,
    ),
    author(
      say`Or run the job on a self-hosted runner, or on a larger runner with a static address.`,
      yaml('runs-on: self-hosted'),
    ),
  ]
}
