import { typesOf } from '../../knowledge/host-keys'
import { clientLists } from '../../knowledge/client-algorithms'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, yaml } from '../fixes/build'
import { comparedTypeOf } from '../readings/compared-type'
import { stepsToThisHost } from '../readings/following-steps'
import { compareOnServer, fingerprints, pinChange, pinFix, shortType } from '../readings/pinned-key'

/** The types that clients written in Go ask for, in their order. */
const goOrder = typesOf(clientLists['go-xcrypto-0.55'].hostKey)

export const pinnedOtherType = defineCause({
  id: 'hostkey/pinned-other-type',
  title: 'The pin names another type of host key',
  severity: 'warning',
  pointsAt: 'fingerprint',
  page: {
    means:
      'A server has several host keys, one of each type (ED25519, ECDSA, RSA), and shows the one that the client asks for first. The pinned fingerprint belongs to your server, but to a key of another type than the one that OpenSSH-like clients get. Whether the deploy fails depends on what its client prefers: clients written in Go (appleboy/ssh-action, scp-action) ask for ECDSA first, then RSA, then ED25519.',
    detection:
      'The first key did not match. One or two more connections asked for the other types, and one of those keys is the pinned one.',
    firstMove:
      'Pin the type of key that this client uses: the list is in `ssh-keyscan HOST | ssh-keygen -lf -`.',
  },
  needs: ['hostkey'],
  judge(view) {
    const { pin, presented } = view.hostkey
    const other = pin.otherType
    if (pin.verdict !== 'other-type' || !other) return null
    // The pin is made for the deploy, whose client asks for this type first.
    const compared = stepsToThisHost(view).flatMap((step) => comparedTypeOf(view, step) ?? [])
    if (compared.length > 0 && compared.every((type) => type === other.type)) return null
    const has = typesOf(view.kex?.server?.hostKey ?? [])
    const goType = goOrder.find((type) => has.includes(type)) ?? null
    return {
      certainty: goType === other.type ? 'possible' : 'likely',
      evidence: {
        pinnedType: other.type,
        presentedType: presented.type,
        fingerprint: presented.fingerprint,
        goType,
      },
    }
  },
  explain({ pinnedType, presentedType, goType }, view) {
    const { pin } = view.hostkey
    const keys = pin.compared
    const forGo = goType === presentedType ? undefined : keys.find(({ type }) => type === goType)
    return {
      verdict: say`The pin is your server's ${shortType(pinnedType)} key, but many clients get its ${shortType(presentedType)} key`,
      why:
        goType === pinnedType
          ? say`the pin works for clients written in Go, such as appleboy/ssh-action. OpenSSH and others ask for another type first and would refuse the server.`
          : say`the key is one of the server's, but of a type that the deploy's client will probably not be shown.`,
      observed: [
        say`The server showed ${fingerprints(keys)}.`,
        keys.length > 2
          ? say`It took ${keys.length - 1} more connections to find the pinned one.`
          : say`It took one more connection to find the pinned one.`,
      ],
      fixes: [
        compareOnServer(view, presentedType),
        pinFix(
          view,
          say`Only when the two are equal: pin the key that the deploy's client gets. The server proved in each connection that it holds the key it showed.`,
          keys,
        ),
        ...(forGo
          ? [
              inWorkflow(
                say`In a step of appleboy's actions, pin this key instead: they ask for ${shortType(forGo.type)} first.`,
                yaml(`fingerprint: ${forGo.fingerprint}`),
              ),
            ]
          : []),
      ],
      ...pinChange(view, keys),
    }
  },
})
