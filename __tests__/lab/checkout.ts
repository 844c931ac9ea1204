import { join } from 'node:path'

/** An absolute path of something in the checkout. */
export const inCheckout = (path: string): string => join(import.meta.dirname, '../..', path)
