import type { ServerCauseId } from '../../facts/cause-ids'
import { serverCause } from '../../causes/server'
import type { AskedAbout } from '../../causes/server-cause'
import { type Facts, type ServerCheckFacts } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { seen } from '../../facts/fact'

/** What the on-server check was asked that differs from this run, and whether it seems to have run on another machine. */
export interface Differences {
  readonly asked: readonly AskedAbout[]
  readonly machine: boolean
  /** Each as a sentence. */
  readonly words: readonly Words[]
}

/** Compares what the check was asked, and the server that it saw, with this run. What only one side knows is no difference. */
export function differences(facts: Facts, check: ServerCheckFacts): Differences {
  const { asked, system } = check
  const { port, user } = facts.hops.target.input
  const fingerprint = seen(facts.hops.target.key)?.fingerprint ?? null
  const pairs: readonly (readonly [
    AskedAbout,
    string,
    string | number | null,
    string | number | null,
  ])[] = [
    // Run through a login, it was asked about the server's own port, which may be forwarded.
    ['port', 'port', check.by === 'login' ? null : asked.port, port],
    // A user from a secret is not known here by name.
    ['user', 'the user', asked.user, user === '***' ? null : user],
    ['keyFingerprint', 'the key', asked.keyFingerprint, fingerprint],
  ]
  const differ = pairs.filter(
    ([, , there, here]) => there !== null && here !== null && there !== here,
  )
  const bannerSoftware = seen(facts.hops.target.banner)?.software ?? null
  const machine = isOther(bannerSoftware, system.server)
  return {
    asked: differ.map(([question]) => question),
    machine,
    words: [
      ...differ.map(
        ([, name, there, here]) =>
          say`The check was asked about ${literal(name)} ${there ?? ''}, but this run is about ${here ?? ''}.`,
      ),
      ...(machine
        ? [
            say`The check saw ${system.server ?? ''}, but ${bannerSoftware ?? ''} answers here. It may have run on another machine.`,
          ]
        : []),
    ],
  }
}

/** The version without its patch level, as a distribution keeps the version while it fixes the rest. */
function isOther(bannerSoftware: string | null, checkedSoftware: string | null): boolean {
  const kind = (text: string | null) => /^(?:OpenSSH_\d+\.\d+|dropbear)/i.exec(text ?? '')?.[0]
  const [here, there] = [kind(bannerSoftware), kind(checkedSoftware)]
  return here !== undefined && there !== undefined && here.toLowerCase() !== there.toLowerCase()
}

/** Whether a verdict was found for the very question of this run. */
export function holdsHere(id: ServerCauseId, { asked, machine }: Differences): boolean {
  return !machine && serverCause(id).dependsOn.every((question) => !asked.includes(question))
}

/** Whether the check was asked about everything on which ruling out this cause depends. */
export function wasAskedFor(id: ServerCauseId, asked: ServerCheckFacts['asked']): boolean {
  return serverCause(id).dependsOn.every((question) => asked[question] !== null)
}
