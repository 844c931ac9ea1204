import { causeIds, serverCauseIds } from '../../src/facts/cause-ids'
import { type AnyCauseId, type Message, messagesOf } from '../../src/knowledge/messages'
import { code } from '../../src/text/escape'

/** A whole file: ends with one newline. */
export function page(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

/** A heading and what is under it. */
export function section(heading: string, ...lines: readonly string[]): string[] {
  return ['', `## ${heading}`, '', ...lines]
}

/** A list of things shown as code. */
export function codeList(items: readonly string[]): string[] {
  return items.map((item) => `- ${code(item)}`)
}

/** What stuck readers look for first: the messages of which this is a likely cause, and what helps most often. */
export function openingLines(id: AnyCauseId, firstMove: string): string[] {
  // What clients print comes before the log of the server.
  const rank = ({ id: name, causes }: Message) =>
    causes.indexOf(id) + (name.startsWith('log-') ? 10 : 0)
  const shown = messagesOf(id)
    .filter(({ causes }) => causes.includes(id))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 3)
    .map(({ id: name, shown: [first] }) => messageLink(name, first))
  return [
    ...(shown.length === 0 ? [] : ['', `You see: ${shown.join(' · ')}`]),
    '',
    `**What helps most often:** ${linked(firstMove)}`,
  ]
}

const messageLink = (name: string, form: string) => `[${code(form)}](../../messages/${name}.md)`

/** What clients print for a cause, each with a link to the page of the message. */
export function messagesSection(id: AnyCauseId): string[] {
  const lines = messagesOf(id).map(({ id: name, shown }) => `- ${messageLink(name, shown[0])}`)
  const all =
    lines.length === 0
      ? ['None: see above.']
      : ['Other causes can have the same messages.', '', ...lines]
  return section('Error messages you may see', ...all)
}

/** A table. Cells are Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)]
}

/** The same with aligned columns, as Prettier formats it in a file that people edit. */
export function aligned(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const length = (text: string) => Array.from(text).length
  const widths = heads.map((head, column) =>
    Math.max(3, ...[head, ...rows.map((cells) => cells[column] ?? '')].map(length)),
  )
  const fill = (cells: readonly string[], mark: string) =>
    widths.map((width, column) => {
      const cell = cells[column] ?? ''
      return cell + mark.repeat(width - length(cell))
    })
  const line = (cells: readonly string[], mark = ' ') => `| ${fill(cells, mark).join(' | ')} |`
  return [line(heads), line([], '-'), ...rows.map((cells) => line(cells))]
}

const ids: readonly string[] = [...causeIds, ...serverCauseIds]

/** Our own sentences on a page in docs/causes/<stage>/: IDs of other causes become links to their pages. */
export function linked(text: string): string {
  return text.replace(/\b[a-z]+\/[a-z0-9-]+\b/g, (id) =>
    ids.includes(id) ? `[${id}](../${id}.md)` : id,
  )
}
