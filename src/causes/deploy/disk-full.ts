import { admin, author, provider, sh } from '../fixes/build'
import { type DiskFacts, seen } from '../../facts'
import { literal, say } from '../../text/words'
import { defineCause, type Evidence } from '../cause'
import { quoted } from '../fixes/quoted'
import { sizeText } from '../readings/size-text'

interface DiskFull extends Evidence {
  readonly what: 'space' | 'inodes'
  readonly full: boolean
  readonly freeBytes: number
  readonly totalBytes: number
  readonly freeInodes: number | null
  readonly mountPoint: string | null
  readonly path: string
}

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
  pointsAt: 'target',
  page: {
    means:
      'The file system on which the target directory lies has no space left, or no free inode: every file takes one, so that millions of small files (sessions, caches) use them up while there is space. The deploy stops in the middle, and may leave half of a release behind.',
    detection:
      'The server was asked for the free space and the free inodes of the directory (`df -P`, or statvfs@openssh.com by SFTP). Less than 1 MB free, or no inode, is an error; less than 50 MB on a disk that is 98 % full is a warning. Quotas of single users cannot be seen this way.',
    alsoSeenAs: [
      'No space left on device',
      'rsync: write failed on "…": No space left on device (28)',
      'rsync: [receiver] mkstemp "…" failed: No space left on device (28)',
      'scp: write remote "…": Failure',
      'fatal: cannot create directory: No space left on device',
      'Disk quota exceeded',
    ],
  },
  needs: [],
  judge(view) {
    const deploy = view.deploy
    const target = deploy && seen(deploy.target)
    if (!target?.disk || target.readOnly === true) return null
    const { disk } = target
    const what = shortOf(disk)
    if (what === null) return null
    const full = what === 'inodes' || disk.freeBytes < nothingBytes
    return {
      certainty: full ? 'proved' : 'likely',
      ...(full ? {} : { severity: 'warning' as const }),
      evidence: {
        what,
        full,
        freeBytes: disk.freeBytes,
        totalBytes: disk.totalBytes,
        freeInodes: disk.freeInodes,
        mountPoint: disk.mountPoint,
        path: target.nearest,
      },
    }
  },
  explain({ what, full, freeBytes, totalBytes, freeInodes, mountPoint, path }) {
    const disk = quoted(mountPoint ?? path)
    const inodes = what === 'inodes'
    return {
      verdict: inodes
        ? say`The disk of ${path} can hold no more files: it has no free inode`
        : full
          ? say`The disk of ${path} is full`
          : say`The disk of ${path} is nearly full: ${literal(sizeText(freeBytes))} are free`,
      why: full
        ? say`the server itself told so for that directory.`
        : say`the server told how little is free; how much the deploy needs is not known here.`,
      observed: [
        say`${literal(sizeText(freeBytes))} of ${literal(sizeText(totalBytes))} are free.`,
        ...(freeInodes === null ? [] : [say`${freeInodes} inodes are free.`]),
        ...(mountPoint === null ? [] : [say`The file system is mounted on ${mountPoint}.`]),
      ],
      fixes: [
        admin(
          inodes
            ? say`See which directories hold the most files, and delete old sessions, caches and releases there.`
            : say`See what takes the most, and delete old releases, logs, caches and backups.`,
          sh(
            inodes
              ? `df -i ${disk}\nsudo du --inodes -x ${disk} | sort -n | tail -n 20`
              : `df -h ${disk}\nsudo du -xh --max-depth=3 ${disk} | sort -h | tail -n 20`,
          ),
        ),
        author(say`Where each deploy keeps a release of its own, keep fewer of them.`),
        provider(say`Have the disk or the plan's space raised.`),
      ],
    }
  },
})

function shortOf({ freeBytes, totalBytes, freeInodes }: DiskFacts): DiskFull['what'] | null {
  if (totalBytes > 0 && freeBytes < nothingBytes) return 'space'
  if (freeInodes === 0) return 'inodes'
  return freeBytes < littleBytes && freeBytes < totalBytes * nearlyFull ? 'space' : null
}
