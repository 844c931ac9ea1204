import { exampleServer } from '../../../scripts/docs/example-server'
import { catalog } from '../../../src/causes/catalog'
import type { Fix } from '../../../src/causes/finding'
import { candidates } from '../../../src/causes/server'
import { viewOf } from '../../../src/causes/view'
import type { Facts } from '../../../src/facts'
import {
  type CauseId,
  causeIds,
  type ServerCauseId,
  serverCauseIds,
} from '../../../src/facts/cause-ids'
import { plain } from '../../../src/text/words'

/** One fix of the catalog that has something to copy. */
export interface PrintedFix {
  readonly cause: CauseId | ServerCauseId
  readonly what: string
  readonly text: string
}

/** What the fixture of each cause, and each server cause on Debian, gives to copy. */
export async function printedFixes(): Promise<readonly PrintedFix[]> {
  const remote = await Promise.all(
    causeIds.map(async (id) => {
      const { exact } = (await import(`../../fixtures/facts/${id}.ts`)) as { exact: Facts }
      const finding = catalog.find((cause) => cause.id === id)?.find(viewOf(exact, 'target'))
      return (finding?.explanation.fixes ?? []).flatMap((fix) => printed(id, fix))
    }),
  )
  const server = serverCauseIds.flatMap((id) =>
    candidates([id], { ...exampleServer, system: 'debian' }).flatMap(({ fix }) => printed(id, fix)),
  )
  return [...remote.flat(), ...server]
}

function printed(cause: PrintedFix['cause'], { what, paste }: Fix): readonly PrintedFix[] {
  return paste ? [{ cause, what: plain(what), text: paste.text }] : []
}

const readers =
  /^(?:sudo )?(?:sshd -[tT]|grep|journalctl|ss|ls|df|du|cat|tail|sort|uptime|free|namei|nft list|iptables-save|fail2ban-client status|systemctl (?:is-active|status|show|cat)|ip (?:-brief address|route get)|nslookup|getent|nc -vz|lsof|ifconfig|ssh-keygen -l?f|ssh-keygen -y|findmnt|dmesg|ssh -v|ssh \S+ true|chage -l|gh secret list|for key|do ssh-keygen|done|echo|time|passwd -S|id|if|then|elif|else|fi|test)\b/

/** Whether every command of a text only looks. */
export function onlyLooks(text: string): boolean {
  const commands = text
    .replace(/'[^']*'|"[^"]*"/g, 'Q')
    .replace(/\d?>\s*\/dev\/null|2>&1/g, '')
    .split(/[\n;|]|&&/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
  return (
    commands.every((each) => readers.test(each)) &&
    !text.replace(/\d?>\s*\/dev\/null/g, '').includes('>')
  )
}
