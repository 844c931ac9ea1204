import { admin, author } from '../fixes/build'
import { clientsThatCan } from '../../knowledge/algorithm-support'
import { serverSystems } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { defineCause, type Fix } from '../cause'
import type { ServerView } from '../server-cause'
import { algorithmLists, namesIn, offerMore, seeConfigured } from '../readings/algorithm-lists'
export const noCommonAlgorithm = defineCause({
  id: 'kex/no-common-algorithm',
  title: 'Client and server share no algorithm',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'Before anything else, SSH client and server agree on a key exchange method, a host key type, a cipher and a MAC. For one of these the two lists have no name in common, so they cannot talk. Either side can be the old one: a server that was never updated, or one that was hardened until only few clients are left.',
    detection:
      'Both lists are sent in clear, so they are compared name by name. This program offers nearly everything that a deploy client may have, old algorithms too. Where some deploy clients have what this program lacks, the finding is kex/client-too-old.',
    alsoSeenAs: [
      'Unable to negotiate with … port 22: no matching key exchange method found.',
      'no matching host key type found. Their offer: ssh-rsa,ssh-dss',
      'no matching cipher found. Their offer:',
      'ssh: handshake failed: ssh: no common algorithm for key exchange',
      'Handshake failed: no matching key exchange algorithm',
      'kex error : no match for method',
      "Couldn't agree a key exchange algorithm (available: …)",
      "Couldn't agree a host key algorithm (available: …)",
    ],
  },
  needs: [],
  judge(view) {
    const exchange = view.kex
    if (exchange?.outcome !== 'no-common-algorithm' || !exchange.missing || !exchange.server)
      return null
    const server = exchange.server[exchange.missing]
    if (clientsThatCan(exchange.missing, server).length > 0) return null
    return {
      certainty: 'proved',
      evidence: {
        list: exchange.missing,
        server: server.slice(0, 40),
        client: exchange.client[exchange.missing],
      },
    }
  },
  explain(evidence, view) {
    const { name, option } = algorithmLists[evidence.list]
    const { server, client } = evidence
    return {
      verdict: say`Client and server have no ${literal(name)} in common`,
      why: say`both lists were read in full and share no name.`,
      observed: [
        say`The server offers: ${namesIn(server)}.`,
        say`This client offers: ${namesIn(client)}.`,
      ],
      fixes: fixes(option, evidence.list === 'hostKey', view.server),
    }
  },
})

function fixes(option: string, hostKeys: boolean, server: ServerView): readonly Fix[] {
  const { language, makeHostKeys } = serverSystems[server.system]
  const newKeys: Fix = admin(say`Make the host keys that are missing.`, {
    language,
    text: makeHostKeys,
  })
  const inWorkflow: Fix = author(
    say`If the server cannot be changed, deploy with a client that has one of its algorithms.`,
  )
  return [
    ...(hostKeys ? [newKeys] : []),
    offerMore(option, server),
    seeConfigured(option, server),
    inWorkflow,
  ]
}
