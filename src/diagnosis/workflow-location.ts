import { type Facts, type InputName } from '../facts'
import type { Finding } from '../causes/finding'
import { seen } from '../facts/fact'

/** A line of the workflow file that the step was found in. */
export interface WorkflowLocation {
  /** Relative to the root of the repository. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** True when the file is of this run's commit; otherwise that line of the checkout may have another text. */
  readonly isOfThisRun: boolean
}

/** The line of the input that is wrong, else of our `uses:`; null where our step was not found for certain. */
export function locationOfFinding(
  finding: Pick<Finding, 'pointsAt' | 'hop' | 'line'>,
  facts: Facts,
): WorkflowLocation | null {
  return locationOfLine(facts, finding.line ?? lineOfInput(facts, writtenIn(finding, facts)))
}

/** The line of an input of our step, else of its `uses:`. */
export function locationOfInput(facts: Facts, input: InputName | null): WorkflowLocation | null {
  return locationOfLine(facts, lineOfInput(facts, input))
}

function locationOfLine({ workflow }: Facts, line: number | null): WorkflowLocation | null {
  const step = seen(workflow)
  if (step === null || line === null) return null
  return { file: step.path, line, isOfThisRun: step.from === undefined }
}

function lineOfInput({ workflow }: Facts, input: InputName | null): number | null {
  const step = seen(workflow)
  return step?.with.find((entry) => entry.input === input)?.line ?? step?.usesLine ?? null
}

/** The input that holds the value: a port or user can be in the host itself. */
function writtenIn(
  { pointsAt, hop }: Pick<Finding, 'pointsAt' | 'hop'>,
  facts: Facts,
): InputName | null {
  const { portFrom, userFrom } = facts.hops[hop]?.input ?? facts.hops.target.input
  const [host, port, user] = hostInputs[hop]
  if (pointsAt === port && portFrom === 'host') return host
  return pointsAt === user && userFrom === 'host' ? host : pointsAt
}

const hostInputs = {
  target: ['host', 'port', 'username'],
  jump: ['proxy_host', 'proxy_port', 'proxy_username'],
} as const
