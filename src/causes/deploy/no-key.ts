import type { OpensshPreparation } from '../../facts'
import { usualKeyFiles } from '../../knowledge/usual-key-files'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { inWorkflow, sh } from '../fixes/build'
import { keyFileStep } from '../fixes/replace-key'
import { ourText, sameIn, sameText, stepName, stepNameFirst } from '../readings/following-steps'
import { isDirect, type OpensshStep, opensshSteps, optionOf } from '../readings/openssh-steps'
import type { View } from '../view'

/** none: no key file and no agent. other-name: the file that the job writes is none of those. other-key: it has other keys. too-many: others come first. */
type Why = 'none' | 'other-name' | 'other-key' | 'too-many'

/** Keys that a client offers before most servers close the connection. sshd allows 6 attempts (MaxAuthTries); hardening guides say 4 or 3. */
const fewTries = 3

export const noKey = defineCause({
  id: 'deploy/no-key',
  title: 'A later command does not have the key of this check',
  severity: 'error',
  pointsAt: null,
  page: {
    means:
      'A later step runs ssh, scp, sftp or rsync without the key that this check logged in with. The inputs of this check are for this check only: ssh takes its keys from an agent, from the file of `-i`, or from its usual files (`~/.ssh/id_ed25519`, `id_rsa`, `id_ecdsa`). A file with another name needs `-i`. With many keys in an agent, the server may close the connection before the right one.',
    detection:
      'The ssh of the runner was asked for the files that it looks for (`ssh -G`), and the agent for its keys. The fingerprints were compared with that of this check. The steps in between are in the workflow file. Nothing is said when one of them may write a key or start an agent.',
    firstMove:
      'Give the step the key: load it into an agent, or write it to a file and name that with -i.',
  },
  lookalikes: {
    'A key that another step adds': 'No step between this one and the command writes a key.',
    'A password': 'The job has no program that types one.',
  },
  needs: ['auth'],
  judge(view) {
    if (view.auth.acceptedBy !== 'publickey' && view.auth.acceptedBy !== 'password') return null
    const found = opensshSteps(view).flatMap((following) => {
      const why = whyOf(view, following)
      return why === null ? [] : [{ following, why }]
    })
    const [first = null] = [...found.filter(({ following }) => following.isSure), ...found]
    if (!first) return null
    const { step, isSure, openssh } = first.following
    const isEmpty = first.why === 'none' || first.why === 'other-name'
    return {
      certainty: isEmpty ? 'proved' : 'possible',
      severity: isSure && isEmpty ? 'error' : 'warning',
      evidence: {
        why: first.why,
        line: step.line,
        client: step.client,
        path: first.why === 'other-name' ? (strayFile(view, openssh)?.path ?? null) : null,
        alsoLines: found.flatMap(({ following }) =>
          following === first.following ? [] : [following.step.line],
        ),
      },
    }
  },
  explain({ why, line, client, path, alsoLines }, view) {
    const name = stepName(line, client)
    const files = view.runnerSsh?.keyFiles ?? []
    const agent = view.runnerSsh?.agentKeys ?? []
    return {
      verdict: say`${stepNameFirst(line, client)} ${literal(verdicts[why])}`,
      why: literal(reasons[why]),
      observed: [
        view.key?.fingerprint ? say`The key of this check: ${view.key.fingerprint}.` : false,
        path !== null && say`A step writes the key of this check into ${path}.`,
        ...files.map((file) => say`${file.path}: ${file.fingerprint ?? 'unreadable'}.`),
        agent.length > 0 && say`The agent has ${agent.length} keys.`,
        ...sameIn(alsoLines),
      ],
      fixes: fixesOf(why, path, client, name, view),
    }
  },
  line: ({ line }) => line,
})

const verdicts: Readonly<Record<Why, string>> = {
  none: 'will not log in: the runner has no key for it',
  'other-name': 'will not log in: ssh does not look for its key file',
  'other-key': 'has another key than this check, and whether the server accepts it is not known',
  'too-many': 'might not log in: the agent offers other keys first',
}

const reasons: Readonly<Record<Why, string>> = {
  none: 'none of the key files that ssh looks for exists, the agent has no key, and no step in between changes that.',
  'other-name':
    'the job writes the key into a file that is none of those that ssh looks for, and the command does not name it.',
  'other-key': 'the fingerprints differ.',
  'too-many':
    'ssh offers the keys of an agent in their order, and a server closes the connection after some (MaxAuthTries, 6 by default).',
}

function fixesOf(
  why: Why,
  path: string | null,
  client: string,
  name: Words,
  view: View,
): Draft['fixes'] {
  const file = path?.replace(/^~(?=\/)/, '$HOME') ?? '$RUNNER_TEMP/deploy_key'
  const only = why === 'other-name' ? '' : ' -o IdentitiesOnly=yes'
  const options = client === 'rsync' ? `-e "ssh -i ${file}${only}"` : `-i "${file}"${only}`
  return [
    view.key === null
      ? inWorkflow(
          say`Deploy with a key: this check logged in by password, and nobody can type one for ssh in a job.`,
        )
      : path === null &&
        inWorkflow(
          say`Before ${name}, add a step that writes the key into a file.`,
          keyFileStep(view, `printf '%s\\n' "$KEY"`),
        ),
    view.key !== null && inWorkflow(say`Name the file in ${name}.`, sh(options)),
  ]
}

function whyOf(view: View, { step, openssh }: OpensshStep): Why | null {
  const ssh = view.runnerSsh
  const config = ssh?.config
  if (!ssh || !config || view.jump !== null || ssh.version === null || openssh.changesKeys)
    return null
  const named = step.entries.flatMap(({ input, text }) => (input === 'identity' ? [text] : []))
  // The shell of the step takes `~` from HOME.
  if (!isDirect(config, view) || config.keysElsewhere || (ssh.homeDiffers && named.length > 0))
    return null
  const there = (paths: readonly string[]) =>
    ssh.keyFiles.flatMap(({ path, fingerprint }) => (paths.includes(path) ? [fingerprint] : []))
  const isUsual = (path: string) => usualKeyFiles.includes(path)
  const own = there(named)
  const files =
    own.length > 0
      ? [...own, ...there(config.identityFiles.filter((path) => !isUsual(path)))]
      : there(config.identityFiles)
  const onlyFiles = config.identitiesOnly || optionOf(step, 'identitiesonly') === 'yes'
  const agent = onlyFiles ? [] : (ssh.agentKeys ?? [])
  // As in pubkey_prepare of sshconnect2.c, OpenSSH 9.6.
  const isInAgent = (key: string | null) => key !== null && agent.includes(key)
  const keys = [
    ...files.filter(isInAgent),
    ...agent.filter((key) => !files.includes(key)),
    ...files.filter((key) => !isInAgent(key)),
  ]
  if (keys.length === 0) return strayFile(view, openssh) ? 'other-name' : 'none'
  const ours = view.auth?.acceptedBy === 'publickey' ? (view.key?.fingerprint ?? null) : null
  if (ours === null || keys.slice(0, fewTries).includes(ours)) return null
  if (keys.includes(ours)) return 'too-many'
  return keys.includes(null) ? null : 'other-key'
}

/** A file that the job writes the key of this check into, and that the command does not use. */
const strayFile = (view: View, { otherFiles }: OpensshPreparation) =>
  otherFiles.find(({ source }) => sameText(source, ourText(view, 'key')))
