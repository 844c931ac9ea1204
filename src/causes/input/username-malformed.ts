import type { InputName, UserForm } from '../../facts'
import type { Evidence } from '../finding'
import type { View } from '../view'
import { inputName, say } from '../../text/words'
import { defineCause, type Judgment } from '../cause'
import { clip } from '../readings/clip'
import { type FormWords, problemsOf, wrongValue } from '../readings/input-problems'

type UserEvidence = Evidence & {
  readonly input: InputName
  /** at-host: the server refused a name that ends in its own. */
  readonly form: UserForm | 'at-host'
  readonly shown: string
}

export const usernameMalformed = defineCause({
  id: 'input/username-malformed',
  title: 'Invalid username',
  severity: 'error',
  page: {
    means:
      'No account can have the value of `username` as its name. The value has a space or a newline in it, or is in quotes. Or it is a whole `user@host`, or is the name of a variable instead of its value. The server would answer as it answers a wrong key.',
    detection:
      'The value itself shows it, before anything is sent. Some accounts have an @ in their name, so `user@host` is tried as it is, and counts only when the server refuses it.',
    firstMove: 'Write only the login name in `username`: no `@host`, no space.',
  },
  lookalikes: {
    'An unusual user name that exists': 'The value has a form that no system allows for a user.',
  },
  needs: [],
  judge(view): Judgment<UserEvidence> | null {
    const [problem] = problemsOf(view, 'username-malformed')
    if (problem) {
      const { input, form, shown } = problem
      return { certainty: 'proved', evidence: { input, form, shown } }
    }
    const shown = refusedWithHost(view)
    if (shown === null) return null
    const input = view.input.userFrom === 'host' ? 'host' : 'username'
    // The key or the password can be wrong in addition.
    return { certainty: 'likely', masksLater: false, evidence: { input, form: 'at-host', shown } }
  },
  explain({ input, form, shown }) {
    const hasName = form === 'at-host' || form === 'colon-at-end'
    const name = /^([\w.-]+)[@:]/.exec(shown)?.[1] ?? null
    const explanation = wrongValue(
      forms[form],
      shown === '' ? [] : [say`The user that was read is ${clip(shown)}.`],
      input,
      hasName && input !== 'host' ? name : null,
    )
    if (form !== 'at-host') return explanation
    return {
      ...explanation,
      why: say`the server refused the login, and the end of the name is the host of this very server. Where accounts of a domain have such names, the name is right, and the key or password is wrong.`,
    }
  },
  pointsAt: (evidence) => evidence.input,
})

/** The whole `user@host` that the server refused as a name; null for another name, and where it was accepted. */
function refusedWithHost({ input: { user, host }, auth }: View): string | null {
  if (user === null || host === null || auth?.outcome !== 'rejected') return null
  const refused = auth.attempts.filter(({ method }) => method !== 'none')
  // A key that the server accepts for this name shows that the account is there.
  if (refused.length === 0 || refused.some(({ pkOk }) => pkOk === true)) return null
  return user.toLowerCase().endsWith(`@${host.toLowerCase()}`) ? user : null
}

const forms: Readonly<Record<UserForm | 'at-host', FormWords>> = {
  'utf-16': {
    verdict: say`The username is written in UTF-16, as PowerShell writes it`,
    what: say`Set the value again as plain text.`,
  },
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
    what: say`Set the value again, on one line, without anything after the name.`,
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
