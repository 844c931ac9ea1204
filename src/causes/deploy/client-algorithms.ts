import type { KexInit } from '../../facts'
import { agreeOn } from '../../knowledge/negotiation'
import {
  type ClientLists,
  clientLists,
  firstMissing,
  listOf,
  opensshVersions,
} from '../../knowledge/client-algorithms'
import { runnerLists } from '../../knowledge/deploy-clients'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { algorithmLists, namesIn, offerMore, seeConfigured } from '../readings/algorithm-lists'
import {
  type FollowingStep,
  isOverriddenByEnv,
  literalOf,
  sameIn,
  stepName,
  stepNameFirst,
  stepsToThisHost,
} from '../readings/following-steps'
import type { View } from '../view'

export const clientAlgorithms = defineCause({
  id: 'deploy/client-algorithms',
  title: 'The deploy client and the server share no algorithm',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'This check could connect to the server, but the client of the deploy step has other algorithms. One of its lists (key exchange, host key, cipher or MAC) shares no name with the server. So the deploy will fail before any login. Either the server was never updated, or it was hardened for newer clients.',
    detection:
      'The server sends its lists unencrypted. They are compared, name by name, with the lists in the source of the deploy’s client, for every version that it can be. Steps with options that change the lists are not judged.',
    firstMove: 'Update the action to its newest version.',
  },
  lookalikes: {
    'Algorithms of another version of the client':
      'The lists of all versions that it can be are known, and none has a name in common.',
  },
  needs: ['kex'],
  judge(view) {
    const { server } = view.kex
    if (!server) return null
    const [first, ...others] = stepsToThisHost(view).flatMap((following) => {
      const lists = listsOf(view, following)
      const newest = lists.at(-1)
      if (!newest) return []
      const says = cbcError(following, newest, server)
      const missing = says === null ? firstMissing(newest, server) : 'cipherToServer'
      if (!missing || !(says ?? lists.every((each) => firstMissing(each, server)))) return []
      return [{ following, newest, missing, says, isExact: lists.length === 1 }]
    })
    if (!first) return null
    const { following, newest, missing, says, isExact } = first
    const { legacyAlgorithms } = following.client
    const isEnough =
      legacyAlgorithms && firstMissing(withLegacy(newest, legacyAlgorithms.adds), server) === null
    return {
      certainty: isExact ? 'proved' : 'likely',
      evidence: {
        line: following.step.line,
        client: following.client.id,
        library: newest.name,
        list: missing,
        says,
        server: server[missing].slice(0, 40),
        offered: listOf(newest, missing),
        legacyInput: isEnough ? legacyAlgorithms.input : null,
        alsoLines: others.map((other) => other.following.step.line),
      },
    }
  },
  explain({ line, client, library, list, says, server, offered, legacyInput, alsoLines }, view) {
    const { name, option } = algorithmLists[list]
    return {
      verdict:
        says === null
          ? say`The deploy’s client and the server have no ${literal(name)} in common`
          : say`The deploy’s client and the server have no ${literal(name)} in common that works`,
      why:
        says === null
          ? say`the server’s list was read in full. ${literal(library)}, which ${stepName(line, client)} uses, has none of its names in the default configuration.`
          : say`they agree on a cipher in CBC mode and a MAC with ${'-etm'}, and the client then reads every packet wrong.`,
      observed: [
        say`The server offers: ${namesIn(server)}.`,
        say`The deploy’s client offers: ${namesIn(offered)}.`,
        says !== null && say`${stepNameFirst(line, client)} then says: ${literal(says)}`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        legacyInput !== null &&
          inWorkflow(
            say`Let the client also offer its old algorithms in ${stepName(line, client)}. They are weak, so use this only until the server has newer ones.`,
            yaml(`${legacyInput}: true`),
          ),
        offerMore(option, view.server),
        inWorkflow(
          say`Or deploy with a client that has one of the server’s algorithms. This check could connect.`,
        ),
        seeConfigured(option, view.server),
      ],
    }
  },
  line: ({ line }) => line,
})

/** What the client says where it agrees with the server on a cipher and a MAC that do not work together in it; null where they do. */
function cbcError({ client }: FollowingStep, lists: ClientLists, server: KexInit): string | null {
  const cipher = agreeOn(lists.cipher, server.cipherToServer) ?? ''
  const mac = agreeOn(lists.mac, server.macToServer) ?? ''
  const isBroken = cipher.endsWith('-cbc') && mac.includes('-etm@')
  return isBroken ? (client.legacyAlgorithms?.cbcWithEtm ?? null) : null
}

/** The lists of every version that the client can be, the newest last; none when they are not known. */
function listsOf(view: View, { step, client }: FollowingStep): readonly ClientLists[] {
  const version = Number(/^v?(\d+)(?:\.|$)/.exec(step.version ?? '')?.[1] ?? Infinity)
  if (client.listsSince !== undefined && version < client.listsSince) return []
  const set = (input: string) => step.entries.find((entry) => entry.input === input)?.text ?? null
  if (client.changesLists.some((input) => set(input) !== null)) return []
  if (
    client.sshOptions.some((input) => isOverriddenByEnv(step, client, input) || changes(set(input)))
  ) {
    return []
  }
  const isHosted = view.runner.environment === 'github-hosted'
  const label = isHosted ? (view.workflow?.runsOn ?? null) : null
  const ids = client.lists === 'runner' ? (runnerLists(label) ?? opensshVersions) : client.lists
  const lists = (ids ?? []).map((id) => clientLists[id])
  if (!client.legacyAlgorithms) return lists
  const { input, adds } = client.legacyAlgorithms
  const offersLegacy = literalOf(set(input) ?? 'false')
  if (offersLegacy === null) return []
  return /^true$/i.test(offersLegacy) ? lists.map((each) => withLegacy(each, adds)) : lists
}

type Adds = NonNullable<FollowingStep['client']['legacyAlgorithms']>['adds']

function withLegacy(
  lists: ClientLists,
  { kex = [], hostKey = [], cipher = [] }: Adds,
): ClientLists {
  return {
    ...lists,
    kex: [...lists.kex, ...kex],
    hostKey: [...lists.hostKey, ...hostKey],
    cipher: [...lists.cipher, ...cipher],
  }
}

/** Options that name algorithms or a file, and those that cannot be read here. */
function changes(options: string | null): boolean {
  if (options === null) return false
  return /Algorithms|Ciphers|MACs|(^|[\s"'])-[cmF]\b|[$…]|^[|>*&]/i.test(options)
}
