import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerFacts } from '../../../src/inputs/server-report/answer'
import { readServerAnswer } from '../../../src/inputs/server-report/read-answer'
import { blockOf } from '../../fixtures/answer-block'

const folder = join(import.meta.dirname, '../../fixtures/server-check')

/** What the script printed in the lab, by name; the forms with `-json` hold the same in one line. */
export const recorded: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.txt', ''),
    readFileSync(join(folder, file), 'utf8'),
  ]),
)

export const names = Object.keys(recorded)
export const sample = (name: string) => recorded[name] ?? ''

/** The recorded answer as a block, as if the JSON had said something else. */
export function changedBlock(name: string, change: (json: string) => string): string {
  return blockOf(JSON.parse(change(sample(`${name}-json`))) as object)
}

/** The recorded answer as a block, as if it had been asked about this port. */
export const askedAbout = (port: number | string, name = 'stopped') =>
  changedBlock(name, (json) => json.replace('"port":22,', `"port":${String(port)},`))

/** The facts of an answer that can be read. */
export function factsOf(text: string): AnswerFacts {
  const answer = readServerAnswer(text)
  if ('error' in answer) throw new Error(answer.error)
  return answer.facts
}

export const verdictsOf = ({ verdicts }: AnswerFacts) =>
  verdicts.map(({ id, certainty }) => `${id} ${certainty}`)
