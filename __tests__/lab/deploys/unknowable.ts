import { titleOf } from './set-ups'
import type { Verdict } from './verdict'

/** Set-ups on which the check and the deploy differ, by title, and why nobody who only looks can know it. */
const reasons: Readonly<Record<string, string>> = {}

export const whyUnknowable = ({ setUp }: Verdict): string => reasons[titleOf(setUp)] ?? ''

export const isUnknowable = (verdict: Verdict): boolean => whyUnknowable(verdict) !== ''
