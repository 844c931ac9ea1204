/** One word of a POSIX shell, whatever is in it (XCU section 2.2.2). */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
