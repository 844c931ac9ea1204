import type { AccountFacts, CommandsFacts, TargetFacts } from '../../../../src/facts'
import * as raw from '../../../../src/preflight/stages/deploy-answer'
import { plain } from '../../../fixtures/plain'

/** What the answer says, as it becomes facts in a run without a secret. */
export const accountIn = (answer: raw.Answer) => plain<AccountFacts | null>(raw.accountIn(answer))

export const commandsIn = (answer: raw.Answer, names: readonly string[]) =>
  plain<CommandsFacts | null>(raw.commandsIn(answer, names))

export const targetIn = (answer: raw.Answer, target: string) =>
  plain<TargetFacts | null>(raw.targetIn(answer, target))
