import type { ServerCauseId } from '../../src/facts/cause-ids'
import type { Facts } from '../../src/facts'

/** What the check on the server must have said, and how we got in to run it. */
export interface ExpectedServerCheck {
  /** Its verdicts in order, or why there was no check. */
  readonly check: readonly ServerCauseId[] | 'not-needed' | 'unavailable' | 'out-of-time'
  /** As `second accepted`: over which connection, and how the login ended. Null when none was tried. */
  readonly login: string | null
  /** Whether the check ran as root. Default: not looked at. */
  readonly root?: boolean
  /** The address that the server saw us come from. Default: not looked at. */
  readonly from?: string
}

/** One sentence for each thing that is not as declared. */
export function serverCheckProblems(
  wanted: ExpectedServerCheck,
  report: unknown,
): readonly string[] {
  const { serverCheck, otherLogin } = factsOf(report)
  const check = serverCheck.state === 'observed' ? serverCheck.value : null
  const said =
    check?.verdicts.map(({ id }) => id).join(', ') ??
    (serverCheck.state === 'not-checked' ? serverCheck.why : 'failed')
  const login = otherLogin ? `${otherLogin.connection} ${otherLogin.outcome}` : 'none'
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['check', typeof wanted.check === 'string' ? wanted.check : wanted.check.join(', '), said],
    ['login', wanted.login ?? 'none', login],
    ...(wanted.root === undefined ? [] : [['root', wanted.root, check?.system.root] as const]),
    ...(wanted.from === undefined ? [] : [['from', wanted.from, check?.asked.from] as const]),
  ]
  return pairs
    .filter(([, want, got]) => want !== got)
    .map(([what, want, got]) => `inside, ${what}: wanted ${String(want)}, got ${String(got)}`)
}

function factsOf(report: unknown): Pick<Facts, 'serverCheck' | 'otherLogin'> {
  const saved = report as { readonly hosts: readonly { readonly facts: Facts }[] }
  const [host] = saved.hosts
  if (!host) throw new Error('the report has no host')
  return host.facts
}
