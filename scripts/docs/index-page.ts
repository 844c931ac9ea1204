import type { CatalogEntry } from '../../src/causes/cause'
import type { ServerCause } from '../../src/causes/server-cause'
import { type Stage, stageLabel, stages } from '../../src/facts/stages'
import { page, section, table } from './markdown'

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

/** docs/causes/README.md: every cause by stage. */
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
      'What clients and servers print, and what it means: [all messages](../messages/README.md).',
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
