import type { View } from '../view'
import { say, type Words } from '../../text/words'
import { deployClient } from '../../knowledge/deploy-clients'
import { defineCause, type Fix } from '../cause'
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

type Part = 'host' | 'port' | 'user' | 'key'

interface Difference {
  readonly part: Part
  readonly line: number
  readonly theirs: string
  readonly ours: string
  /** Both values are known, and differ; otherwise two expressions, which may hold the same. */
  readonly certain: boolean
}

export const inputsDiffer = defineCause({
  id: 'deploy/inputs-differ',
  title: 'The deploy connects in another way than this check',
  severity: 'warning',
  pointsAt: null,
  page: {
    means:
      'A check helps as far as it does what the deploy will do. Here the deploy step names another port, user, key or host than this step, so what was found need not hold for it. Often one of the two was changed and the other forgotten: a deploy step without `port` uses 22, and appleboy/ssh-action without `username` is root.',
    detection:
      'The `with:` of both steps stand in the workflow file. Port and user differ when both values are known and are not equal, and no other step to this host agrees; that is a warning. Two expressions that are not the same (two secrets) may hold the same value; that is a note.',
    alsoSeenAs: [
      'ssh: connect to host example.com port 22: Connection refused',
      'Permission denied (publickey).',
    ],
  },
  needs: [],
  judge(view) {
    const found = stepsToThisHost(view).map((following) => ({
      following,
      differences: differencesOf(view, following),
    }))
    // A step that does as this check does is the one that was checked; others may well do something else.
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
    const name = stepName(stepLine, client)
    const verdicts: Readonly<Record<Part, Words>> = {
      host: say`No later step names the host of this check; the deploy’s comes from ${theirs[0] ?? ''}`,
      port: say`The deploy will use port ${theirs[0] ?? ''}, and this check used port ${ours[0] ?? ''}`,
      user: say`The deploy will log in as ${theirs[0] ?? ''}, and this check did as ${ours[0] ?? ''}`,
      key: say`The deploy’s key comes from ${theirs[0] ?? ''}, and that of this check from ${ours[0] ?? ''}`,
    }
    const isNote = part === 'host' || part === 'key'
    return {
      verdict: part === undefined ? say`The deploy connects in another way` : verdicts[part],
      why: isNote
        ? say`both stand in the workflow file. If they hold the same, all is well; if not, this check says nothing of the deploy’s.`
        : say`both values are known: they stand in the workflow file, or are what the client uses when nothing is set.`,
      observed: parts.map(
        (each, at) =>
          say`${stepNameFirst(stepLine, client)}: ${each} ${theirs[at] ?? ''}; this check: ${ours[at] ?? ''}.`,
      ),
      fixes: [
        {
          who: 'workflow author',
          what: say`Write the same into both steps. When what this check used is right, it belongs into ${name} too.`,
          ...pasteOf(stepLine, client, parts, ours),
        },
      ],
    }
  },
  line: ({ line }) => line,
})

/** The entries for the deploy step, with what this check has. */
function pasteOf(
  step: number,
  id: string,
  parts: readonly Part[],
  ours: readonly string[],
): Pick<Fix, 'paste' | 'change'> {
  const client = deployClient(id)
  if (client?.kind !== 'action') return {}
  const entries = parts.map((part, at) => {
    const value = ours[at] ?? ''
    const isName = /^(secrets|vars)\./.test(value)
    return { input: client.inputs[part] ?? part, value: isName ? `\${{ ${value} }}` : value }
  })
  const text = entries.map(({ input, value }) => `${input}: ${value}`).join('\n')
  const [entry, ...more] = entries
  return {
    paste: { language: 'yaml', text },
    ...(entry && more.length === 0 ? { change: { step, ...entry } } : {}),
  }
}

function differencesOf(view: View, following: FollowingStep): readonly Difference[] {
  return [
    ...portDifference(view, following),
    ...userDifference(view, following),
    ...keyDifference(view, following),
  ]
}

function portDifference(view: View, { step, client }: FollowingStep): readonly Difference[] {
  // `host:port` may stand in the host of both.
  if (view.input.portFrom === 'host' || isSetByEnv(step, client, 'port')) return []
  const entry = entryOf(step, client, 'port')
  const port = literalOf(entry?.text ?? '') ?? ''
  const theirs = entry === null || port === '' ? client.defaults.port : port
  const ours = String(view.input.port)
  if ((entry !== null && literalOf(entry.text) === null) || !/^\d+$/.test(theirs)) return []
  return Number(theirs) === view.input.port
    ? []
    : [{ part: 'port', line: entry?.line ?? step.line, theirs, ours, certain: true }]
}

function userDifference(view: View, { step, client }: FollowingStep): readonly Difference[] {
  const ours = view.input.user
  if (ours === null || view.input.userFrom === 'host' || isSetByEnv(step, client, 'user')) return []
  const entry = entryOf(step, client, 'user')
  const theirs = entry === null ? client.defaults.user : literalOf(entry.text)
  if (theirs === null || theirs === '' || theirs === ours) return []
  return [{ part: 'user', line: entry?.line ?? step.line, theirs, ours, certain: true }]
}

function keyDifference(view: View, { step, client }: FollowingStep): readonly Difference[] {
  const entry = entryOf(step, client, 'key')
  const theirs = textOf(step, client, 'key')
  const ours = ourText(view, 'key')
  if (!entry || theirs === null || ours === null || sameText(theirs, ours)) return []
  const names = [referenceOf(theirs), referenceOf(ours)]
  // env and matrix are filled from elsewhere, and so may be this very secret.
  if (!names.every((name) => name?.startsWith('secrets.'))) return []
  return [
    { part: 'key', line: entry.line, theirs: names[0] ?? '', ours: names[1] ?? '', certain: false },
  ]
}

/** When every later step that connects names its host by another text of the same kind as ours. */
function otherHost(view: View) {
  const ours = hostName(ourText(view, 'host'))
  const steps = followingSteps(view).filter(({ client }) => client.lists !== null)
  const named = steps.flatMap((following) => {
    const { step, client, followed } = following
    const theirs = hostName(textOf(step, client, 'host'))
    if (!ours || !theirs || !followed || theirs.kind !== ours.kind) return []
    const line = entryOf(step, client, 'host')?.line ?? step.line
    const difference: Difference = {
      part: 'host',
      line,
      theirs: theirs.name,
      ours: ours.name,
      certain: false,
    }
    return [{ following, differences: [difference] }]
  })
  return named.length === steps.length ? named[0] : undefined
}

/** A secret or variable by its name, or one host in plain; null for what may be anything. */
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
