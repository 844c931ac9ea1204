import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import type { Severity } from '../../../src/causes/finding'

/** A table of all values but the healthy ones: a new value does not compile until it is written there. */
export type Failures<Value extends string, Healthy extends Value = never> = Readonly<
  Record<Exclude<Value, Healthy>, Facts | readonly Facts[]>
>

/** One row for each set of facts, named for its value. */
export const rows = (
  table: Readonly<Record<string, Facts | readonly Facts[]>>,
): [string, Facts][] =>
  Object.entries(table).flatMap(([name, facts]) =>
    [facts].flat().map((one, index): [string, Facts] => [`${name} ${String(index + 1)}`, one]),
  )

/** The severity of what a person is told first; null when nobody would be told anything. */
export function headline(facts: Facts): Severity | null {
  return firstFinding(diagnose(facts))?.severity ?? null
}
