import { admin, author, lines } from '../fixes/build'
import { isSecondFactorPrompt } from '../../knowledge/login-prompts'
import { serverSystems } from '../../knowledge/server-systems'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { readAgain } from '../fixes/sshd-config'
import { clip } from '../readings/clip'
import { loginOf, unansweredPrompts } from '../readings/login'
import { withBlock } from '../fixes/with-block'
export const secondFactor = defineCause({
  id: 'auth/second-factor',
  title: 'The server wants a second proof',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'What was offered is right, and the server wants something else on top: a code from an app, a password after the key, or a key after the password. A workflow has nobody who could type a code, so the deploy user needs a way in without one.',
    detection:
      'The server answered "partial success" (RFC 4252 section 5.1), or asked a question that is not for a password. A refused key looks different: then the finding is auth/key-rejected.',
    alsoSeenAs: [
      'Authenticated using "publickey" with partial success.',
      'Permission denied (keyboard-interactive).',
      'Verification code:',
      'ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    ],
  },
  needs: [],
  judge(view) {
    const login = loginOf(view)
    if (!login || login.facts.outcome === 'accepted') return null
    const { attempts, outcome } = login.facts
    const partial = attempts.findLast(({ answer }) => answer === 'partial-success')
    const asked = attempts.find(
      (attempt) =>
        attempt.method === 'keyboard-interactive' &&
        (attempt.answer === 'not-sent' || unansweredPrompts(attempt).length > 0),
    )
    if (!partial && !asked && outcome !== 'partial') return null
    // A key that fails after a first step that went well is judged on its own.
    if (partial && login.keyFailed && partial.method !== 'publickey') return null
    return {
      certainty: partial ? 'proved' : 'likely',
      evidence: {
        user: login.user,
        first: partial?.method ?? null,
        wants: partial?.methodsAfter ?? ['keyboard-interactive'],
        prompts: (asked?.prompts ?? []).map((prompt) => clip(prompt.trim(), 80)),
      },
      explains: ['auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, first, wants, prompts }, view) {
    const server = view.server
    const names = wants.map((method) => say`${method}`)
    const wantsPassword = wants.includes('password') && !view.input.given.includes('password')
    const wantsKey = wants.includes('publickey') && first !== 'publickey'
    const name = /^[\w.-]+$/.test(user) ? user : 'USERNAME'
    const accepted =
      first === 'publickey' ? 'key' : first === 'password' ? 'password' : 'first step'
    return {
      verdict:
        first === null
          ? prompts.some(isSecondFactorPrompt)
            ? say`The server asks for a code that a workflow cannot type`
            : say`The server asks something that a workflow cannot answer`
          : say`The ${[{ say: accepted }]} is right, but the server wants a second proof`,
      why:
        first === null
          ? say`the server asked for more than a password.`
          : say`the server answered "partial success" and named what it still wants.`,
      observed: [
        ...(first === null ? [] : [say`${first} was accepted for the user ${user}.`]),
        ...(names.length > 0 ? [say`The server still wants ${list(names, ', ', ' or ')}.`] : []),
        ...prompts.map((prompt) => say`It asked: ${prompt}`),
      ],
      fixes: [
        ...(wantsPassword
          ? [
              author(
                say`Give the account's password as well as the key.`,
                withBlock({ password: '${{ secrets.SSH_PASSWORD }}' }),
              ),
            ]
          : []),
        ...(wantsKey
          ? [
              author(
                say`Give a key as well as the password.`,
                withBlock({ key: '${{ secrets.SSH_KEY }}' }),
              ),
            ]
          : []),
        admin(
          say`Let the deploy user log in with its key only: put this at the end of ${serverSystems[server.system].configFile}. It is for this user only.`,
          lines(`Match User ${name}\n    AuthenticationMethods publickey`),
        ),
        readAgain(server),
      ],
    }
  },
})
