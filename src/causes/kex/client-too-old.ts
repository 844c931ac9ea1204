import type { KexInit } from '../../facts'
import { clientsThatCan } from '../../knowledge/algorithm-support'
import { literal, say } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { onServer, inWorkflow } from '../fixes/build'
import { algorithmLists, namesIn, offerMore, seeConfigured } from '../readings/algorithm-lists'
import type { Evidence } from '../finding'

/** What OpenSSH accepts as an identification (kex.c, kex_exchange_identification); ssh2 1.17.0 wants the form of RFC 4253. */
const readByOpenSsh = /^SSH-(?:2\.\d+|1\.99)-./

interface ClientTooOld extends Evidence {
  /** The list without a common name; null where the identification itself was not read. */
  readonly list: keyof KexInit | null
  readonly server: readonly string[]
  readonly clientsThatCan: readonly string[]
}

export const clientTooOld = defineCause({
  id: 'kex/client-too-old',
  title: 'This check cannot talk to the server, though other clients can',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'The server wants something that the SSH library of this check does not have, and that some deploy clients do: only post-quantum key exchange, only UMAC, only host certificates, or a banner in a form that is not quite SSH. So the deploy may work, and nothing after this point was checked.',
    detection:
      'The lists of both sides are sent in clear and were compared name by name. Which client has which algorithm comes from their sources. Where no deploy client has one either, the finding is kex/no-common-algorithm.',
    firstMove: 'Use a newer version of the client.',
  },
  lookalikes: {
    'An algorithm that is spelled differently':
      'The lists of both sides are known, and what they lack is only in newer clients.',
  },
  needs: ['kex'],
  judge({ kex: { outcome, error, missing, server }, banner }): Judgment<ClientTooOld> | null {
    if (outcome === 'malformed') {
      const line = banner?.line ?? ''
      if (error !== 'identification' || !readByOpenSsh.test(line)) return null
      return {
        certainty: 'proved',
        evidence: { list: null, server: [line], clientsThatCan: ['OpenSSH'] },
        explains: ['kex/malformed'],
      }
    }
    if (outcome !== 'no-common-algorithm' || !missing || !server) return null
    const names = server[missing]
    const able = clientsThatCan(missing, names)
    if (able.length === 0) return null
    return {
      certainty: 'proved',
      evidence: { list: missing, server: names.slice(0, 40), clientsThatCan: able },
    }
  },
  explain({ list, server, clientsThatCan: able }, view) {
    const clients = literal(able.join(', '))
    const otherClient = inWorkflow(
      say`If the deploy uses one of these, it may work as it is: ${clients}. Otherwise, deploy with one of them.`,
    )
    const why = say`this program could not go on, but ${clients} can, so the deploy may still work. Nothing after this point was checked.`
    if (list === null)
      return {
        verdict: say`The server sends a banner that this check cannot read; some deploy clients can`,
        why,
        observed: [
          say`The server sent the banner ${server[0] ?? ''}, which does not have the form of RFC 4253.`,
        ],
        fixes: [
          otherClient,
          onServer(
            say`Update the SSH server: its banner does not have the form of RFC 4253 section 4.2.`,
          ),
        ],
      }
    const { name, option } = algorithmLists[list]
    return {
      verdict: say`The server only has a ${literal(name)} that this check does not know; some deploy clients do`,
      why,
      observed: [say`The server offers: ${namesIn(server)}.`],
      fixes: [otherClient, offerMore(option, view.server), seeConfigured(option, view.server)],
    }
  },
})
