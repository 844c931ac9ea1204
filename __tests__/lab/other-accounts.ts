import type { CauseId } from '../../src/facts/cause-ids'
import { addresses } from './addresses'
import type { ExpectedServerCheck } from './expected-server-check'
import type { Lab } from './prepare'
import type { Scenario } from './scenario'

type Inputs = Readonly<Record<string, string>>

/** What switches the check on, and time for two logins. */
export const on = { server_check: 'on', timeout: '15s' }

/** Root is the other account, by key. */
export const asRoot =
  (more: (lab: Lab) => Inputs = () => ({})): NonNullable<Scenario['inputs']> =>
  (lab) => ({
    ...on,
    admin_username: 'root',
    admin_key: lab.keys.ecdsa.private,
    ...more(lab),
  })

/** Maria is: an ordinary account, by key, which the scenario makes. */
export const asMaria =
  (more: (lab: Lab) => Inputs = () => ({})): NonNullable<Scenario['inputs']> =>
  (lab) => ({ ...asRoot()(lab), admin_username: 'maria', ...more(lab) })

/** Makes that account, which the keys of root log in to. */
export const maria = (shell = '/bin/bash') => `
  useradd --create-home --shell ${shell} maria
  cp -r /root/.ssh /home/maria/; chown -R maria: /home/maria/.ssh`

/** Lets it become root without a password. */
export const mayDoAll = "echo 'maria ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/maria"

/** A deploy key that nobody listed. */
export const stranger = (lab: Lab) => ({ key: lab.keys.stranger.private })

export const keyFile = '/home/deploy/.ssh/authorized_keys'

/** One more connection as root, which sees everything. */
export const root = { login: 'second accepted', root: true, from: addresses.client4 } as const

/**
 * A login that fails, and one more connection for the check. What it finds explains the outside and comes first; what was seen
 * from outside is told with it.
 */
export function refused({
  remote = 'auth/key-rejected',
  ...rest
}: Omit<Scenario, 'cause'> & {
  readonly remote?: CauseId
  readonly serverCheck: ExpectedServerCheck
}): Scenario {
  const { check } = rest.serverCheck
  const [found] = typeof check === 'string' ? [] : check
  return { cause: found ?? remote, also: [remote], connections: 2, ...rest }
}
