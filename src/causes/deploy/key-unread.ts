import type { KeyFacts } from '../../facts'
import { deployClient } from '../../knowledge/deploy-clients'
import { inputName, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import type { Fix } from '../finding'
import { inWorkflow, setInStep } from '../fixes/build'
import { replaceKey } from '../fixes/replace-key'
import { rewriteKey } from '../fixes/rewrite-key'
import { ourText, sameIn, stepName, stepNameFirst } from '../readings/following-steps'
import { type KeyUse, keyUses } from '../readings/key-uses'
import type { View } from '../view'

type Problem = 'format' | 'passphrase-missing' | 'passphrase-unwanted'

/** What the libraries say. Measured with drone-ssh 1.8, OpenSSH 9.2 and ssh2 1.17. */
const says: Readonly<Record<keyof KeyFacts['readBy'], Readonly<Record<Problem, string>>>> = {
  go: {
    format:
      'ssh.ParsePrivateKey: …, and then: ssh: unable to authenticate, attempted methods [none]',
    'passphrase-missing': 'ssh: this private key is passphrase protected',
    'passphrase-unwanted': 'ssh: key is not password protected',
  },
  openssh: {
    format: 'Load key "…": error in libcrypto',
    'passphrase-missing': 'Permission denied (publickey).',
    'passphrase-unwanted': '',
  },
  ssh2: {
    format: 'Cannot parse privateKey: Unsupported key format',
    'passphrase-missing':
      'Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given',
    'passphrase-unwanted': '',
  },
}

export const keyUnread = defineCause({
  id: 'deploy/key-unread',
  title: 'The deploy client does not read this private key',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'This check reads the private key, and the client of the deploy step does not. Clients in Go (appleboy/ssh-action, scp-action) read no encrypted PKCS#8, and only two ciphers of OpenSSH’s format. They refuse a passphrase for a key that has none. OpenSSH needs Unix line breaks and a newline at the end. Or the step has no passphrase for an encrypted key.',
    detection:
      'The later step has the same expression for its key. Which library reads which text was measured, and what each action repairs was read in its source.',
    firstMove: 'Make an Ed25519 key without a passphrase.',
  },
  needs: ['key'],
  judge(view) {
    if (!view.key.usable) return null
    const found = keyUses(view).flatMap((use) => {
      const problem = problemOf(use)
      return problem === null || use.hasPassword ? [] : [{ use, problem }]
    })
    const first = found.find(({ use }) => isSure(use)) ?? found[0]
    if (!first) return null
    const { use, problem } = first
    const { step, client } = use.following
    return {
      certainty: 'likely',
      severity: isSure(use) ? 'error' : 'warning',
      evidence: {
        line: use.line,
        stepLine: step.line,
        client: client.id,
        library: use.reader.library,
        problem,
        form: view.key.form,
        alsoLines: found.filter((each) => each !== first).map(({ use: { line } }) => line),
      },
      explains: ['key/unsupported-type', 'key/carriage-returns', 'key/missing-newline'],
    }
  },
  explain({ stepLine, client, library, problem, form, alsoLines }, view) {
    const later = stepName(stepLine, client)
    const message =
      problem === 'passphrase-unwanted' && form !== 'openssh'
        ? 'ssh: not an encrypted key'
        : says[library][problem]
    return {
      verdict:
        problem === 'format'
          ? say`The deploy’s client does not read the private key that this check could read`
          : problem === 'passphrase-missing'
            ? say`The private key is encrypted, and the deploy has no passphrase for it`
            : say`The deploy has a passphrase for a private key that is not encrypted, and its client then refuses the key`,
      why: say`${later} has the same key as this check, and how its client reads keys is known.`,
      observed: [
        say`${stepNameFirst(stepLine, client)} then says: ${literal(message)}`,
        ...sameIn(alsoLines),
      ],
      fixes: fixesOf(problem, stepLine, client, view),
    }
  },
  line: ({ line }) => line,
})

function problemOf({ reads, passphrase }: KeyUse): Problem | null {
  if (reads === false) return 'format'
  return passphrase === 'fine' ? null : `passphrase-${passphrase}`
}

const isSure = ({ following: { step } }: KeyUse) => step.runs === 'always' && !step.mayFail

function fixesOf(
  problem: Problem,
  step: number,
  client: string,
  view: View<'key'>,
): readonly Fix[] {
  const later = stepName(step, client)
  const input = deployClient(client)?.inputs.passphrase
  if (problem === 'format')
    return view.key.corruption.length > 0 ? replaceKey(view) : [rewriteKey(view.key.path)]
  if (problem === 'passphrase-unwanted')
    return [inWorkflow(say`Remove ${inputName('passphrase')} from ${later}: the key has none.`)]
  const value = ourText(view, 'passphrase') ?? '${{ secrets.SSH_PASSPHRASE }}'
  return input === undefined
    ? [
        inWorkflow(
          say`Deploy with a key without a passphrase: ${literal(client)} has no input for one.`,
        ),
      ]
    : [setInStep(say`Give the passphrase to ${later} too.`, { step, input, value })]
}
