import { cell, idLink, table } from '../markdown'
import { isUnknowable, whyUnknowable } from './unknowable'
import { groups } from './set-up'
import { titleOf } from './set-ups'
import { type Kind, kinds, type Verdict } from './verdict'

const heading = '## Deploys that follow'

/** The part of docs/accuracy.md about deploys, with its heading; `standIns` are the programs that `__tests__/lab/go-client` was used for. */
export function deploysSection(verdicts: readonly Verdict[], standIns: readonly string[]): string {
  const clients = [...new Set(verdicts.map(({ setUp }) => setUp.client))].sort()
  const unlike = verdicts.filter(({ kind }) => kind === 'false green' || kind === 'false red')
  const needless = verdicts.filter(({ kind }) => kind === 'warned needlessly')
  const lines = [
    heading,
    '',
    `Deploy clients, run right after our step on the same values, in one job: drone-ssh and drone-scp (the programs of appleboy’s actions), ssh, scp, sftp, rsync, git, node-ssh, ssh2-sftp-client, paramiko, fabric and ansible. ${realOrNot(standIns)} \`npm run lab -- deploys --write\` runs them and writes this section.`,
    '',
    'Agree: our step passed and the deploy worked, or it failed and the deploy failed. False green: it passed, and the deploy failed. False red: it failed, and the deploy worked.',
    '',
    ...table(
      ['Group', 'Set-ups', ...kinds],
      [
        ...groups.map((group) =>
          counts(
            group,
            verdicts.filter(({ setUp }) => setUp.group === group),
          ),
        ),
        counts('All', verdicts),
      ],
    ),
    '',
    ...table(
      ['Client', 'Set-ups', ...kinds],
      clients.map((client) =>
        counts(
          client,
          verdicts.filter(({ setUp }) => setUp.client === client),
        ),
      ),
    ),
    '',
    ...(unlike.length === 0
      ? []
      : [
          '### Where the deploy did otherwise',
          '',
          ...table(
            ['', 'Set-up', 'The deploy', 'Why it cannot be seen'],
            unlike.map((verdict) => [
              verdict.kind,
              cell(titleOf(verdict.setUp)),
              cell(verdict.deploy.works ? 'works' : verdict.deploy.message),
              cell(isUnknowable(verdict) ? whyUnknowable(verdict) : 'It can be seen.'),
            ]),
          ),
          '',
        ]),
    ...(needless.length === 0
      ? []
      : [
          '### Warnings before a deploy that works',
          '',
          ...table(
            ['Set-up', 'Warning'],
            needless.map(({ setUp, said }) => [
              cell(titleOf(setUp)),
              said.causes.map(idLink).join(', '),
            ]),
          ),
          '',
        ]),
  ]
  return lines.join('\n')
}

function realOrNot(standIns: readonly string[]): string {
  if (standIns.length === 0) return 'All are the real programs.'
  const names = standIns.join(' and ')
  return `All are the real programs, but ${names} could not be installed: a program on the same SSH library that takes the same variables was used (\`__tests__/lab/go-client\`).`
}

function counts(name: string, verdicts: readonly Verdict[]): readonly string[] {
  const of = (kind: Kind) => verdicts.filter((each) => each.kind === kind).length
  return [cell(name), ...[verdicts.length, ...kinds.map(of)].map(String)]
}

/** The page with this section in the place of the one it has, or before the list of scenarios. */
export function withDeploys(page: string, section: string): string {
  const old = deploysIn(page)
  if (old !== '') return page.replace(old, () => section)
  if (section === '') return page
  return page.replace(/^## Scenarios$/m, (next) => `${section}${next}`)
}

/** The section of a page; empty without one. */
export function deploysIn(page: string): string {
  const from = page.indexOf(`${heading}\n`)
  if (from < 0) return ''
  const to = page.indexOf('\n## ', from + heading.length)
  return page.slice(from, to < 0 ? undefined : to + 1)
}

/** One line of the terminal, and another for what the deploy said. */
export function verdictRow({ setUp, kind, said, deploy }: Verdict): string {
  const causes = said.causes.slice(0, 3).join(', ')
  const where = said.line === null ? '' : ` at "${said.line}"`
  return [
    `${kind.padEnd(17)} ${titleOf(setUp)}`,
    `                  said ${said.result} ${causes}${where}`,
    `                  deploy ${deploy.works ? 'works' : `fails (${deploy.code ?? 'no code'}): ${deploy.message}`}`,
  ].join('\n')
}
