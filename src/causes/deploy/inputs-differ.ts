import { deployClient } from '../../knowledge/deploy-clients'
import { say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, setInStep, yaml } from '../fixes/build'
import {
  entryOf,
  followingSteps,
  type FollowingStep,
  isOverriddenByEnv,
  literalOf,
  ourText,
  referenceOf,
  sameText,
  stepName,
  stepNameFirst,
  stepsToThisHost,
  textOf,
} from '../readings/following-steps'
import type { View } from '../view'
import type { Fix } from '../finding'

type Part = 'host' | 'port' | 'user' | 'key'

interface Difference {
  readonly part: Part
  readonly line: number
  readonly theirs: string
  readonly ours: string
  /** Both values are known, and differ; otherwise they are two expressions, which may have the same value. */
  readonly certain: boolean
}

export const inputsDiffer = defineCause({
  id: 'deploy/inputs-differ',
  title: 'The deploy step uses different connection settings',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'A check is only useful if it connects as the deploy will. Here, the deploy step has another port, user, key or host than this step, so the results of this check might not apply to it. Often one of the two was changed and the other forgotten. A deploy step without `port` uses 22.',
    detection:
      'The `with:` of both steps is in the workflow file. Two known values of a port or user that differ are a warning, unless another step to this host agrees with this check. Two different expressions (two secrets) may have the same value; that is a notice.',
    firstMove: 'Compare host, port, user and key of the two steps.',
  },
  lookalikes: {
    'A value that is the same under another name':
      'The later step logs in with the value that this check saw fail.',
  },
  needs: [],
  judge(view) {
    const found = stepsToThisHost(view).map((following) => ({
      following,
      differences: differencesOf(view, following),
    }))
    // A step with the same settings is the one that was checked. Others can have other purposes.
    if (found.some(({ differences }) => differences.length === 0)) return null
    const note = found.find(({ differences }) => !differences.some(({ certain }) => certain))
    const wrong = note ? undefined : found[0]
    const first = wrong ?? note ?? otherHost(view)
    const differences =
      first?.differences.filter(({ certain }) => certain === (wrong !== undefined)) ?? []
    const [top] = differences
    if (!first || !top) return null
    return {
      certainty: wrong ? 'proved' : 'possible',
      ...(wrong ? {} : { severity: 'notice' as const }),
      evidence: {
        line: top.line,
        stepLine: first.following.step.line,
        client: first.following.client.id,
        parts: differences.map(({ part }) => part),
        theirs: differences.map(({ theirs }) => theirs),
        ours: differences.map(({ ours }) => ours),
      },
    }
  },
  explain({ stepLine, client, parts, theirs, ours }) {
    const [part] = parts
    const verdicts: Readonly<Record<Part, Words>> = {
      host: say`No later step uses the host of this check; the deploy’s comes from ${theirs[0] ?? ''}`,
      port: say`The deploy will use port ${theirs[0] ?? ''}, but this check used port ${ours[0] ?? ''}`,
      user: say`The deploy will log in as ${theirs[0] ?? ''}, but this check logged in as ${ours[0] ?? ''}`,
      key: say`The deploy’s key comes from ${theirs[0] ?? ''}, but that of this check from ${ours[0] ?? ''}`,
    }
    const isNotice = part === 'host' || part === 'key'
    return {
      verdict:
        part === undefined ? say`The deploy uses different connection settings` : verdicts[part],
      why: isNotice
        ? say`both are in the workflow file. If they have the same value, nothing is wrong. If not, this check says nothing about the deploy.`
        : say`both values are known: they are in the workflow file, or are what the client uses without them.`,
      observed: parts.map(
        (each, at) =>
          say`${stepNameFirst(stepLine, client)}: ${each} ${theirs[at] ?? ''}; this check: ${ours[at] ?? ''}.`,
      ),
      fixes: [sameSettings(stepLine, client, parts, ours)],
    }
  },
  line: ({ line }) => line,
})

/** The settings of this check, for the deploy step. */
function sameSettings(
  step: number,
  id: string,
  parts: readonly Part[],
  ours: readonly string[],
): Fix {
  const what = say`Use the same settings in both steps. If those of this check are right, add them to ${stepName(step, id)} too.`
  const client = deployClient(id)
  if (client?.kind !== 'action') return inWorkflow(what)
  const changes = parts.map((part, at) => {
    const value = ours[at] ?? ''
    const isName = /^(secrets|vars)\./.test(value)
    return { step, input: client.inputs[part] ?? part, value: isName ? `\${{ ${value} }}` : value }
  })
  const [change, ...more] = changes
  if (change && more.length === 0) return setInStep(what, change)
  return inWorkflow(what, yaml(changes.map(({ input, value }) => `${input}: ${value}`).join('\n')))
}

function differencesOf(view: View, following: FollowingStep): readonly Difference[] {
  return [portDifference, userDifference, keyDifference].flatMap(
    (differenceOf) => differenceOf(view, following) ?? [],
  )
}

function portDifference(
  { input, runnerSsh }: View,
  { step, client }: FollowingStep,
): Difference | null {
  // `host:port` may be in the host of both.
  if (input.portFrom === 'host' || isSetByEnv(step, client, 'port')) return null
  const entry = entryOf(step, client, 'port')
  // The configuration of ssh has a port, which is judged in deploy/ssh-config.
  const configured = runnerSsh?.config?.port ?? 22
  if (!entry && client.lists === 'runner' && configured !== 22) return null
  const port = literalOf(entry?.text ?? '')
  const theirs = port === '' ? client.defaults.port : port
  if (theirs === null || !/^\d+$/.test(theirs) || Number(theirs) === input.port) return null
  const ours = String(input.port)
  return { part: 'port', line: entry?.line ?? step.line, theirs, ours, certain: true }
}

function userDifference(
  { input, runnerSsh }: View,
  { step, client }: FollowingStep,
): Difference | null {
  const { user: ours, userFrom } = input
  if (ours === null || userFrom === 'host' || isSetByEnv(step, client, 'user')) return null
  const entry = entryOf(step, client, 'user')
  const configured = step.openssh ? (runnerSsh?.config?.user ?? null) : null
  const theirs = entry ? literalOf(entry.text) : (client.defaults.user ?? configured)
  if (theirs === null || theirs === '' || theirs === ours) return null
  return { part: 'user', line: entry?.line ?? step.line, theirs, ours, certain: true }
}

function keyDifference(view: View, { step, client }: FollowingStep): Difference | null {
  const entry = entryOf(step, client, 'key')
  const text = textOf(step, client, 'key')
  const ourKey = ourText(view, 'key')
  if (!entry || text === null || ourKey === null || sameText(text, ourKey)) return null
  const theirs = referenceOf(text)
  const ours = referenceOf(ourKey)
  // env and matrix get their values from elsewhere, so this very secret is possible.
  if (!theirs?.startsWith('secrets.') || !ours?.startsWith('secrets.')) return null
  return { part: 'key', line: entry.line, theirs, ours, certain: false }
}

/** If every later step that connects has another host, in a text of the same kind as ours. */
function otherHost(view: View) {
  const ours = hostName(ourText(view, 'host'))
  const steps = followingSteps(view).filter(({ client }) => client.lists !== null)
  const named = steps.flatMap((following) => {
    const { step, client, followed } = following
    const theirs = hostName(textOf(step, client, 'host'))
    if (!ours || !theirs || !followed || theirs.kind !== ours.kind) return []
    const difference: Difference = {
      part: 'host',
      line: entryOf(step, client, 'host')?.line ?? step.line,
      theirs: theirs.name,
      ours: ours.name,
      certain: false,
    }
    return [{ following, differences: [difference] }]
  })
  return named.length === steps.length ? named[0] : undefined
}

/** A secret or variable by its name, or one host in plain text; null for what can have any value. */
function hostName(text: string | null) {
  if (text === null) return null
  const name = referenceOf(text)
  if (name !== null) return /^(secrets|vars)\./.test(name) ? { kind: name.slice(0, 4), name } : null
  const literal = literalOf(text)
  return literal === null || literal.includes(',') ? null : { kind: 'text', name: literal }
}

function isSetByEnv(
  step: FollowingStep['step'],
  client: FollowingStep['client'],
  role: 'port' | 'user',
): boolean {
  const input = client.inputs[role]
  return input !== undefined && isOverriddenByEnv(step, client, input)
}
