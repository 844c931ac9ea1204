import type { Diagnosis } from '../diagnosis/diagnose'
import type { Facts } from '../facts'

/** What every report gets for one host. Reports show it, and never judge again. */
export interface Report {
  /** Version of the program. */
  readonly version: string
  readonly facts: Facts
  readonly diagnosis: Diagnosis
}
