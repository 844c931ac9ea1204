import { admin, author } from '../fixes/build'
import type { KexInit } from '../../facts'
import { clientsThatCan } from '../../knowledge/algorithm-support'
import { literal, say } from '../../text/words'
import { defineCause, type Evidence, type Judgment, type Fix } from '../cause'
import { algorithmLists, namesIn, offerMore, seeConfigured } from '../readings/algorithm-lists'
/** What OpenSSH takes for a greeting (kex.c, kex_exchange_identification); ssh2 1.17.0 wants the form of RFC 4253. */
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
      'The server wants something that the SSH library of this check does not have, and that some deploy clients do: post-quantum key exchange alone, UMAC alone, host certificates alone, or it greets in a form that is not quite SSH. So the deploy may work, and nothing after this point was checked.',
    detection:
      'The lists of both sides are sent in clear and were compared name by name; which client has which algorithm comes from their sources. Where no deploy client has one either, the finding is kex/no-common-algorithm.',
    alsoSeenAs: [
      'Handshake failed: no matching key exchange algorithm',
      'Handshake failed: no matching C->S MAC',
      'Error: Invalid identification string',
      'ssh: no common algorithm for key exchange; client offered: […], server offered: [mlkem768x25519-sha256]',
    ],
  },
  needs: [],
  judge(view): Judgment<ClientTooOld> | null {
    const exchange = view.kex
    if (exchange?.outcome === 'malformed') {
      const identification = view.banner
      if (exchange.error !== 'identification' || !readByOpenSsh.test(identification?.line ?? ''))
        return null
      return {
        certainty: 'proved',
        evidence: { list: null, server: [identification?.line ?? ''], clientsThatCan: ['OpenSSH'] },
        explains: ['kex/malformed'],
      }
    }
    if (exchange?.outcome !== 'no-common-algorithm' || !exchange.missing || !exchange.server)
      return null
    const server = exchange.server[exchange.missing]
    const able = clientsThatCan(exchange.missing, server)
    if (able.length === 0) return null
    return {
      certainty: 'proved',
      evidence: { list: exchange.missing, server: server.slice(0, 40), clientsThatCan: able },
    }
  },
  explain({ list, server, clientsThatCan: able }, view) {
    const option = list === null ? null : algorithmLists[list].option
    const inWorkflow: Fix = author(
      say`If the deploy uses one of these, it may work as it is: ${literal(able.join(', '))}. Else deploy with one of them.`,
    )
    const update: Fix = admin(
      say`Update the SSH server: it does not greet in the form of RFC 4253 section 4.2.`,
    )
    return {
      verdict:
        list === null
          ? say`The server greets in a form that this check cannot read; some deploy clients can`
          : say`The server only has a ${literal(algorithmLists[list].name)} that this check does not know; some deploy clients do`,
      why: say`this program could not go on, but ${literal(able.join(', '))} can, so the deploy may still work. Nothing after this point was checked.`,
      observed: [
        list === null
          ? say`The server greeted as ${server[0] ?? ''}, which is not the form of RFC 4253.`
          : say`The server offers: ${namesIn(server)}.`,
      ],
      fixes:
        option === null
          ? [inWorkflow, update]
          : [inWorkflow, offerMore(option, view.server), seeConfigured(option, view.server)],
    }
  },
})
