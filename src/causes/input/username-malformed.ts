import type { UserForm } from '../../facts'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { type FormWords, problemsOf, wrongValue } from '../readings/input-problems'

export const usernameMalformed = defineCause({
  id: 'input/username-malformed',
  title: 'Invalid username',
  severity: 'error',
  page: {
    means:
      'No account can have the value of `username` as its name. The value has a space or a newline in it, is in quotes, is a whole `user@host`, or is the name of a variable instead of its value. The server would answer as it answers a wrong key.',
    detection:
      'The value itself shows it, before anything is sent. Some providers have names with an @, so an @ counts only when the text after it is the host.',
    alsoSeenAs: [
      'Permission denied (publickey).',
      'Invalid user … from … port …',
      'remote username contains invalid characters',
    ],
  },
  lookalikes: {
    'An unusual user name that exists': 'The value has a form that no system allows for a user.',
  },
  needs: [],
  judge(view) {
    const [problem] = problemsOf(view, 'username-malformed')
    if (!problem) return null
    const { input, form, shown } = problem
    return { certainty: 'proved', evidence: { input, form, shown } }
  },
  explain({ input, form, shown }) {
    const hasName = form === 'at-host' || form === 'colon-at-end'
    const name = /^([\w.-]+)[@:]/.exec(shown)?.[1] ?? null
    return wrongValue(
      forms[form],
      shown === '' ? [] : [say`The user that was read is ${clip(shown)}.`],
      input,
      hasName && input !== 'host' ? name : null,
    )
  },
  pointsAt: (evidence) => evidence.input,
})

const forms: Readonly<Record<UserForm, FormWords>> = {
  'contains-space': {
    verdict: say`The username has a space in it`,
    what: say`Write the name of one account, without a comment or a second name.`,
  },
  'at-host': {
    verdict: say`The username is a whole ${'user@host'}`,
    what: say`Write only the part before the @. The host belongs in ${inputName('host')}.`,
  },
  'colon-at-end': {
    verdict: say`The username ends in a colon`,
    what: say`Write only the name. The colon is left over from ${'user:password'} or from ${'user@host:'}.`,
  },
  'control-character': {
    verdict: say`The username has a newline or another invisible character in it`,
    what: say`Set the secret again, on one line. ${'printf %s NAME | gh secret set SSH_USER'} stores no newline.`,
  },
  quoted: {
    verdict: say`The username is wrapped in quotes`,
    what: say`Remove the quotes. In a secret they are part of the value, and so of the name.`,
  },
  'too-long': {
    verdict: say`The username is longer than any account name`,
    what: say`The input has something else in it. Write the name of the account.`,
  },
  unexpanded: {
    verdict: say`The username is the name of a variable, not its value`,
    what: say`Shell variables are not expanded under ${'with:'}. Use an expression such as ${'${{ secrets.SSH_USER }}'} or ${'${{ env.SSH_USER }}'}.`,
  },
}
