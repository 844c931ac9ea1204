import type { ServerCauseId } from '../../causes/ids'
import type { ServerCheckFacts } from '../../facts'
import { type Differences, holdsHere, wasAskedFor } from './same-question'

type Line = ServerCheckFacts['evidence'][number]

/** The line of evidence by which the check says that a cause is not there: its area, and how its text begins. */
interface Sign {
  readonly area: string
  readonly mark: Line['mark']
  readonly text?: RegExp
}

const listens: Sign = { area: 'listeners', mark: 'ok' }
const letIn: Sign = { area: 'firewall', mark: 'ok' }
const account: Sign = { area: 'account', mark: 'ok' }
const settings: Sign = { area: 'settings', mark: 'info', text: /^sshd -T/ }
const offeredKey: Sign = { area: 'keys', mark: 'ok', text: /^the offered key is in/ }

const signs: Readonly<Record<ServerCauseId, Sign>> = {
  'server/service-stopped': { area: 'process', mark: 'ok' },
  'server/not-installed': { area: 'program', mark: 'ok' },
  'server/config-invalid': { area: 'config', mark: 'ok' },
  'server/host-keys-missing': { area: 'host keys', mark: 'ok' },
  'server/port-differs': listens,
  'server/socket-activated': listens,
  'server/loopback-only': listens,
  'server/firewall-drops': letIn,
  'server/firewall-rejects': letIn,
  // Bans at the port are rules of the firewall as well.
  'server/banned': letIn,
  'server/hosts-deny': { area: 'wrappers', mark: 'ok' },
  'server/user-missing': account,
  'server/account-locked': account,
  'server/shell-missing': account,
  'server/user-not-allowed': settings,
  'server/root-login-off': settings,
  'server/home-permissions': { area: 'permissions', mark: 'ok' },
  'server/authorized-keys-missing': { area: 'keys', mark: 'ok', text: /^sshd reads/ },
  'server/authorized-keys-malformed': offeredKey,
  'server/key-not-listed': offeredKey,
  'server/key-restricted': offeredKey,
  'server/selinux-context': { area: 'selinux', mark: 'info' },
  'server/disk-full': { area: 'disks', mark: 'ok' },
}

/**
 * Whether the check shows that a cause is not there. Only a whole answer of root does, to the very question of this run, and
 * only with a line that says so: what was not looked at is never "no".
 */
export function isRuledOut(
  id: ServerCauseId,
  check: ServerCheckFacts,
  differs: Differences,
): boolean {
  const { asked, evidence, system, verdicts, whole } = check
  if (!whole || system.root !== true || verdicts.some((verdict) => verdict.id === id)) return false
  if (!holdsHere(id, differs) || !wasAskedFor(id, asked)) return false
  const sign = signs[id]
  const inArea = evidence.filter(({ area }) => area === sign.area)
  const isSaid = inArea.some(
    ({ mark, text }) => mark === sign.mark && (sign.text?.test(text) ?? true),
  )
  return isSaid && inArea.every(({ mark }) => mark !== 'bad')
}
