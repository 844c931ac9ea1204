import type { ActionRun } from '../../fake-runner/run-action'
import type { FailedStep } from './run-steps'
import type { SetUp } from './set-up'
import { workflowText } from './workflow'

export const kinds = [
  'agree',
  'warned rightly',
  'warned needlessly',
  'false green',
  'false red',
] as const

/** agree: we passed and it worked, or we failed and it failed. false green: we passed and it failed. false red: the other way. */
export type Kind = (typeof kinds)[number]

export interface Verdict {
  readonly setUp: SetUp
  readonly kind: Kind
  readonly said: {
    readonly result: string
    /** All in order, the first is the cause; candidates are left out. */
    readonly causes: readonly string[]
    /** The source text of the line of the workflow that the first annotation points at; null without one. */
    readonly line: string | null
  }
  readonly deploy: {
    readonly works: boolean
    /** Of the step that failed; null when it was killed, and when none has failed. */
    readonly code: number | null
    readonly message: string
  }
  readonly logs: string
}

export function verdictOf(
  setUp: SetUp,
  action: ActionRun,
  failed: FailedStep | null,
  works: boolean,
): Verdict {
  const { result = '', causes = '' } = action.outputs
  const list: unknown = causes === '' ? [] : JSON.parse(causes)
  const ids = (Array.isArray(list) ? list.map(String) : []).filter(
    (id) => !id.startsWith('server/'),
  )
  const number = action.annotations.find(({ level }) => level !== 'notice')?.line ?? 0
  return {
    setUp,
    kind: kindOf(result, works),
    said: {
      result,
      causes: ids,
      line: workflowText(setUp).split('\n')[number - 1]?.trim() ?? null,
    },
    deploy: { works, code: failed?.end.code ?? null, message: messageOf(failed, works) },
    logs: [action.log, action.raw.stderr, '--- the deploy', failed?.end.output ?? ''].join('\n'),
  }
}

function kindOf(result: string, works: boolean): Kind {
  if (result === 'warn') return works ? 'warned needlessly' : 'warned rightly'
  if (works) return result === 'pass' ? 'agree' : 'false red'
  return result === 'pass' ? 'false green' : 'agree'
}

/** The last line of the failed step that reads like an error. */
function messageOf(failed: FailedStep | null, works: boolean): string {
  if (failed === null) return works ? '' : 'reports success, and nothing has arrived'
  const lines = failed.end.output.split(/\r?\n/).flatMap((line) => line.trim() || [])
  const isError =
    /error|denied|fail|refus|not found|no such|cannot|can't|unable|invalid|mismatch|timed? ?out|fatal|unknown|bad/i
  const line = lines.findLast((each) => isError.test(each)) ?? lines.at(-1) ?? ''
  return failed.end.code === null ? `did not end: ${line}` : line.slice(0, 160)
}
