import { marked } from 'marked'
import { parseCommand } from '../../fake-runner/command'
import { must } from './fuzz-target'

/** Prints nothing, or moves what is printed. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u

/** Throws unless every line prints as it is: no control character, and nothing that a runner reads as a command. */
export function mustPrint(where: string, lines: readonly string[]): void {
  for (const line of lines) {
    mustBeVisible(where, line)
    must(!isCommand(line), `${where} holds a command: ${JSON.stringify(line)}`)
  }
}

/** Throws when a line holds what prints nothing, or moves what is printed. */
export function mustBeVisible(where: string, line: string): void {
  const found = unprintable.exec(line)
  must(!found, `${where} holds ${JSON.stringify(found?.[0])}: ${JSON.stringify(line)}`)
}

/** The fake runner reads known commands only; other names are taken for commands too, as runners differ. */
function isCommand(line: string): boolean {
  return (
    parseCommand(line, null) !== null ||
    /^\s*::[^\s:]+.*::/u.test(line) ||
    /##[a-z]*\[/iu.test(line)
  )
}

const ownTags: ReadonlySet<string> = new Set(
  'h2 h3 h4 p strong em b code pre ul ol li table thead tbody tr th td details summary sub a br blockquote'.split(
    ' ',
  ),
)

/** Throws when Markdown renders as HTML with other tags than this program's own. Gives the addresses of its links and images. */
export function mustBeOwnMarkdown(where: string, markdown: string): readonly string[] {
  for (const line of markdown.split('\n')) mustBeVisible(where, line)
  const html = marked.parse(markdown, { async: false })
  for (const [tag, name = ''] of html.matchAll(/<([a-z!?][a-z0-9]*)[^>]*/gi)) {
    must(ownTags.has(name), `${where} holds live HTML: ${tag}`)
    must(!/\son\w+=|style=/i.test(tag), `${where} holds live HTML: ${tag}`)
  }
  return [...html.matchAll(/<[^>]+(?:href|src)="([^"]*)"/gi)].map(([, href = '']) => href)
}

/** Throws when one of the secrets is anywhere in a value, as it is or as JSON writes it. */
export function mustNotHold(where: string, value: unknown, secrets: readonly string[]): void {
  const text = JSON.stringify(value)
  for (const secret of secrets) {
    const written = JSON.stringify(secret).slice(1, -1)
    must(!text.includes(written), `${where} holds the secret ${written}: ${text.slice(0, 400)}`)
  }
}

/** Throws when a value, as JSON, has more characters. */
export function mustBeShort(where: string, value: unknown, most: number): void {
  const { length } = JSON.stringify(value)
  must(length <= most, `${where} has ${length} characters, and ${most} are allowed`)
}
