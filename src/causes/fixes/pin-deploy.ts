import { setInStep } from './build'
import type { HostKey } from '../../facts'
import { say } from '../../text/words'
import { comparedTypeOf } from '../readings/compared-type'
import { entryOf, stepName, stepsToThisHost, type FollowingStep } from '../readings/following-steps'
import { knownHostsLines, shortType } from '../readings/pinned-key'
import type { View } from '../view'
import { inWorkflow, yaml } from './build'
import type { Fix, Paste } from '../finding'

/** How each later step that deploys to this host pins these keys: `fingerprint` where its action has it, else a file for OpenSSH. */
export function pinDeploySteps(view: View, keys: readonly HostKey[]): readonly Fix[] {
  const steps = stepsToThisHost(view)
  const readers = steps.filter(({ client }) => client.lists === 'runner')
  return [
    ...steps.flatMap((following) => byFingerprint(view, following, keys)),
    ...readers.slice(0, 1).map((following) => byFile(view, following, keys)),
  ]
}

/** Pins the key that the client compares; nothing where that key is unknown, or where a pin is there already. */
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

/** OpenSSH compares any key of the server with all lines for the host. */
function byFile(view: View, { step, client }: FollowingStep, keys: readonly HostKey[]): Fix {
  return inWorkflow(
    say`Before ${stepName(step.line, client.id)}, add a step that writes the keys where OpenSSH looks.`,
    knownHostsStep(view, keys, '~/.ssh'),
  )
}

/**
 * A step that adds the keys to known_hosts.
 *
 * @param folder a word of a shell command
 */
export function knownHostsStep(view: View, keys: readonly HostKey[], folder: string): Paste {
  const lines = knownHostsLines(view, keys).map((each) => `    ${each}`)
  return yaml(
    [
      '- run: |',
      `    mkdir -p ${folder}`,
      `    cat >> ${folder}/known_hosts <<'END'`,
      ...lines,
      '    END',
    ].join('\n'),
  )
}
