import type { ServerCauseId } from '../../facts/cause-ids'
import { serverCause } from '../../causes/server'
import type { AskedAbout } from '../../causes/server-cause'
import { type Facts, type ServerCheckFacts, seen } from '../../facts'
import { literal, say, type Words } from '../../text/words'

/** Where the check was asked something else than this run, or seems to have run on another machine. */
export interface Differences {
  readonly asked: readonly AskedAbout[]
  readonly machine: boolean
  /** Each as a sentence. */
  readonly words: readonly Words[]
}

/** Compares what the check was asked, and the server that it saw, with this run. What one side does not tell differs in nothing. */
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
          say`The check was asked about ${literal(name)} ${there ?? ''}, and this run is about ${here ?? ''}.`,
      ),
      ...(machine
        ? [
            say`The check saw ${system.server ?? ''}, and what answers here is ${bannerSoftware ?? ''}: it may have run on another machine.`,
          ]
        : []),
    ],
  }
}

/** The version without its patch, which a distribution keeps while it mends the rest. */
function isOther(bannerSoftware: string | null, checkedSoftware: string | null): boolean {
  const kind = (text: string | null) => /^(?:OpenSSH_\d+\.\d+|dropbear)/i.exec(text ?? '')?.[0]
  const [here, there] = [kind(bannerSoftware), kind(checkedSoftware)]
  return here !== undefined && there !== undefined && here.toLowerCase() !== there.toLowerCase()
}

/** Whether a verdict was found for the very question of this run. */
export function holdsHere(id: ServerCauseId, { asked, machine }: Differences): boolean {
  return !machine && serverCause(id).dependsOn.every((question) => !asked.includes(question))
}

/** Whether all was asked on which it depends that a cause is not there. */
export function wasAskedFor(id: ServerCauseId, asked: ServerCheckFacts['asked']): boolean {
  return serverCause(id).dependsOn.every((question) => asked[question] !== null)
}
