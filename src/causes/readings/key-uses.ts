import type { KeyFacts } from '../../facts'
import type { KeyReader } from '../../knowledge/deploy-clients'
import { readsEd25519InPkcs8 } from '../../knowledge/deploy-clients'
import type { View } from '../view'
import { hasOtherKey } from './openssh-steps'
import {
  followingSteps,
  type FollowingStep,
  literalOf,
  ourText,
  overridingVariable,
  sameText,
  textOf,
  valueOf,
} from './following-steps'

/** A later step that gets the key of this check. */
export interface KeyUse {
  readonly following: FollowingStep
  readonly line: number
  readonly reader: KeyReader
  /** Whether its client reads the key as it is, with the right passphrase; null where that is not known. */
  readonly reads: boolean | null
  /** unwanted: Go does not read a key that is not encrypted when a passphrase is given. */
  readonly passphrase: 'fine' | 'missing' | 'unwanted'
  /** It can log in without the key. */
  readonly hasPassword: boolean
}

const byOpenssh: KeyReader = { library: 'openssh', repairs: [] }

/** The later steps that certainly get the key of this check, and whose reader of keys is known. */
export function keyUses(view: View<'key'>): readonly KeyUse[] {
  const { key } = view
  const role = key.from === 'key' ? 'key' : 'keyPath'
  return followingSteps(view).flatMap((following): KeyUse[] => {
    const { step, client } = following
    const input = client.inputs[role]
    const value = input === undefined ? null : valueOf(step, client, input)
    const reader = client.kind === 'command' ? byOpenssh : client.keyReader
    const written = writtenUse(view, following)
    if (written) return [written]
    if (!reader || !value || !sameText(value.text, ourText(view, key.from))) return []
    return [
      {
        following,
        line: value.line,
        reader,
        reads: reads(view, following, reader),
        passphrase: passphraseOf(view, following, reader),
        hasPassword:
          client.inputs.password !== undefined && isSet(following, client.inputs.password),
      },
    ]
  })
}

/** The use of a file that the job writes the key of this check into, and nothing else in it; null where ssh may have another key. */
function writtenUse(view: View<'key'>, following: FollowingStep): KeyUse | null {
  const { openssh } = following.step
  const file = openssh?.keyFile
  const { runnerSsh: ssh } = view
  if (
    !openssh ||
    !ssh ||
    !file ||
    file.decoded ||
    file.splits ||
    file.written === 'edited' ||
    openssh.isAssisted
  )
    return null
  if (!sameText(file.source, ourText(view, 'key')) || hasOtherKey(ssh, file.path)) return null
  const reader: KeyReader = {
    library: 'openssh',
    repairs: file.written === 'with-newline' ? ['missing-newline'] : [],
  }
  const { line } = following.step
  const use = { following, line, reader, passphrase: 'fine', hasPassword: false } as const
  return { ...use, reads: reads(view, following, reader) }
}

/** Whether every later step of the job that may use the key reads it as it is; false without one. */
export function isReadByAll(view: View<'key'>): boolean {
  const uses = keyUses(view)
  const others = followingSteps(view).filter(
    ({ step }) => !uses.some(({ following }) => following.step === step),
  )
  // Without a separate key, this one may come from an agent or a file.
  const isApart = ({ step, client }: FollowingStep) =>
    textOf(step, client, 'key') !== null && ourText(view, 'key') !== null
  return uses.length > 0 && uses.every((use) => use.reads === true) && others.every(isApart)
}

function reads(
  { key, runner, workflow, runnerSsh }: View<'key'>,
  { client }: FollowingStep,
  reader: KeyReader,
): boolean | null {
  const known = key.readBy[reader.library]
  if (known === null && isEd25519InPkcs8(key) && reader.library === 'openssh') {
    const version = /OpenSSH_(\d+)\.(\d+)/.exec(runnerSsh?.version ?? '')
    if (version && client.lists === 'runner')
      return Number(version[1]) * 100 + Number(version[2]) >= 906
    const isHosted = runner.environment === 'github-hosted'
    return readsEd25519InPkcs8(isHosted ? (workflow?.runsOn ?? null) : null)
  }
  const isRepaired =
    key.corruption.length > 0 && key.corruption.every((each) => reader.repairs.includes(each))
  return known === false && key.usable && isRepaired ? true : known
}

const isEd25519InPkcs8 = ({ form, type, corruption }: KeyFacts) =>
  form === 'pkcs8' && type === 'ssh-ed25519' && corruption.length === 0

function passphraseOf(
  { key, input, ...view }: View<'key'>,
  following: FollowingStep,
  { library }: KeyReader,
): KeyUse['passphrase'] {
  const { step, client } = following
  const name = client.inputs.passphrase
  const isEncrypted = key.passphrase === 'accepted'
  if (client.kind === 'command') return 'fine'
  if (isEncrypted) return name !== undefined && isSet(following, name) ? 'fine' : 'missing'
  const text = name === undefined ? null : (valueOf(step, client, name)?.text ?? null)
  const ours = view.workflow?.with.find((each) => each.input === 'passphrase')?.text ?? null
  const isGiven = input.given.includes('passphrase') && sameText(text, ours)
  return library === 'go' && key.passphrase === 'not-needed' && isGiven ? 'unwanted' : 'fine'
}

/** Whether it may have a value: an expression or a variable of the runner may be empty. */
function isSet({ step, client }: FollowingStep, input: string): boolean {
  if (overridingVariable(step, client, input)?.text === null) return true
  const text = valueOf(step, client, input)?.text ?? ''
  return literalOf(text) !== ''
}
