import { isSecondFactorPrompt } from '../../knowledge/login-prompts'
import { isTailscale } from '../../knowledge/ssh-servers'
import { serverSystems } from '../../knowledge/server-systems'
import { list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, lines, inNetwork } from '../fixes/build'
import { readAgain } from '../fixes/sshd-config'
import { withBlock } from '../fixes/with-block'
import { clip } from '../readings/clip'
import { loginOf, unansweredPrompts } from '../readings/login'
import { addressToVisit, saidOfLogin } from '../readings/said'

export const secondFactor = defineCause({
  id: 'auth/second-factor',
  title: 'The server requires a second authentication factor',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'The credentials are right, but the server requires something else in addition: a code from an app, a password after the key, a key after the password, or a person who opens an address in a browser. In a workflow, nobody can type a code, so the deploy user needs a login without one.',
    detection:
      'The server answered "partial success" (RFC 4252 section 5.1), or asked a question that is not for a password. Or it sent an address to visit, and kept the login waiting. A rejected key looks different: then the finding is auth/key-rejected.',
    firstMove: 'Use an account for deploys that needs only a key.',
  },
  lookalikes: {
    'Credentials that are wrong':
      'The server answered with partial success (RFC 4252 section 5.1).',
  },
  needs: ['auth'],
  judge(view) {
    const { attempts, outcome, user, keyFailed } = loginOf(view)
    if (outcome === 'accepted') return null
    const partial = attempts.findLast(({ answer }) => answer === 'partial-success')
    const asked = attempts.find(
      (attempt) =>
        attempt.method === 'keyboard-interactive' &&
        (attempt.answer === 'not-sent' || unansweredPrompts(attempt).length > 0),
    )
    const asking = [saidOfLogin(view.auth), ...(asked ? unansweredPrompts(asked) : [])]
    const visit = outcome === 'rejected' ? null : addressToVisit(asking)
    if (!partial && !asked && visit === null && outcome !== 'partial') return null
    // A key that fails after a successful first step is a separate cause.
    if (partial && keyFailed && partial.method !== 'publickey') return null
    return {
      certainty: partial ? 'proved' : 'likely',
      evidence: {
        user,
        first: partial?.method ?? null,
        wants: partial?.methodsAfter ?? (visit === null ? ['keyboard-interactive'] : []),
        prompts: (asked?.prompts ?? []).map((prompt) => clip(prompt.trim(), 80)),
        visit,
        said: clip(saidOfLogin(view.auth), 300),
      },
      explains: ['auth/closed', 'auth/stalled'],
    }
  },
  explain({ user, first, wants, prompts, visit, said }, { input, banner, server }) {
    const tailscale = isTailscale(banner?.software ?? null)
    const names = list(
      wants.map((method) => say`${method}`),
      ', ',
      ' or ',
    )
    const accepted =
      first === 'publickey' ? 'key' : first === 'password' ? 'password' : 'first step'
    const name = /^[\w.-]+$/.test(user) ? user : 'USERNAME'
    return {
      verdict:
        first !== null
          ? say`The ${literal(accepted)} is right, but the server requires a second authentication factor`
          : visit !== null
            ? say`The server waits for a person to open an address and confirm the login`
            : prompts.some(isSecondFactorPrompt)
              ? say`The server asks for a code that a workflow cannot type`
              : say`The server asks a question that a workflow cannot answer`,
      why:
        first === null
          ? visit === null
            ? say`the server asked for more than a password.`
            : say`the server sent an address to visit, and did not go on with the login.`
          : say`the server answered "partial success" and named what else it requires.`,
      observed: [
        first !== null && say`${first} was accepted for the user ${user}.`,
        wants.length > 0 && say`The server also requires ${names}.`,
        ...prompts.map((prompt) => say`It asked: ${prompt}`),
        said !== '' && say`It said: ${said}`,
      ],
      fixes: [
        wants.includes('password') &&
          !input.given.includes('password') &&
          inWorkflow(
            say`Give the password of the account in addition to the key.`,
            withBlock({ password: '${{ secrets.SSH_PASSWORD }}' }),
          ),
        wants.includes('publickey') &&
          first !== 'publickey' &&
          inWorkflow(
            say`Give a key in addition to the password.`,
            withBlock({ key: '${{ secrets.SSH_KEY }}' }),
          ),
        tailscale &&
          inNetwork(
            say`Tailscale answers on this machine, in check mode. In the policy file of the tailnet, add a rule to ${'ssh'} for the tag of the runner with ${'"action": "accept"'} in place of ${'"check"'}.`,
          ),
        !tailscale &&
          onServer(
            say`Let the deploy user log in with its key only: put this at the end of ${serverSystems[server.system].configFile}. It applies to this user only.`,
            lines(`Match User ${name}\n    AuthenticationMethods publickey`),
          ),
        !tailscale && readAgain(server),
      ],
    }
  },
})
