import { author } from '../fixes/build'
import type { View } from '../view'
import { type HostKeyFacts } from '../../facts'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { comparedTypeOf } from '../readings/compared-type'
import { allKeys, compareOnServer, fingerprints, shortType } from '../readings/pinned-key'
import {
  entryOf,
  type FollowingStep,
  literalOf,
  ourText,
  sameIn,
  sameText,
  stepName,
  stepNameFirst,
  stepsToThisHost,
  textOf,
} from '../readings/following-steps'
export const pinType = defineCause({
  id: 'deploy/pin-type',
  title: 'The deploy compares the fingerprint with another key',
  severity: 'warning',
  pointsAt: 'fingerprint',
  page: {
    means:
      'A server has several host keys, one of each type (ED25519, ECDSA, RSA), and a client is shown the one that it asks for first. OpenSSH and this check ask for ED25519 first; clients written in Go, such as appleboy/ssh-action and scp-action, for ECDSA, then RSA, and for ED25519 last. They compare that one key with `fingerprint`, so the ED25519 fingerprint that `ssh-keygen` shows makes the deploy fail, although it is right.',
    detection:
      'The types that the server has were read from its list, and the order of the deploy’s client from its source. The fingerprints of the other keys are known when OpenSSH told them after the login.',
    alsoSeenAs: [
      'ssh: handshake failed: ssh: host key fingerprint mismatch',
      'host key fingerprint mismatch',
    ],
  },
  needs: [],
  judge(view) {
    const hostKey = view.hostkey
    if (!hostKey) return null
    const keys = allKeys(hostKey)
    const [first, ...others] = stepsToThisHost(view).flatMap((following) => {
      const pinned = pinOf(view, following, hostKey)
      const comparedType = comparedTypeOf(view, following)
      if (pinned === null || comparedType === null) return []
      const pinnedType = keys.find(({ fingerprint }) => fingerprint === pinned)?.type ?? null
      const right = keys.find(({ type }) => type === comparedType)?.fingerprint ?? null
      // A pin that is none of the known keys may be that of the type in question.
      const isWrong = pinnedType === null ? right !== null : pinnedType !== comparedType
      return isWrong ? [{ following, pinned, pinnedType, comparedType, right }] : []
    })
    if (!first) return null
    const { following, ...compared } = first
    const { step, client } = following
    return {
      certainty: 'likely',
      evidence: {
        line: entryOf(step, client, 'fingerprint')?.line ?? step.line,
        stepLine: step.line,
        client: client.id,
        ...compared,
        alsoLines: others.map((other) => other.following.step.line),
      },
      explains: ['hostkey/pinned-other-type'],
    }
  },
  explain(evidence, view) {
    const { stepLine, client, comparedType, right, pinned, pinnedType, alsoLines } = evidence
    const compared = shortType(comparedType)
    const hostKey = view.hostkey
    return {
      verdict:
        pinnedType === null
          ? say`The deploy will compare its fingerprint with the server’s ${compared} key, which has another one`
          : say`The deploy will compare its fingerprint, of the ${shortType(pinnedType)} key, with the ${compared} key`,
      why: say`${stepName(stepLine, client)} asks for ${compared} before other types, the server has it, and one key alone is compared.`,
      observed: [
        say`${stepNameFirst(stepLine, client)} pins ${fingerprints([{ fingerprint: pinned, type: pinnedType }])}.`,
        ...(hostKey
          ? [say`The server’s keys that are known: ${fingerprints(allKeys(hostKey))}.`]
          : []),
        ...sameIn(alsoLines),
      ],
      fixes: [
        right === null
          ? {
              ...compareOnServer(view, comparedType),
              what: say`On the server, print the fingerprint of its ${compared} key, and put it into ${inputName('fingerprint')} of ${stepName(stepLine, client)}.`,
            }
          : {
              who: 'workflow author',
              what: say`Put the fingerprint of the ${compared} key into ${stepName(stepLine, client)}. The server told it after the login, in this check.`,
              change: { step: stepLine, input: 'fingerprint', value: right },
              paste: { language: 'yaml', text: `fingerprint: ${right}` },
            },
        author(
          say`Where both steps read the same secret, change the secret: this check finds the ${compared} key too, by one connection more.`,
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** What the step pins: the pin of this check when it stands in the same text, or a fingerprint in plain. */
export function pinOf(
  view: View,
  { step, client }: FollowingStep,
  { pin }: HostKeyFacts,
): string | null {
  const text = textOf(step, client, 'fingerprint')
  if (text === null) return null
  const literal = literalOf(text)
  const written = /^SHA256:[A-Za-z0-9+/]{43}/.exec(literal ?? '')?.[0]
  if (written !== undefined) return written
  const [ours] = pin.pinned
  const isOurs = pin.from === 'fingerprint' && sameText(text, ourText(view, 'fingerprint'))
  return isOurs && pin.pinned.length === 1 ? (ours?.fingerprint ?? null) : null
}
