import { author } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { stepsToThisHost } from '../readings/following-steps'
import { comparedTypeOf } from '../readings/compared-type'
import {
  compareOnServer,
  fingerprints,
  pinChange,
  pinFix,
  shortType,
  typesOf,
} from '../readings/pinned-key'
/** golang.org/x/crypto/ssh common.go, defaultHostKeyAlgos: ECDSA, then RSA, then Ed25519. */
const goOrder = [
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
]

export const pinnedOtherType = defineCause({
  id: 'hostkey/pinned-other-type',
  title: 'The pin names another type of host key',
  severity: 'warning',
  pointsAt: 'fingerprint',
  page: {
    means:
      'A server has several host keys, one of each type (ED25519, ECDSA, RSA), and shows the one that the client asks for first. The pinned fingerprint belongs to your server, but to a key of another type than the one that OpenSSH-like clients get. Whether the deploy fails depends on what its client prefers: clients written in Go (appleboy/ssh-action, scp-action) ask for ECDSA first, then RSA, then ED25519.',
    detection:
      'The first key did not fit, so one or two more connections asked for the other types, and the key that came then equals the pin.',
    alsoSeenAs: [
      'ssh: handshake failed: ssh: host key fingerprint mismatch',
      'Host key verification failed.',
    ],
  },
  needs: [],
  judge(view) {
    const hostKey = view.hostkey
    const other = hostKey?.pin.otherType
    if (hostKey?.pin.verdict !== 'other-type' || !other) return null
    // The pin is made for the deploy, whose client asks for this type first.
    const compared = stepsToThisHost(view).flatMap((step) => comparedTypeOf(view, step) ?? [])
    if (compared.length > 0 && compared.every((type) => type === other.type)) return null
    const has = typesOf(view.kex?.server?.hostKey ?? [])
    const goType = goOrder.find((type) => has.includes(type)) ?? null
    return {
      certainty: goType === other.type ? 'possible' : 'likely',
      evidence: {
        pinnedType: other.type,
        presentedType: hostKey.presented.type,
        fingerprint: hostKey.presented.fingerprint,
        goType,
      },
    }
  },
  explain({ pinnedType, presentedType, goType }, view) {
    const hostKey = view.hostkey
    const keys = hostKey?.pin.compared ?? []
    const forGo = keys.find((key) => key.type === goType)
    return {
      verdict: say`The pin is your server's ${shortType(pinnedType)} key, but many clients get its ${shortType(presentedType)} key`,
      why:
        goType === pinnedType
          ? say`the pin fits for clients written in Go, such as appleboy/ssh-action. OpenSSH and others ask for another type first and would refuse the server.`
          : say`the key is the server's own, only of a type that the deploy's client will probably not be shown.`,
      observed: [
        say`The server showed ${fingerprints(keys)}.`,
        keys.length > 2
          ? say`It took ${keys.length - 1} more connections to find the pinned one.`
          : say`It took one more connection to find the pinned one.`,
      ],
      fixes: [
        compareOnServer(view, presentedType),
        ...(hostKey
          ? [
              pinFix(
                view,
                say`Only when the two are equal: pin the key that clients with OpenSSH's preference get. The server proved in each connection that it holds the key it showed.`,
                [hostKey.presented],
              ),
            ]
          : []),
        ...(forGo && forGo.type !== presentedType
          ? [
              author(
                say`In a step of appleboy's actions, pin this key instead: they ask for ${shortType(forGo.type)} first.`,
                { language: 'yaml' as const, text: `fingerprint: ${forGo.fingerprint}` },
              ),
            ]
          : []),
      ],
      ...(hostKey ? pinChange(hostKey.pin, hostKey.presented) : {}),
    }
  },
})
