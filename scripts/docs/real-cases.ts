import { stageLabel, stages } from '../../src/facts/stages'
import { page, section, table } from './markdown'

/** One failure that somebody reported in public, and what this program makes of it. */
export interface RealCase {
  readonly id: string
  /** `owner/repository#number`, or the page. */
  readonly source: string
  /** What was wrong, in our words. */
  readonly what: string
  readonly verdict: Verdict
  /** Causes and candidates that name it, the most likely first; empty for "can't see". */
  readonly causes: readonly string[]
  /**
   * Titles of the scenarios and set-ups of the lab that have this very fault with a real server, and give one of the causes. Absent
   * where the case was only read.
   */
  readonly run?: readonly string[]
}

export const verdicts = ['proves', 'narrows', "can't see"] as const

export type Verdict = (typeof verdicts)[number]

const meanings: Readonly<Record<Verdict, string>> = {
  proves: 'names the cause from its own observations',
  narrows: 'names a short list with the cause in it, and the command that decides',
  "can't see": 'passes or stops elsewhere: it does not check for this fault',
}

/** docs/real-cases.md: totals, then each case. */
export function realCasesPage(cases: readonly RealCase[]): string {
  const count = (of: (each: RealCase) => boolean) => cases.filter(of).length
  const share = (part: number) => `${String(Math.round((part / cases.length) * 100))} %`
  const total = verdicts.map((verdict) => {
    const number = count((each) => each.verdict === verdict)
    const run = count((each) => each.verdict === verdict && isRun(each))
    return [verdict, ...[number, run, number - run].map(String), share(number), meanings[verdict]]
  })
  const run = count(isRun)
  const byStage = [...stages, 'server' as const].flatMap((stage) => {
    const here = (each: RealCase) => each.causes[0]?.startsWith(`${stage}/`) ?? false
    if (count(here) === 0) return []
    const of = (verdict: Verdict) => String(count((each) => here(each) && each.verdict === verdict))
    return [[stage === 'server' ? 'Server' : stageLabel[stage], of('proves'), of('narrows')]]
  })
  return page(
    '# Real cases',
    '',
    `${String(cases.length)} failures of SSH logins and deploys that people reported in public, each with a cause that was confirmed there or that the quoted log proves. For each, the page says what this program would have found in the place of the login that failed. The cases were collected by searching for known causes. So they show how many kinds of failure are covered, not how often each happens.`,
    '',
    '`npm run docs` generates this page from [real-cases.json](real-cases.json). A test checks that every case is judged and every cause exists. **Run** means that the lab has the same fault, with a real server (and for a deploy with a real client), and gives one of the causes. **Read** means that the case was judged only from its thread. The runs are in [accuracy.md](accuracy.md).',
    ...section(
      'Totals',
      ...table(['This program', 'Cases', 'Run', 'Read', '', 'It'], total),
      '',
      `${String(run)} of the ${String(cases.length)} cases were run, and ${String(cases.length - run)} only read.`,
      '',
      'For a wrong host key a pin must be given. The causes under `deploy/` need `target`, `programs`, or the deploy step in the same job.',
    ),
    ...section('By stage', ...table(['Stage of the first cause', 'Proves', 'Narrows'], byStage)),
    ...section(
      'What it cannot see',
      'Four kinds are left. Old clients: libraries that could not read a newer key format, or that sign only with SHA-1. What happens after the login: a silent command for many minutes, and the deploy’s own limit for commands. Other programs: a container that does not get the files or the agent of the runner, an action that does not run on the system of the runner, and a shell that changes a password. What another service decides: which repository a key belongs to, or which account an address serves.',
    ),
    ...section(
      'All cases',
      ...table(
        ['Case', 'What was wrong', 'This program', '', 'As'],
        cases.map((each) => [
          sourceLink(each.source),
          each.what,
          each.verdict,
          isRun(each) ? 'run' : 'read',
          each.causes.map((id) => `[${id}](causes/${id}.md)`).join(', '),
        ]),
      ),
    ),
  )
}

const isRun = ({ run = [] }: RealCase): boolean => run.length > 0

/** Issues and pull requests share their numbers, and GitHub redirects from one address to the other. */
function sourceLink(source: string): string {
  return source.replace(
    /([\w.-]+\/[\w.-]+)#(\d+)/g,
    (name, repository: string, number: string) =>
      `[${name}](https://github.com/${repository}/issues/${number})`,
  )
}
