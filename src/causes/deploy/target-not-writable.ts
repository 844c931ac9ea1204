import { admin, author, sh } from '../fixes/build'
import type { View } from '../view'
import { seen, type TargetFacts } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { quoted, userWord } from '../fixes/quoted'

interface TargetNotWritable extends Evidence {
  /** hidden: a directory above it may not be entered. */
  readonly reason: 'hidden' | 'read-only' | 'rights'
  readonly path: string
  /** The directory that stands in the way. */
  readonly nearest: string
  readonly judgedBy: TargetFacts['judgedBy']
  readonly mode: string | null
  readonly owner: string | null
  readonly group: string | null
  readonly user: string | null
  readonly groups: readonly string[]
}

export const targetNotWritable = defineCause({
  id: 'deploy/target-not-writable',
  title: 'The user may not write to the target directory',
  severity: 'error',
  pointsAt: 'target',
  page: {
    means:
      'The target directory is there, but the user of the deploy may not make files in it: it belongs to another user (root, www-data), its mode gives the right to others alone, a directory above it may not be entered, or its file system is mounted read-only.',
    detection:
      'The kernel was asked whether this user may write there (`test -w`), without writing. Where only SFTP works, mode and owner are compared instead, which cannot see access control lists and groups: then it is likely, not proved, or not said at all.',
    alsoSeenAs: [
      'Permission denied',
      'rsync: [generator] recv_generator: mkdir "…" failed: Permission denied (13)',
      'rsync: [receiver] mkstemp "…" failed: Permission denied (13)',
      'scp: dest open "…": Permission denied',
      'mkdir: cannot create directory: Permission denied',
      'Read-only file system',
    ],
  },
  needs: [],
  judge(view) {
    const deploy = view.deploy
    const target = deploy && seen(deploy.target)
    if (!target) return null
    const readOnly = target.kind === 'directory' && target.readOnly === true
    const refused = target.kind === 'directory' && target.writable === false
    if (!readOnly && !refused && target.kind !== 'hidden') return null
    // A shell that reads only the mode says "writable" of a read-only disk.
    const agreed = target.judgedBy === 'access' && target.writable === false
    return {
      certainty: agreed ? 'proved' : 'likely',
      evidence: {
        reason: target.kind === 'hidden' ? 'hidden' : readOnly ? 'read-only' : 'rights',
        path: target.path,
        nearest: target.nearest,
        judgedBy: target.judgedBy,
        mode: target.mode,
        owner: target.owner,
        group: target.group,
        user: deploy.account?.name ?? view.input.user,
        groups: deploy.account?.groups ?? [],
      },
      explains: ['deploy/disk-full'],
    }
  },
  explain(evidence, view) {
    const { reason, path, nearest, judgedBy, mode, owner, group, user, groups } = evidence
    return {
      verdict: verdictOf(evidence),
      why:
        judgedBy === 'access'
          ? say`the server was asked what this user may do there.`
          : say`its mode and owner say so; access control lists cannot be seen by SFTP.`,
      observed: [
        ...(mode === null
          ? []
          : [
              say`${nearest} has the mode ${mode}, and belongs to ${owner ?? 'nobody known'} and the group ${group ?? 'of nobody known'}.`,
            ]),
        ...(groups.length === 0
          ? []
          : [say`${user ?? 'The user'} is in the groups ${groups.join(' ')}.`]),
        ...(reason === 'read-only' ? [say`The file system is mounted read-only.`] : []),
        ...(reason === 'hidden'
          ? [say`What is in ${nearest}, and so ${path}, cannot be seen.`]
          : []),
      ],
      fixes: fixesOf(evidence, view),
    }
  },
})

function verdictOf({ reason, path, nearest, user }: TargetNotWritable): Words {
  const who = user === null ? literal('The user') : say`The user ${user}`
  if (reason === 'read-only') return say`The target ${path} is on a file system that is read-only`
  if (reason === 'hidden') return say`${who} may not enter ${nearest}, and so not reach the target`
  return say`${who} may not write to the target ${path}`
}

function fixesOf(evidence: TargetNotWritable, view: View): Fix[] {
  const { reason, path, nearest } = evidence
  const other: Fix = author(
    say`Or deploy to a directory of the user's own${literal(reason === 'hidden' ? '' : ', or log in as the user to whom this one belongs')}.`,
  )
  const word = quoted(nearest)
  const user = userWord(view.server)
  switch (reason) {
    case 'read-only':
      return [
        admin(
          say`See why: Linux mounts a disk read-only after errors on it, and then only a repair helps.`,
          sh(
            `findmnt --target ${word}\nsudo dmesg | grep -iE 'remount|I/O error|EXT4-fs error|XFS' | tail -n 20`,
          ),
        ),
        author(say`See whether ${path} is the right directory.`),
      ]
    case 'hidden':
      return [
        admin(
          say`Let this user alone pass through the directory; the first command shows who may on the whole way.`,
          sh(`namei -l ${word}\nsudo setfacl -m u:${user}:x ${word}`),
        ),
        other,
      ]
    case 'rights':
      return [...giveRights(evidence, user, word), other]
  }
}

/** Groups that give far more than the right to write there: root's own, and those that lead to it (Debian, Red Hat, FreeBSD). */
const groupsOfPower =
  /^(?:root|wheel|sudo|admin|adm|staff|operator|docker|lxd|libvirt|disk|kmem|shadow|systemd-.*|ssh_keys|\d.*)$/

/** First what takes nothing from anybody; what takes the directory from its owner comes last. */
function giveRights({ mode, owner, group }: TargetNotWritable, user: string, word: string): Fix[] {
  const shared = group !== null && !groupsOfPower.test(group) ? group : null
  const mayWrite = mode !== null && mode[5] === 'w'
  const byGroup = (name: string): Fix[] => [
    admin(
      mayWrite
        ? say`The group ${name} may write there: add the user to it. It holds from the next login on.`
        : say`Or, without access control lists, let the group ${name} write there and add the user to it. New files then get that group. It holds from the next login on.`,
      sh(
        [
          ...(mayWrite
            ? []
            : [`sudo chmod -R g+rwX ${word}`, `sudo find ${word} -type d -exec chmod g+s {} +`]),
          `sudo usermod -aG ${quoted(name)} ${user}`,
        ].join('\n'),
      ),
    ),
  ]
  const groupFixes = shared === null ? [] : byGroup(shared)
  // What the user makes there belongs to the user: its owner of today writes it by the list as well.
  const ownerToo =
    owner === null || /^(?:root|\d.*)$/.test(owner) ? '' : ` -m d:u:${quoted(owner)}:rwX`
  const byList: Fix = admin(
    say`Give the user the right to write there as well, for all that is in the directory and comes into it. Its owner keeps every right.`,
    sh(`sudo setfacl -R -m u:${user}:rwX -m d:u:${user}:rwX${ownerToo} ${word}`),
  )
  const byOwner: Fix = admin(
    say`Or give the directory to the user, if your site must not write here: uploads, caches and updates of plugins by the web server stop working.`,
    sh(`sudo chown -hR ${user} ${word}`),
  )
  return [...(mayWrite ? groupFixes : []), byList, ...(mayWrite ? [] : groupFixes), byOwner]
}
