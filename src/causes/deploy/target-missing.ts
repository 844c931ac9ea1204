import { type TargetFacts } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { admin, author, sh } from '../fixes/build'
import { quoted, userWord } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'
import type { ServerView } from '../server-cause'
import { seen } from '../../facts/fact'

export const targetMissing = defineCause({
  id: 'deploy/target-missing',
  title: 'The target directory does not exist on the server',
  severity: 'error',
  pointsAt: 'target',
  page: {
    means:
      'The login works, but the directory that the deploy writes to does not exist. It was never created, the path has a typo, it is the path of another server, or it is not a directory. A relative path begins in the home directory of the user.',
    detection:
      'The server was asked for the directory, and all its parent directories could be entered. If the user can create it, this is a warning, as many deploys do so. `~` and `$HOME` at the start mean the home directory; a path with another variable is not checked.',
    alsoSeenAs: [
      'No such file or directory',
      'cd: /var/www/site: No such file or directory',
      'rsync: [Receiver] mkdir "/var/www/site" failed: No such file or directory (2)',
      'rsync: change_dir "…" failed: No such file or directory (2)',
      'scp: dest open "…": No such file or directory',
      'Not a directory',
    ],
  },
  lookalikes: {
    'A path that the account cannot see':
      'The nearest directory that exists was read, and the next part of the path is not in it.',
  },
  needs: ['deploy'],
  judge({ deploy, input }) {
    const target = seen(deploy.target)
    if (!target || target.kind === 'directory' || target.kind === 'hidden') return null
    const { kind, path, nearest } = target
    const creatable =
      kind === 'missing' &&
      target.nearestIsDirectory &&
      target.writable === true &&
      target.readOnly !== true
    return {
      certainty: 'proved',
      severity: creatable ? 'warning' : 'error',
      evidence: {
        kind,
        path,
        nearest,
        /** A deploy that creates its directory could do so. */
        creatable,
        /** Directories to create; more than one needs `mkdir -p`. */
        levels: levelsBelow(path, nearest),
        user: deploy.account?.name ?? input.user,
      },
    }
  },
  explain({ kind, path, nearest, creatable, levels, user }, { server }) {
    const who = user === null ? say`the user of the deploy` : say`the user ${user}`
    return {
      verdict: verdictOf(kind, path, creatable),
      why: say`the server was asked for it, and all its parent directories could be read.`,
      observed:
        kind === 'missing'
          ? [
              say`The existing part of the path is ${nearest}.`,
              creatable
                ? say`There, ${who} can create directories.`
                : say`There is no evidence that ${who} can create directories there.`,
            ]
          : [
              say`${nearest} exists, and is ${literal(kind === 'file' ? 'not a directory' : 'a broken symbolic link')}.`,
            ],
      fixes: fixesOf(kind, path, nearest, creatable ? levels : 0, server),
    }
  },
})

function verdictOf(kind: TargetFacts['kind'], path: string, creatable: boolean): Words {
  if (kind === 'file') return say`The target ${path} is not a directory`
  if (kind === 'dangling-link') return say`The target ${path} is a broken symbolic link`
  return creatable
    ? say`The target ${path} does not exist yet; the deploy could create it`
    : say`The target ${path} does not exist on the server`
}

/** @param levels how many directories the deploy itself could create */
function fixesOf(
  kind: TargetFacts['kind'],
  path: string,
  nearest: string,
  levels: number,
  server: ServerView,
): Draft['fixes'] {
  const correct = author(
    path.startsWith('/')
      ? say`Check whether the path is right. It begins at the root of the server.`
      : say`Check whether the path is right. It begins in the home directory of the user.`,
    withBlock({ target: JSON.stringify(path) }),
  )
  if (kind !== 'missing') {
    return [
      correct,
      admin(
        say`Check what is there, move it away if nobody needs it, and create the directory.`,
        sh(`ls -ld ${quoted(nearest)}`),
      ),
    ]
  }
  return [
    levels > 0 &&
      author(
        levels > 1
          ? say`Let the deploy create it first: rsync by itself creates one directory, and all of them with ${'--mkpath'} (3.2.3 and later).`
          : say`If the deploy creates it by itself (rsync and most actions do), nothing is wrong. If not, let it create the directory first.`,
        sh(`mkdir -p ${quoted(path)}`),
      ),
    levels > 0 && correct,
    admin(
      say`Create the directory, and give it to the user of the deploy.`,
      sh(`sudo install -d -o ${userWord(server)} ${quoted(path)}`),
    ),
    levels === 0 && correct,
  ]
}

/** How many parts of the path come after what exists; one when that is not known. */
function levelsBelow(path: string, nearest: string): number {
  const parts = (text: string) => text.split('/').filter((part) => part !== '' && part !== '.')
  if (!path.startsWith('/') || !nearest.startsWith('/')) return 1
  return Math.max(1, parts(path).length - parts(nearest).length)
}
