import type { CatalogEntry } from '../../src/causes/cause'
import type { ServerCause } from '../../src/causes/server-cause'
import { type Stage, stageLabel, stages } from '../../src/facts/stages'
import { codeCell } from '../../src/text/escape'
import { page, section, table } from './markdown'
import type { Page } from '../../src/causes/finding'

/** What each stage checks, as the README and the index say it. */
export const stagePurpose: Readonly<Record<Stage, string>> = {
  input: 'what the workflow hands over, before anything is sent',
  key: 'whether the private key can be read, and by which clients',
  dns: 'which addresses the host has',
  tcp: 'whether the port opens, and if not, what else answers there',
  banner: 'whether an SSH server answers',
  kex: 'whether client and server share algorithms',
  hostkey: 'whether the server is the one that was pinned',
  auth: 'whether the server accepts the login',
  proxy: 'whether the jump host connects to the target',
  session: 'whether a command runs cleanly, and SFTP works',
  deploy: 'whether the server has what the deploy needs',
}

/** docs/causes/README.md: every cause by stage, and every message with its causes. */
export function indexPage(
  causes: readonly CatalogEntry[],
  serverCauses: readonly ServerCause[],
): string {
  return page(
    '# All causes',
    '',
    'What SSH Preflight can find, stage by stage. IDs never change: they are never renamed and never mean something else.',
    ...stages.flatMap((stage) => stageSection(stage, causes)),
    ...section(
      'What only the server can tell',
      'In a run these are candidates of other causes. Each page has the command that decides, for each system.',
      '',
      ...table(
        ['Cause', 'ID'],
        serverCauses.map(({ id, title }) => [`[${title}](${id}.md)`, `\`${id}\``]),
      ),
    ),
    ...section(
      'By message',
      'What clients, servers and logs say, and which causes it can mean.',
      '',
      ...table(['Message', 'It can mean'], messageRows([...causes, ...serverCauses])),
    ),
  )
}

function stageSection(stage: Stage, causes: readonly CatalogEntry[]): string[] {
  const own = causes.filter((cause) => cause.stage === stage)
  if (own.length === 0) return []
  return section(
    stageLabel[stage],
    `Checks ${stagePurpose[stage]}.`,
    '',
    ...table(
      ['Cause', 'ID', 'Kind'],
      own.map(({ id, title, severity }) => [`[${title}](${id}.md)`, `\`${id}\``, severity]),
    ),
  )
}

function messageRows(
  entries: readonly { readonly id: string; readonly title: string; readonly page: Page }[],
): string[][] {
  const rows = new Map<string, string[]>()
  for (const { id, title, page: words } of entries) {
    for (const message of words.alsoSeenAs) {
      rows.set(message, [...(rows.get(message) ?? []), `[${title}](${id}.md)`])
    }
  }
  return [...rows]
    .sort(([a], [b]) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'))
    .map(([message, links]) => [codeCell(message), links.join('<br>')])
}
