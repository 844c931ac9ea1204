import { providerOf } from '../../knowledge/providers'
import { literal, say, type Words } from '../../text/words'
import { providerFix } from '../fixes/ask-provider'
import { author, network, yaml } from '../fixes/build'
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

/** What to do about an allow-list of addresses, which cannot hold those of hosted runners. */
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
      say`If only some addresses may connect, this runner is not among them: a hosted runner has a new address in every job. Allow all addresses but only key logins, or connect to the server's network by a VPN (Tailscale, WireGuard) in an earlier step.`,
    ),
    author(
      say`Or run the job on a self-hosted runner, or on a larger runner with a static address.`,
      yaml('runs-on: self-hosted'),
    ),
  ]
}
