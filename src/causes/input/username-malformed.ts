import type { UserForm } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { withBlock } from '../fixes/with-block'
export const usernameMalformed = defineCause({
  id: 'input/username-malformed',
  title: 'The username cannot be one',
  severity: 'error',
  page: {
    means:
      'The value of `username` is something that no account can be called: it has a blank or a line end inside, stands in quotes, is a whole `user@host`, or is the name of a variable instead of its value. The server would answer as it answers a wrong key.',
    detection:
      'The value itself shows it, before anything is sent. A name with an @ is right for some providers and stays unquestioned unless what follows is the host.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'Invalid user … from … port …',
      'remote username contains invalid characters',
    ],
  },
  needs: [],
  judge({ input }) {
    const problem = input.problems.find((each) => each.kind === 'username-malformed')
    if (problem?.kind !== 'username-malformed') return null
    const { form, shown } = problem
    return { certainty: 'proved', evidence: { input: problem.input, form, shown } }
  },
  explain({ input, form, shown }) {
    const { verdict, what } = words[form]
    const name =
      /^([^@:]*)[@:]/.exec(form === 'at-host' || form === 'colon-at-end' ? shown : '')?.[1] ?? ''
    const isPlain = /^[\w.-]+$/.test(name) && input !== 'host'
    return {
      verdict,
      why: say`the value itself shows it; nothing was sent.`,
      observed: shown === '' ? [] : [say`The user that was read is ${clip(shown)}.`],
      fixes: [
        {
          who: 'workflow author',
          what,
          ...(isPlain ? { paste: withBlock({ [input]: name }) } : {}),
        },
      ],
      ...(isPlain ? { change: { input, value: name } } : {}),
    }
  },
  pointsAt: (evidence) => evidence.input,
})

const words: Readonly<Record<UserForm, { readonly verdict: Words; readonly what: Words }>> = {
  'contains-space': {
    verdict: say`The username has a blank inside`,
    what: say`Give the name of one account, without a comment or a second name.`,
  },
  'at-host': {
    verdict: say`The username is a whole ${'user@host'}`,
    what: say`Give the part before the @ alone; the host belongs to ${inputName('host')}.`,
  },
  'colon-at-end': {
    verdict: say`The username ends in a colon`,
    what: say`Give the name alone. The colon is left over from ${'user:password'} or from ${'user@host:'}.`,
  },
  'control-character': {
    verdict: say`The username has a line end or another invisible character inside`,
    what: say`Set the secret again, on one line. ${'printf %s NAME | gh secret set SSH_USER'} stores no line end.`,
  },
  quoted: {
    verdict: say`The username is wrapped in quotes`,
    what: say`Take the quotes away. In a secret they belong to the value, and so to the name.`,
  },
  'too-long': {
    verdict: say`The username is longer than any account name`,
    what: say`Something else got into this input. Give the name of the account.`,
  },
  unexpanded: {
    verdict: say`The username is the name of a variable, not its value`,
    what: say`Under ${'with:'} nothing expands shell variables: use an expression such as ${'${{ secrets.SSH_USER }}'} or ${'${{ env.SSH_USER }}'}.`,
  },
}
