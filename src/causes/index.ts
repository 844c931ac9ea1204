import type { CatalogEntry } from './cause'

/** The catalog, one line a cause, in the order of the ladder. Ranking never depends on this order. */
export const catalog: readonly CatalogEntry[] = []
