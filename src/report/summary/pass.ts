import { list, literal, say, type Words } from '../../text/words'
import { toMarkdown } from '../../text/escape'
import type { Report } from '../model'
import { seenAt } from '../seen'
import { seen } from '../../facts/fact'

/** What a pass rests on, in one line: what was checked, and that the deploy itself was not, where nothing says what it does. */
export function checkedLine({ facts }: Report): string {
  const { input, session, deploy } = facts.hops.target
  const { sftp } = seen(session) ?? {}
  const login = ['login', ...(sftp?.state === 'observed' ? ['SFTP'] : [])]
  const asked = input.given.includes('target') || input.given.includes('programs')
  const lines = (seen(facts.workflow)?.deploySteps ?? []).map(({ line }) => literal(String(line)))
  const later = say`the deploy in line ${list(lines, ', ', ' and ')}`
  const parts: readonly Words[] = [
    literal(login.join(', ')),
    ...(lines.length === 0 ? [] : [later]),
    ...(asked && deploy.state === 'observed'
      ? [seenAt(facts, { hop: 'target', stage: 'deploy' })]
      : []),
  ]
  const unread = literal(' Not the deploy: no later step uses SSH.')
  return toMarkdown(
    say`Checked: ${list(parts, '; ')}.${asked || lines.length > 0 ? literal('') : unread}`,
  )
}
