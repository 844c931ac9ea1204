import type { ServerCauseId } from '../../facts/cause-ids'
import { serverCause } from '../../causes/server'
import type { ServerCheckFacts } from '../../facts'
import { type Differences, holdsHere, wasAskedFor } from './same-question'

/**
 * Whether the check rules out a cause. Only a complete answer of root does, to the very question of this run, and
 * only with a line that says so: what was not checked is never "no".
 */
export function isRuledOut(
  id: ServerCauseId,
  check: ServerCheckFacts,
  differs: Differences,
): boolean {
  const { asked, evidence, system, verdicts, whole } = check
  if (!whole || system.root !== true || verdicts.some((verdict) => verdict.id === id)) return false
  if (!holdsHere(id, differs) || !wasAskedFor(id, asked)) return false
  const sign = serverCause(id).ruledOutBy
  const inArea = evidence.filter(({ area }) => area === sign.area)
  const isSaid = inArea.some(
    ({ mark, text }) => mark === sign.mark && (sign.text?.test(text) ?? true),
  )
  return isSaid && inArea.every(({ mark }) => mark !== 'bad')
}
