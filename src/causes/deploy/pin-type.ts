import type { HostKeyFacts } from '../../facts'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, setInStep } from '../fixes/build'
import { comparedTypeOf } from '../readings/compared-type'
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
import { allKeys, compareOnServer, fingerprints, shortType } from '../readings/pinned-key'
import type { View } from '../view'

export const pinType = defineCause({
  id: 'deploy/pin-type',
  title: 'The deploy step pins the wrong type of host key',
  severity: 'warning',
  pointsAt: 'fingerprint',
  page: {
    means:
      'A server has several host keys, one of each type (ED25519, ECDSA, RSA), and presents the type that the client prefers. OpenSSH and this check prefer ED25519. Clients written in Go, such as appleboy/ssh-action and scp-action, prefer ECDSA, then RSA, then ED25519. They compare that one key with `fingerprint`, so the deploy fails with the ED25519 fingerprint that `ssh-keygen` shows, although it is right.',
    detection:
      'The types of the server were read from its list, and the preference of the deploy’s client from its source. The fingerprints of the other keys are known if OpenSSH announced them after the login.',
    firstMove: 'Pin the fingerprint of the type of key that the action uses.',
  },
  needs: ['hostkey'],
  judge(view) {
    const keys = allKeys(view.hostkey)
    const [first, ...others] = stepsToThisHost(view).flatMap((following) => {
      const pinned = pinOf(view, following, view.hostkey)
      const comparedType = comparedTypeOf(view, following)
      if (pinned === null || comparedType === null) return []
      const pinnedType = keys.find(({ fingerprint }) => fingerprint === pinned)?.type ?? null
      const right = keys.find(({ type }) => type === comparedType)?.fingerprint ?? null
      // A pin that is none of the known keys can be that of the type in question.
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
    return {
      verdict:
        pinnedType === null
          ? say`The deploy will compare its fingerprint with the server’s ${compared} key, which has another one`
          : say`The deploy will compare its fingerprint of the ${shortType(pinnedType)} key with the ${compared} key`,
      why: say`the client of ${stepName(stepLine, client)} prefers ${compared}, the server has it, and the client compares only one key.`,
      observed: [
        say`${stepNameFirst(stepLine, client)} pins ${fingerprints([{ fingerprint: pinned, type: pinnedType }])}.`,
        say`The known keys of the server: ${fingerprints(allKeys(view.hostkey))}.`,
        ...sameIn(alsoLines),
      ],
      fixes: [
        right === null
          ? {
              ...compareOnServer(view, comparedType),
              what: say`On the server, print the fingerprint of its ${compared} key, and put it into ${inputName('fingerprint')} of ${stepName(stepLine, client)}.`,
            }
          : setInStep(
              say`Put the fingerprint of the ${compared} key into ${stepName(stepLine, client)}. The server announced it after the login of this check.`,
              { step: stepLine, input: 'fingerprint', value: right },
            ),
        inWorkflow(
          say`If both steps use the same secret, change the secret. This check then needs one more connection to compare the ${compared} key.`,
        ),
      ],
    }
  },
  line: ({ line }) => line,
})

/** What the step pins: the pin of this check if both have the same text, or a fingerprint in plain text. */
function pinOf(view: View, { step, client }: FollowingStep, { pin }: HostKeyFacts): string | null {
  const text = textOf(step, client, 'fingerprint')
  if (text === null) return null
  const literal = literalOf(text)
  const written = /^SHA256:[A-Za-z0-9+/]{43}/.exec(literal ?? '')?.[0]
  if (written !== undefined) return written
  const [ours] = pin.pinned
  const isOurs = pin.from === 'fingerprint' && sameText(text, ourText(view, 'fingerprint'))
  return isOurs && pin.pinned.length === 1 ? (ours?.fingerprint ?? null) : null
}
