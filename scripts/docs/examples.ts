import type { Fix } from '../../src/causes/cause'
import type { CauseExample } from '../../src/causes/example'
import { diagnose } from '../../src/diagnosis/diagnose'
import type { Facts } from '../../src/facts'

/** What `explain` shows of a cause that only facts can word: the fixes of its fixture, and what it could be on the server. */
export function causeExample(id: string, facts: Facts): CauseExample {
  const finding = diagnose(facts).findings.find((each) => each.id === id)
  if (!finding) throw new Error(`the fixture of ${id} does not show it`)
  const plainFix = ({ who, what, paste }: Fix): Fix => ({ who, what, ...(paste && { paste }) })
  return {
    fixes: finding.explanation.fixes.map(plainFix),
    candidates: finding.candidates.map((candidate) => candidate.id),
  }
}
