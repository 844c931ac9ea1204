/** The first characters of a value for a sentence that must stay short; the facts keep it whole. */
export function clip(text: string, max = 60): string {
  const characters = Array.from(text)
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}
