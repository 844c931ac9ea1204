import type { Diagnosis } from '../diagnosis/diagnose'
import type { Facts, InputFacts } from '../facts'

/** What every report gets for one host. Reports show it, and never judge again. */
export interface Report {
  /** Version of the program. */
  readonly version: string
  readonly facts: Facts
  readonly diagnosis: Diagnosis
}

/** The state of a wait before its next attempt. */
export interface Waiting {
  /** Attempts so far. */
  readonly checks: number
  readonly pauseMs: number
  /** Until the last attempt. */
  readonly leftMs: number
}

/** Which of the hosts it is; the number counts from 1, in the order of the input. */
export interface HostNumber {
  readonly number: number
  readonly of: number
}

/** Gets what happens while it happens. With several hosts the calls for one mix with those for the others. */
export interface RunListener {
  begin(input: InputFacts, hostNumber: HostNumber): void
  /** Called after each stage, with what is known so far. */
  stage(report: Report, hostNumber: HostNumber): void
  /** The server is not up yet; the next attempt is after a pause. */
  waiting(report: Report, hostNumber: HostNumber, waiting: Waiting): void
  end(report: Report, hostNumber: HostNumber): void
  /** After the last of several hosts, in the order of the input. */
  finish(reports: readonly Report[]): void
}
