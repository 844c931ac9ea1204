import type { WorkflowFacts } from '../facts'
import { secretInputs } from '../facts/input-names'
import { literal, say, type Words } from '../text/words'
import type { Report } from './model'
import type { Finding, StepChange } from '../causes/finding'

/** A change of one step, drawn from the workflow file. */
export interface WorkflowDiff {
  readonly path: string
  /** The line that changes, or after which an input is added; from 1. */
  readonly line: number
  /** `line 15`, or `after line 17` for an input that is not there yet. */
  readonly where: string
  /** The lines of a diff, `-` and `+` first. Raw text of the workflow file: to be fenced. */
  readonly lines: readonly string[]
  /** What else to know: the value comes from a secret, or from a calling workflow. Null when there is nothing. */
  readonly note: Words | null
}

/** The workflow file by name, with its repository and commit where they are not those of the run. */
export function fileName({ path, from }: WorkflowFacts): string {
  return from === undefined ? path : `${from.repository}/${path}@${from.commit.slice(0, 7)}`
}

/** Null when the finding asks for no change of the preflight step, or the file was not found. */
export function workflowDiff({ facts }: Report, finding: Finding): WorkflowDiff | null {
  const { change } = finding.explanation
  if (!change || facts.workflow.state !== 'observed') return null
  const workflow = facts.workflow.value
  const { input, value } = change
  const old = workflow.with.find((each) => each.input === input)
  if (input.endsWith('host') && old && namesSeveral(old.text)) return null
  const note = noteOf(workflow, input, old?.text ?? null, value)
  return { ...draw(workflow, workflow.usesLine, workflow.with, change), note }
}

/** The same for a later step; null when no such step is in the facts. */
export function stepDiff({ facts }: Report, change: StepChange): WorkflowDiff | null {
  if (facts.workflow.state !== 'observed') return null
  const workflow = facts.workflow.value
  const step = workflow.deploySteps?.find(({ line }) => line === change.step)
  if (!step) return null
  const old = step.entries.find(({ input }) => input === change.input)?.text ?? null
  const note = noteOf(workflow, change.input, old, change.value)
  return { ...draw(workflow, step.line, step.entries, change), note }
}

function draw(
  workflow: WorkflowFacts,
  usesLine: number,
  entries: WorkflowFacts['with'],
  { input, value }: Pick<StepChange, 'input' | 'value'>,
): Omit<WorkflowDiff, 'note'> {
  const at = entries.findIndex((each) => each.input === input)
  const old = entries[at]
  const before = entries[old ? at - 1 : entries.length - 1]
  const context = before === undefined ? [] : [`     ${entry(before.input, before.text)}`]
  const removed = old ? [`-    ${entry(old.input, old.text)}`] : []
  const line = old?.line ?? before?.line ?? usesLine
  return {
    path: fileName(workflow),
    line,
    where: `${old ? '' : 'after '}line ${String(line)}`,
    lines: ['   with:', ...context, ...removed, `+    ${input}: ${value}`],
  }
}

/** Several hosts are there in plain text, and the change is for one of them. */
function namesSeveral(text: string): boolean {
  return !text.includes('${{') && /[\s,]/.test(text.trim())
}

function entry(input: string, text: string): string {
  const [first = '', ...rest] = text.split('\n')
  const isSecret = secretInputs.some((secret) => secret === input)
  const shown = isSecret && !first.includes('${{') ? '…' : first
  return `${input}: ${rest.length > 0 ? `${shown} …` : shown}`
}

function noteOf(
  workflow: WorkflowFacts,
  input: string,
  old: string | null,
  value: string,
): Words | null {
  const source = /\$\{\{\s*(secrets|vars|inputs|env)\.([A-Za-z_][\w-]*)\s*\}\}/.exec(old ?? '')
  if (source && !value.includes('${{')) {
    const [, context = '', name = ''] = source
    const kinds: Readonly<Record<string, string>> = {
      secrets: 'secret',
      vars: 'variable',
      inputs: 'input',
      env: 'environment variable',
    }
    return say`The ${input} comes from the ${literal(kinds[context] ?? context)} ${name}: changing it there does the same.`
  }
  return workflow.called
    ? literal('Another workflow calls this one: the value may be set there.')
    : null
}
