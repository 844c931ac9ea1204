import { clientsThatCan } from '../../knowledge/algorithm-support'
import { serverSystems } from '../../knowledge/server-systems'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { algorithmLists, namesIn, offerMore, seeConfigured } from '../readings/algorithm-lists'

export const noCommonAlgorithm = defineCause({
  id: 'kex/no-common-algorithm',
  title: 'Client and server have no matching algorithm',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'Before anything else, SSH client and server agree on a key exchange method, a host key type, a cipher and a MAC. For one of these the two lists have no name in common, so they cannot talk. Either side can be the old one: a server that was never updated, or one that was hardened until only few clients are left.',
    detection:
      'Both lists are sent in clear, so they are compared name by name. This program offers nearly everything that a deploy client may have, old algorithms too. Where some deploy clients have what this program lacks, the finding is kex/client-too-old.',
    firstMove: 'Update the older side. The message names what the other one offers.',
  },
  lookalikes: {
    'A connection that was cut': 'The lists of both sides came whole, and have no name in common.',
  },
  needs: ['kex'],
  judge({ kex: { outcome, missing, server, client } }) {
    if (outcome !== 'no-common-algorithm' || !missing || !server) return null
    const names = server[missing]
    if (clientsThatCan(missing, names).length > 0) return null
    return {
      certainty: 'proved',
      evidence: { list: missing, server: names.slice(0, 40), client: client[missing] },
    }
  },
  explain({ list, server, client }, view) {
    const { system } = view.server
    const { name, option } = algorithmLists[list]
    return {
      verdict: say`Client and server have no ${literal(name)} in common`,
      why: say`the lists of both were read in full and share no name. Most often, the server is too old for current clients, or it was set too strictly.`,
      observed: [
        say`The server offers: ${namesIn(server)}.`,
        say`This client offers: ${namesIn(client)}.`,
      ],
      fixes: [
        ...(list === 'hostKey'
          ? [
              onServer(
                say`Create the host keys that are missing.`,
                commands(system, serverSystems[system].makeHostKeys),
              ),
            ]
          : []),
        offerMore(option, view.server),
        seeConfigured(option, view.server),
        inWorkflow(
          say`If the server cannot be changed, deploy with a client that has one of its algorithms.`,
        ),
      ],
    }
  },
})
