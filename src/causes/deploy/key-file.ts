import { literal, say } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { inWorkflow, sh, yaml } from '../fixes/build'
import { quotedPath } from '../fixes/quoted'
import { ourText, sameIn, sameText, stepName, stepNameFirst } from '../readings/following-steps'
import { hasOtherKey, type OpensshStep, opensshSteps } from '../readings/openssh-steps'
import type { View } from '../view'

/**
 * mode: others can read it. home: ssh looks for its usual files elsewhere. line-breaks: the shell splits it there. passphrase: nobody
 * types it.
 */
type Why = 'mode' | 'home' | 'line-breaks' | 'passphrase'

export const keyFile = defineCause({
  id: 'deploy/key-file',
  title: 'A later command cannot use its key file',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'A step of the job writes the private key into a file for ssh, and ssh will not use that file. It refuses a key file that the group or others can read, and a new file is like that without `chmod 600`. It asks for the passphrase of an encrypted key, and nobody can type it in a job. `echo $KEY` without quotes joins the lines of a key, and an expression without quotes makes commands of them. In a job with a container, ssh does not look below HOME.',
    detection:
      'The scripts of the job are in the workflow file, and the whole way of the key into the file was understood. The umask and the configuration of ssh on the runner were read. Nothing is said when the job has an agent, or when ssh has another key.',
    firstMove: 'Run `chmod 600` on the key file, and name it with `-i`.',
  },
  lookalikes: {
    'A key that ssh has from elsewhere':
      'The job has no agent, and no other key file of the configuration exists.',
  },
  needs: ['key'],
  judge(view) {
    const found = opensshSteps(view).flatMap((following) => {
      const { keyFile, otherFiles } = following.openssh
      const why = whyOf(view, following)
      if (why !== null && keyFile) return [{ following, why, file: keyFile }]
      const file = [keyFile, ...otherFiles].find((each) => typeof each?.readOpenAt === 'number')
      if (!file || view.runnerSsh?.newFilesAreOpen !== true) return []
      return [{ following, why: 'mode' as const, file }]
    })
    const [first = null] = [...found.filter(({ following }) => following.isSure), ...found]
    if (!first) return null
    const { file } = first
    const { step, isSure } = first.following
    return {
      certainty: 'proved',
      severity: isSure ? 'error' : 'warning',
      evidence: {
        why: first.why,
        line: step.line,
        client: step.client,
        writtenAt: file.line,
        path: file.path,
        alsoLines: found.flatMap(({ following }) =>
          following === first.following ? [] : [following.step.line],
        ),
      },
    }
  },
  explain({ why, line, client, writtenAt, path, alsoLines }, view) {
    return {
      verdict: say`${stepNameFirst(line, client)} will not log in: ${literal(verdicts[why])}`,
      why: literal(reasons[why]),
      observed: [
        say`The command in line ${writtenAt} writes the key into ${path}.`,
        why === 'home' &&
          say`The home directory of the account is ${view.runnerSsh?.accountHome ?? ''}, and HOME is another one.`,
        ...sameIn(alsoLines),
      ],
      fixes: fixesOf(why, path, line, client, writtenAt),
    }
  },
  line: ({ line }) => line,
})

const verdicts: Readonly<Record<Why, string>> = {
  mode: 'others can read its key file, so ssh does not use it',
  home: 'ssh does not look for key files below HOME',
  'line-breaks': 'the shell splits its key at the line breaks',
  passphrase: 'nobody types the passphrase of its key',
}

const reasons: Readonly<Record<Why, string>> = {
  mode: 'a new file has mode 644 under the umask of this runner, and no command before it takes the rights from others.',
  home: 'ssh reads the usual files in the home directory of the account, whatever HOME says, and the command names no file.',
  'line-breaks':
    'there are no quotes around it. The shell writes spaces for the line breaks of a variable, and takes the lines of an expression for commands.',
  passphrase:
    'the key is encrypted, and the job has neither an agent nor a program that answers for ssh.',
}

function fixesOf(
  why: Why,
  path: string,
  line: number,
  client: string,
  writtenAt: number,
): Draft['fixes'] {
  const name = stepName(line, client)
  const file = path.replace(/^~(?=\/)/, '"$HOME"')
  switch (why) {
    case 'mode':
      return [
        inWorkflow(
          say`Remove the rights of others right after line ${writtenAt}.`,
          sh(`chmod 600 ${/[$]/.test(path) ? `"${path}"` : quotedPath(path)}`),
        ),
      ]
    case 'home':
      return [
        inWorkflow(
          say`Name the file in ${name}.`,
          sh(client === 'rsync' ? `-e "ssh -i $HOME${path.slice(1)}"` : `-i ${file}`),
        ),
      ]
    case 'line-breaks':
      return [
        inWorkflow(
          say`Put the variable of line ${writtenAt} into double quotes.`,
          sh(`printf '%s\\n' "$SSH_KEY"`),
        ),
      ]
    case 'passphrase':
      return [
        inWorkflow(
          say`Load the key into an agent, which decrypts it once, in a step before ${name}.`,
          yaml(
            [
              '- run: |',
              '    eval "$(ssh-agent -s)"',
              `    printf '#!/bin/sh\\necho "$SSH_PASSPHRASE"\\n' > "$RUNNER_TEMP/askpass"`,
              '    chmod 700 "$RUNNER_TEMP/askpass"',
              `    DISPLAY=none SSH_ASKPASS_REQUIRE=force SSH_ASKPASS="$RUNNER_TEMP/askpass" ssh-add ${file} < /dev/null`,
              '    echo "SSH_AUTH_SOCK=$SSH_AUTH_SOCK" >> "$GITHUB_ENV"',
              '  env:',
              '    SSH_PASSPHRASE: ${{ secrets.SSH_PASSPHRASE }}',
            ].join('\n'),
          ),
        ),
        inWorkflow(say`Or use a key without a passphrase for the deploy.`),
      ]
  }
}

function whyOf(view: View<'key'>, { step, openssh }: OpensshStep): Why | null {
  const ssh = view.runnerSsh
  const { keyFile: file, isAssisted } = openssh
  if (!ssh || !file || isAssisted || hasOtherKey(ssh, file.path)) return null
  if (file.mode === 'open' && ssh.newFilesAreOpen) return 'mode'
  const isNamed = step.entries.some(({ input }) => input === 'identity')
  if (ssh.homeDiffers && !isNamed && file.path.startsWith('~/')) return 'home'
  if (!sameText(file.source, ourText(view, 'key'))) return null
  if (file.splits && !file.decoded && view.key.lines > 1) return 'line-breaks'
  return view.key.passphrase === 'accepted' ? 'passphrase' : null
}
