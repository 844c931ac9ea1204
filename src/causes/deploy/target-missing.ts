import { type TargetFacts } from '../../facts'
import { directoryCommands } from '../../knowledge/directory-commands'
import { literal, say, type Words } from '../../text/words'
import { defineCause, type Draft } from '../cause'
import { onServer, inWorkflow, commands, sh } from '../fixes/build'
import { pathWord, quoted, quotedPath, userWord } from '../fixes/quoted'
import { withBlock } from '../fixes/with-block'
import { stepNameFirst } from '../readings/following-steps'
import { type UsedDirectory, usedDirectories } from '../readings/step-needs'
import type { ServerView } from '../server-cause'

export const targetMissing = defineCause({
  id: 'deploy/target-missing',
  title: 'The target directory does not exist on the server',
  severity: 'error',
  page: {
    means:
      'The login works, but the directory that the deploy writes to does not exist. It was never created, the path has a typo, it is the path of another server, or it is not a directory. A relative path begins in the home directory of the user.',
    detection:
      'The server was asked for the directory, and all its parent directories could be entered. If the user can create it, this is a warning, as many deploys do so. `~` and `$HOME` at the start mean the home directory; a path with another variable is not checked.',
    firstMove: 'On the server, run `ls -ld` on the path. Create it, or fix the path.',
  },
  lookalikes: {
    'A path that the account cannot see':
      'The nearest directory that exists was read, and the next part of the path is not in it.',
  },
  needs: ['deploy'],
  judge(view) {
    const { deploy, input } = view
    const used = usedDirectories(view, deploy).find((each) => isMissing(each) && !isMade(each))
    if (!used) return null
    const { by, facts } = used
    const { kind, path, nearest } = facts
    const isFile = by?.need.use === 'source'
    const creatable = isCreatable(facts) && !isFile
    return {
      certainty: 'proved',
      severity: (by ? by.isSure : !creatable) ? 'error' : 'warning',
      evidence: {
        kind,
        /** The script reads a file of this name. */
        isFile,
        path,
        nearest,
        /** A deploy that creates its directory could do so. */
        creatable,
        /** Directories to create; more than one needs `mkdir -p`. */
        levels: levelsBelow(path, nearest),
        user: deploy.account?.name ?? input.user,
        line: by?.need.line ?? null,
        client: by?.step.client ?? null,
      },
    }
  },
  explain({ kind, isFile, path, nearest, creatable, levels, user, line, client }, { server }) {
    const who = user === null ? say`the user of the deploy` : say`the user ${user}`
    return {
      verdict: isFile
        ? say`The script reads the file ${path}, which does not exist on the server`
        : verdictOf(kind, path, creatable),
      why: say`the server was asked for it, and all its parent directories could be read.`,
      observed: [
        line !== null && client !== null && say`${stepNameFirst(line, client)} uses it.`,
        ...(kind === 'missing'
          ? [
              say`The existing part of the path is ${nearest}.`,
              !isFile &&
                (creatable
                  ? say`There, ${who} can create directories.`
                  : say`There is no evidence that ${who} can create directories there.`),
            ]
          : [
              say`${nearest} exists, and is ${literal(kind === 'file' ? 'not a directory' : 'a broken symbolic link')}.`,
            ]),
      ],
      fixes: isFile
        ? [
            inWorkflow(
              say`Check the path in the script. If the file is not always there, read it only where it is.`,
              sh(`if [ -f ${quotedPath(path)} ]; then . ${quotedPath(path)}; fi`),
            ),
          ]
        : fixesOf(kind, path, nearest, creatable ? levels : 0, server),
    }
  },
  pointsAt: ({ line }) => (line === null ? 'target' : null),
  line: ({ line }) => line,
})

const isMissing = ({ facts: { kind }, by }: UsedDirectory) =>
  kind !== (by?.need.use === 'source' ? 'file' : 'directory') && kind !== 'hidden'

/** Whether the user can create a directory in what exists of the path. */
const isCreatable = ({ kind, nearestIsDirectory, writable, readOnly }: TargetFacts) =>
  kind === 'missing' && nearestIsDirectory && writable === true && readOnly !== true

/** Whether the step creates the directory itself. */
function isMade({ facts, by }: UsedDirectory): boolean {
  if (!by || !isCreatable(facts)) return false
  const { creates } = by.need
  return creates === 'all' || (creates === 'last' && levelsBelow(facts.path, facts.nearest) === 1)
}

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
  const correct = inWorkflow(
    path.startsWith('/')
      ? say`Check whether the path is right. It begins at the root of the server.`
      : say`Check whether the path is right. It begins in the home directory of the user.`,
    withBlock({ target: JSON.stringify(path) }),
  )
  if (kind !== 'missing') {
    return [
      correct,
      onServer(
        say`Check what is there, move it away if nobody needs it, and create the directory.`,
        sh(`ls -ld ${quoted(nearest)}`),
      ),
    ]
  }
  return [
    levels > 0 &&
      inWorkflow(
        levels > 1
          ? say`Let the deploy create it first: rsync by itself creates one directory, and all of them with ${'--mkpath'} (3.2.3 and later).`
          : say`If the deploy creates it by itself (rsync and most actions do), nothing is wrong. If not, let it create the directory first.`,
        sh(`mkdir -p ${quoted(path)}`),
      ),
    levels > 0 && correct,
    onServer(
      say`Create the directory, and give it to the user of the deploy.`,
      commands(
        server.system,
        directoryCommands[server.system].create(userWord(server), pathWord(server.system, path)),
      ),
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
