import { admin, author, sh } from '../fixes/build'
import { seen } from '../../facts'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Evidence, type Fix } from '../cause'
import { quoted, userWord } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'

interface TargetMissing extends Evidence {
  readonly kind: 'file' | 'dangling-link' | 'missing'
  readonly path: string
  readonly nearest: string
  /** A deploy that makes its directory could do so. */
  readonly creatable: boolean
  /** Directories that are to be made; more than one needs `mkdir -p`. */
  readonly levels: number
  readonly user: string | null
}

export const targetMissing = defineCause({
  id: 'deploy/target-missing',
  title: 'The target directory is not on the server',
  severity: 'error',
  pointsAt: 'target',
  page: {
    means:
      'The login works, but the directory that the deploy writes to is not there: it was never made, the path has a mistake, it is the path of another server, or something that is no directory stands in its place. A relative path begins in the home directory of the user.',
    detection:
      'The server was asked for the directory, and every directory on the way to it could be entered. Where the user could make it, this is a warning, as many deploys do. `~` and `$HOME` at the start stand for the home directory; a path with another variable is not checked.',
    alsoSeenAs: [
      'No such file or directory',
      'cd: /var/www/site: No such file or directory',
      'rsync: [Receiver] mkdir "/var/www/site" failed: No such file or directory (2)',
      'rsync: change_dir "…" failed: No such file or directory (2)',
      'scp: dest open "…": No such file or directory',
      'Not a directory',
    ],
  },
  needs: [],
  judge(view) {
    const deploy = view.deploy
    const target = deploy && seen(deploy.target)
    if (!target || target.kind === 'directory' || target.kind === 'hidden') return null
    const creatable =
      target.kind === 'missing' &&
      target.nearestIsDirectory &&
      target.writable === true &&
      target.readOnly !== true
    return {
      certainty: 'proved',
      ...(creatable ? { severity: 'warning' as const } : {}),
      evidence: {
        kind: target.kind,
        path: target.path,
        nearest: target.nearest,
        creatable,
        levels: levelsBelow(target.path, target.nearest),
        user: deploy.account?.name ?? view.input.user,
      },
    }
  },
  explain({ kind, path, nearest, creatable, levels, user }, view) {
    const make: Fix = admin(
      say`Make the directory, and give it to the user of the deploy.`,
      sh(`sudo install -d -o ${userWord(view.server)} ${quoted(path)}`),
    )
    const correct: Fix = author(
      say`See whether the path is right: ${literal(path.startsWith('/') ? 'it begins at the root of the server' : 'it begins in the home directory of the user')}.`,
      withBlock({ target: JSON.stringify(path) }),
    )
    const itself: Fix = author(
      levels > 1
        ? say`Have the deploy make it first: rsync makes one directory by itself, and all of them with ${'--mkpath'} (3.2.3 and later).`
        : say`If the deploy makes it by itself (rsync and most actions do), all is well. If not, have it made first.`,
      sh(`mkdir -p ${quoted(path)}`),
    )
    return {
      verdict: verdictOf(kind, path, creatable),
      why: say`the server was asked for it, and every directory on the way could be looked into.`,
      observed: [
        kind === 'missing'
          ? say`The part that is there is ${nearest}.`
          : say`${nearest} is there, and is ${literal(kind === 'file' ? 'no directory' : 'a symbolic link to nothing')}.`,
        ...(kind !== 'missing'
          ? []
          : [
              creatable
                ? say`The user ${user ?? 'of the deploy'} may make directories there.`
                : say`That the user ${user ?? 'of the deploy'} may make directories there was not seen.`,
            ]),
      ],
      fixes:
        kind === 'missing'
          ? creatable
            ? [itself, correct, make]
            : [make, correct]
          : [
              correct,
              admin(
                say`See what stands there, move it away if nobody needs it, and make the directory.`,
                sh(`ls -ld ${quoted(nearest)}`),
              ),
            ],
    }
  },
})

function verdictOf(kind: TargetMissing['kind'], path: string, creatable: boolean): Words {
  if (kind === 'file') return say`The target ${path} is no directory`
  if (kind === 'dangling-link') return say`The target ${path} is a symbolic link to nothing`
  return creatable
    ? say`The target ${path} is not there yet; the deploy could make it`
    : say`The target ${path} is not on the server`
}

/** How many parts of the path come after what is there; one when it cannot be told. */
function levelsBelow(path: string, nearest: string): number {
  const parts = (text: string) => text.split('/').filter((part) => part !== '' && part !== '.')
  if (!path.startsWith('/') || !nearest.startsWith('/')) return 1
  return Math.max(1, parts(path).length - parts(nearest).length)
}
