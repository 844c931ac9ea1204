import * as causes from '.'
import { causeIds } from '../facts/cause-ids'
import type { CatalogEntry } from './cause'

/** All causes in the order of their stages. Ranking never depends on it. */
export const catalog: readonly CatalogEntry[] = Object.values(causes).sort(
  (a, b) => causeIds.indexOf(a.id) - causeIds.indexOf(b.id),
)
