/**
 * Set-ups on which the check and the deploy differ, by title, although a look could tell: the check does not look there yet. One
 * that the check gets right has to leave this list.
 */
export const notYet: readonly string[] = []
