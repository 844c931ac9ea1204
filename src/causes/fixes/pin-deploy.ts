import { author, setInStep, yaml } from './build'
import type { View } from '../view'
import type { HostKey } from '../../facts'
import { say } from '../../text/words'
import type { Fix } from '../cause'
import { entryOf, stepName, stepsToThisHost, type FollowingStep } from '../readings/following-steps'
import { comparedTypeOf } from '../readings/compared-type'
import { knownHostsLines, shortType } from '../readings/pinned-key'

/** How each later step that deploys to this host pins these keys: `fingerprint` where its action has it, else a file for OpenSSH. */
export function pinDeploySteps(view: View, keys: readonly HostKey[]): readonly Fix[] {
  const steps = stepsToThisHost(view)
  const readers = steps.filter(({ client }) => client.lists === 'runner')
  return [
    ...steps.flatMap((following) => byFingerprint(view, following, keys)),
    ...readers.slice(0, 1).map(({ step, client }) => byFile(view, step.line, client.id, keys)),
  ]
}

/** Of the key that its client will be shown; nothing where that key is not known, or a pin is there already. */
function byFingerprint(
  view: View,
  following: FollowingStep,
  keys: readonly HostKey[],
): readonly Fix[] {
  const { step, client } = following
  const type = comparedTypeOf(view, following)
  const key = keys.find((each) => each.type === type)
  const input = client.inputs.fingerprint
  if (!key || input === undefined || entryOf(step, client, 'fingerprint')) return []
  return [
    setInStep(
      say`In ${stepName(step.line, client.id)} pin the ${shortType(key.type)} key, the one that its client asks for.`,
      { step: step.line, input, value: key.fingerprint },
    ),
  ]
}

/** OpenSSH compares whichever key it is shown with all lines for the host. */
function byFile(view: View, line: number, client: string, keys: readonly HostKey[]): Fix {
  const lines = knownHostsLines(view, keys).map((each) => `    ${each}`)
  return author(
    say`For ${stepName(line, client)} have a step before it that writes the keys where OpenSSH looks.`,
    yaml(
      [
        '- run: |',
        '    mkdir -p ~/.ssh',
        "    cat >> ~/.ssh/known_hosts <<'END'",
        ...lines,
        '    END',
      ].join('\n'),
    ),
  )
}
