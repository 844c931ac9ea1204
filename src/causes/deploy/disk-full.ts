import { type DiskFacts } from '../../facts'
import { directoryCommands } from '../../knowledge/directory-commands'
import { literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands, inPanel } from '../fixes/build'
import { pathWord } from '../fixes/quoted'
import { usedDirectories } from '../readings/step-needs'
import { sizeText } from '../readings/size-text'

const mebibyte = 1024 * 1024
/** Not even a page of HTML and its lock file fit. */
const nothingBytes = mebibyte
/** Less than any release of a site, on a disk that is nearly used up. */
const littleBytes = 50 * mebibyte
const nearlyFull = 0.02

export const deployDiskFull = defineCause({
  id: 'deploy/disk-full',
  title: 'The disk of the target directory is full',
  severity: 'error',
  page: {
    means:
      'The file system of the target directory has no free space, or no free inode. Every file needs one inode, so millions of small files (sessions, caches) can use them up while there is free space. The deploy stops in the middle, and can leave an incomplete release.',
    detection:
      'The server was asked for the free space and the free inodes of the directory (`df -P`, or statvfs@openssh.com by SFTP). Less than 1 MB free, or no inode, is an error. Less than 50 MB on a disk that is 98 % full is a warning. Quotas of single users are not visible this way.',
    firstMove: 'Run `df -h` and `df -i` on the server, and remove old releases.',
  },
  lookalikes: {
    'A disk that is only nearly full': 'The server itself counts no free space, or no free inode.',
  },
  needs: ['deploy'],
  judge(view) {
    const found = usedDirectories(view, view.deploy).flatMap(({ facts, by }) => {
      const what = facts.disk && facts.readOnly !== true ? shortageOf(facts.disk) : null
      return what === null || !facts.disk ? [] : [{ facts, by, disk: facts.disk, what }]
    })
    const [first] = found
    if (!first) return null
    const { facts, by, disk, what } = first
    const { freeBytes, totalBytes, freeInodes, mountPoint } = disk
    const full = what === 'inodes' || freeBytes < nothingBytes
    return {
      certainty: full ? 'proved' : 'likely',
      // A script that only enters a directory may get through.
      severity: full && by?.need.use !== 'enter' && by?.need.use !== 'source' ? 'error' : 'warning',
      evidence: {
        what,
        full,
        freeBytes,
        totalBytes,
        freeInodes,
        mountPoint,
        path: facts.nearest,
        line: by?.need.line ?? null,
      },
    }
  },
  explain(
    { what, full, freeBytes, totalBytes, freeInodes, mountPoint, path },
    { server: { system } },
  ) {
    const { showSpace, showInodes } = directoryCommands[system]
    const disk = pathWord(system, mountPoint ?? path)
    const free = literal(sizeText(freeBytes))
    return {
      verdict:
        what === 'inodes'
          ? say`The disk of ${path} can hold no more files: it has no free inode`
          : full
            ? say`The disk of ${path} is full`
            : say`The disk of ${path} is nearly full: ${free} are free`,
      why: full
        ? say`the server itself reported so for that directory.`
        : say`the server reported how little is free. How much the deploy needs is not known here.`,
      observed: [
        say`${free} of ${literal(sizeText(totalBytes))} are free.`,
        freeInodes !== null && say`${freeInodes} inodes are free.`,
        mountPoint !== null && say`The file system is mounted on ${mountPoint}.`,
      ],
      fixes: [
        what === 'inodes'
          ? onServer(
              say`Find the directories with the most files, and delete old sessions, caches and releases there.`,
              commands(system, showInodes(disk)),
            )
          : onServer(
              say`Find what uses the most space, and delete old releases, logs, caches and backups.`,
              commands(system, showSpace(disk)),
            ),
        inWorkflow(say`If each deploy keeps a separate release, keep fewer of them.`),
        inPanel(say`Have the space of the disk or of the plan increased.`),
      ],
    }
  },
  pointsAt: ({ line }) => (line === null ? 'target' : null),
  line: ({ line }) => line,
})

function shortageOf({ freeBytes, totalBytes, freeInodes }: DiskFacts): 'space' | 'inodes' | null {
  if (totalBytes > 0 && freeBytes < nothingBytes) return 'space'
  if (freeInodes === 0) return 'inodes'
  return freeBytes < littleBytes && freeBytes < totalBytes * nearlyFull ? 'space' : null
}
