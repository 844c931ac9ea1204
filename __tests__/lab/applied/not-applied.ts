import type { PrintedFix } from './printed-fixes'

/** A fix that has something to copy and is not applied by the lab, and why. */
export interface NotApplied {
  readonly cause: PrintedFix['cause']
  /** How its sentence begins. */
  readonly fix: string
  readonly why: string
}

export const notApplied: readonly NotApplied[] = []
