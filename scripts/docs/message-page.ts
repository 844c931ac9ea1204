import { knownCause } from '../../src/causes/find-by-name'
import { type AnyCauseId, type Message, messages } from '../../src/knowledge/messages'
import { checkStep } from '../../src/report/explained'
import { code, codeCell, fence } from '../../src/text/escape'
import { codeList, page, section, table } from './markdown'

/** Every generated page of docs/messages by its path there. */
export function messagePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', indexPage()],
    ...messages.map((message) => [`${message.id}.md`, messagePage(message)] as const),
  ])
}

/** The page of one message: what it means, what it is most often, and what to do first. */
function messagePage({ shown, says, move, causes, rarer = [] }: Message): string {
  const [first, ...others] = shown
  return page(
    `# ${code(first)}`,
    '',
    `${code(first)} means: ${says}`,
    ...(move === undefined
      ? []
      : ['', `**${causes.length === 0 ? 'Do this' : 'First'}:** ${move}`]),
    ...causes.slice(0, 1).flatMap((id) => ['', `Most often it is: **${link(id)}**.`]),
    ...(causes.length === 0 ? [] : section('How to fix it', ...causes.flatMap(fix))),
    ...(rarer.length === 0 ? [] : section('Rarer reasons', ...rarer.map((id) => `- ${link(id)}`))),
    ...(causes.length === 0
      ? []
      : section(
          'Let the check decide',
          'This step finds out which one it is. Put it before the deploy step:',
          '',
          ...fence('yaml', checkStep.join('\n')),
        )),
    ...(others.length === 0 ? [] : section('Other forms of this message', ...codeList(others))),
    '',
    '[All messages](README.md)',
  )
}

function fix(id: AnyCauseId, index: number): string[] {
  const more = `([all fixes](../causes/${id}.md))`
  return [
    `${String(index + 1)}. **${knownCause(id).title}.** ${knownCause(id).page.firstMove} ${more}`,
  ]
}

const link = (id: AnyCauseId) => `[${knownCause(id).title}](../causes/${id}.md)`

/** Every form of every message in alphabetical order. */
function indexPage(): string {
  const rows = messages.flatMap(({ id, shown, causes: [first] }) =>
    shown.map((form) => ({
      form,
      cells: [
        `[${codeCell(form)}](${id}.md)`,
        first === undefined ? 'not the fault of SSH' : link(first),
      ],
    })),
  )
  return page(
    '# What error messages mean',
    '',
    'What SSH clients, deploy actions and servers print. Your browser finds a message on this page; `ssh-preflight explain` finds it in a whole log.',
    '',
    ...table(
      ['Message', 'Most often it is'],
      rows.toSorted((a, b) => a.form.localeCompare(b.form, 'en')).map(({ cells }) => cells),
    ),
  )
}
