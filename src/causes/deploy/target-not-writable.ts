import { type TargetFacts } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { directoryCommands } from '../../knowledge/directory-commands'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { pathWord, userWord, wordFor } from '../fixes/quoted'
import { stepNameFirst } from '../readings/following-steps'
import { type UsedDirectory, usedDirectories } from '../readings/step-needs'
import type { ServerView } from '../server-cause'
import type { View } from '../view'
import type { Evidence, Fix } from '../finding'

interface TargetNotWritable extends Evidence {
  /** hidden: the user cannot enter a directory above it. */
  readonly reason: 'hidden' | 'read-only' | 'rights'
  readonly path: string
  /** The directory with the problem. */
  readonly nearest: string
  readonly judgedBy: TargetFacts['judgedBy']
  readonly mode: string | null
  readonly owner: string | null
  readonly group: string | null
  readonly user: string | null
  readonly groups: readonly string[]
  /** The later step that uses it; null when only the input names it. */
  readonly line: number | null
  readonly client: string | null
}

export const targetNotWritable = defineCause({
  id: 'deploy/target-not-writable',
  title: 'Permission denied in the target directory',
  severity: 'error',
  page: {
    means:
      'The target directory exists, but the user of the deploy cannot create files in it. Most often it belongs to another user, such as root or www-data. Or its mode gives the right only to others. Perhaps the user cannot enter a directory above it, or the disk is mounted read-only.',
    detection:
      'The kernel was asked whether this user can write there (`test -w`), without writing. If only SFTP works, mode and owner are compared instead, without access control lists and groups. Then the finding is likely, not proved, or it is not reported.',
    firstMove: 'On the server, run `ls -ld` on the path and `id`, and give this user access.',
  },
  lookalikes: {
    'A right that only a list (ACL) gives':
      'The server itself was asked for the right to write, with the rights of this account.',
  },
  needs: ['deploy'],
  judge(view) {
    const { deploy, input } = view
    const used = usedDirectories(view, deploy).find(isClosed)
    if (!used) return null
    const { by, facts } = used
    const { kind, path, nearest, writable, judgedBy, mode, owner, group } = facts
    const isReadOnly = kind === 'directory' && facts.readOnly === true
    return {
      // A shell that reads only the mode says "writable" for a read-only disk.
      certainty: judgedBy === 'access' && writable === false ? 'proved' : 'likely',
      severity: by && !by.isSure ? 'warning' : 'error',
      evidence: {
        reason: isOutOfReach(facts) ? 'hidden' : isReadOnly ? 'read-only' : 'rights',
        path,
        nearest,
        judgedBy,
        mode,
        owner,
        group,
        user: deploy.account?.name ?? input.user,
        groups: deploy.account?.groups ?? [],
        line: by?.need.line ?? null,
        client: by?.step.client ?? null,
      },
      explains: ['deploy/disk-full'],
    }
  },
  explain(evidence, view) {
    const { reason, path, nearest, judgedBy, mode, owner, group, user, groups, line, client } =
      evidence
    return {
      verdict: verdictOf(evidence),
      why:
        judgedBy === 'access'
          ? say`the server was asked what this user can do there.`
          : say`its mode and owner say so. Access control lists are not visible by SFTP.`,
      observed: [
        line !== null && client !== null && say`${stepNameFirst(line, client)} uses it.`,
        mode !== null &&
          say`${nearest} has the mode ${mode}. It belongs to ${owner ?? 'an unknown user'} and the group ${group ?? 'of unknown name'}.`,
        groups.length > 0 && say`${user ?? 'The user'} is in the groups ${groups.join(' ')}.`,
        reason === 'read-only' && say`The file system is mounted read-only.`,
        reason === 'hidden' &&
          say`The user cannot see what is in ${nearest}, so ${path} is not visible.`,
      ],
      fixes: fixesOf(evidence, view),
    }
  },
  pointsAt: ({ line }) => (line === null ? 'target' : null),
  line: ({ line }) => line,
})

/** Whether the user cannot enter it, or a directory above it. */
const isOutOfReach = ({ kind, enterable }: TargetFacts) =>
  kind === 'hidden' || (kind === 'directory' && enterable === false)

/** Whether the user cannot do there what the step does. */
function isClosed({ facts, by }: UsedDirectory): boolean {
  if (isOutOfReach(facts)) return true
  const { kind, readOnly, writable } = facts
  const isWritten = by === null || by.need.use === 'write'
  return kind === 'directory' && isWritten && (readOnly === true || writable === false)
}

function verdictOf({ reason, path, nearest, user }: TargetNotWritable): Words {
  const who = user === null ? literal('The user') : say`The user ${user}`
  if (reason === 'read-only') return say`The target ${path} is on a read-only file system`
  if (reason === 'hidden')
    return say`${who} cannot enter ${nearest}, and so cannot reach the target`
  return say`${who} cannot write to the target ${path}`
}

function fixesOf(evidence: TargetNotWritable, view: View): readonly Fix[] {
  const { reason, path, nearest } = evidence
  const { server } = view
  const { system } = server
  const word = pathWord(system, nearest)
  const { showWay, letPass, whyReadOnly } = directoryCommands[system]
  switch (reason) {
    case 'read-only':
      return [
        onServer(
          say`Find the reason: Linux mounts a disk read-only after errors on it, and then it must be repaired.`,
          commands(system, whyReadOnly(word)),
        ),
        inWorkflow(say`Check whether ${path} is the right directory.`),
      ]
    case 'hidden':
      return [
        onServer(
          say`Allow this user to pass through the directory. The first command shows the rights on the directories above it.`,
          commands(system, `${showWay(word)}\n${letPass(userWord(server), word)}`),
        ),
        inWorkflow(say`Or deploy to a directory that belongs to the user.`),
      ]
    case 'rights':
      return [
        ...giveRights(evidence, server, word),
        inWorkflow(
          say`Or deploy to a directory that belongs to the user, or log in as the user who owns this one.`,
        ),
      ]
  }
}

/** Groups with far more than the right to write there: root's own, and those that give its rights (Debian, Red Hat, FreeBSD). */
const groupsOfPower =
  /^(?:root|wheel|sudo|admin|adm|staff|operator|docker|lxd|libvirt|disk|kmem|shadow|systemd-.*|ssh_keys|\d.*)$/

/** First what removes nothing from anybody; what changes its owner comes last. */
function giveRights(
  { mode, owner, group }: TargetNotWritable,
  server: ServerView,
  word: string,
): readonly Fix[] {
  const { system } = server
  const { letWrite, giveAway } = directoryCommands[system]
  const user = userWord(server)
  const isGroupWritable = mode !== null && mode[5] === 'w'
  const byGroup =
    group === null || groupsOfPower.test(group)
      ? []
      : groupFix(group, isGroupWritable, server, word)
  // What the user creates there belongs to the user, so the current owner gets access to it by the list as well.
  const keeper = owner === null || /^(?:root|\d.*)$/.test(owner) ? null : wordFor(system, owner)
  return [
    ...(isGroupWritable ? byGroup : []),
    onServer(
      system === 'dropbear'
        ? say`Give the directory to the user, if no other program writes there.`
        : say`Give the user the right to write there too, for everything in the directory and everything that is created in it. Its owner keeps every right.`,
      commands(system, letWrite(user, keeper, word)),
    ),
    ...(isGroupWritable ? [] : byGroup),
    ...(giveAway === null
      ? []
      : [
          onServer(
            say`Or give the directory to the user, but only if your site does not write here: uploads, caches and updates of plugins by the web server stop working.`,
            commands(system, giveAway(user, word)),
          ),
        ]),
  ]
}

function groupFix(
  group: string,
  isGroupWritable: boolean,
  server: ServerView,
  word: string,
): readonly Fix[] {
  const { system } = server
  const { addToGroup, letGroupWrite } = directoryCommands[system]
  const names = [wordFor(system, group), userWord(server)] as const
  if (isGroupWritable) {
    return addToGroup === null
      ? []
      : [
          onServer(
            say`The group ${group} can write there: add the user to it. It takes effect at the next login.`,
            commands(system, addToGroup(...names)),
          ),
        ]
  }
  return letGroupWrite === null
    ? []
    : [
        onServer(
          say`Or, without access control lists, let the group ${group} write there and add the user to it. New files then get that group. It takes effect at the next login.`,
          commands(system, letGroupWrite(...names, word)),
        ),
      ]
}
