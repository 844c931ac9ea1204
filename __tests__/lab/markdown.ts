export const idLink = (id: string): string => (id.includes('/') ? `[${id}](causes/${id}.md)` : id)

/** Text as a cell of a table: a bar would end it, and `<` begin a tag. */
export const cell = (text: string): string => text.replace(/[|<>*_`]/g, (sign) => `\\${sign}`)

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)]
}
