import type { Clock } from '../clock'
import { type DiskFacts, type TargetFacts } from '../../facts'
import { ours, type Raw, remote, remoteOrNull } from '../../facts/unredacted'
import type { SshSession } from '../../ssh/session'
import { type FileSystem, SftpClient, sftpLimit } from '../../ssh/sftp-client'
import { partOfPath } from './deploy-answer'
import { whyNot } from './interruption'
import { observe } from './observe'
import { type Fact, notChecked } from '../../facts/fact'

const longestPath = 4096
/** f_flag of statvfs@openssh.com (OpenSSH PROTOCOL section 4.4). */
const readOnlyFlag = 1n

/**
 * Looks at directories through SFTP, for accounts that run no command: STAT, REALPATH and statvfs@openssh.com. SFTP tells
 * neither the user's number nor its groups, so that whether it may write is reckoned from mode and owner, or left open. Null
 * in the place of one that cannot be seen.
 */
export function lookBySftp(
  session: SshSession,
  directories: readonly string[],
  user: string,
  clock: Clock,
): Promise<Raw<Fact<readonly (TargetFacts | null)[]>>> {
  return observe<readonly (TargetFacts | null)[]>(clock, async () => {
    if (directories.every((each) => sftpPath(each) === null)) return notChecked('unavailable')
    const opened = await session.sftp(sftpLimit)
    if ('how' in opened) return whyNot(opened, clock)
    if (opened.kind !== 'open') return notChecked('unavailable')
    try {
      const sftp = await session.until(SftpClient.start(opened.reader))
      if (sftp === null) return notChecked('unavailable')
      if ('how' in sftp) return whyNot(sftp, clock)
      const found: (Raw<TargetFacts> | null)[] = []
      for (const directory of directories) {
        const path = sftpPath(directory)
        const seen = path === null ? null : await session.until(lookAt(sftp, directory, path, user))
        if (seen !== null && 'how' in seen) return whyNot(seen, clock)
        found.push(seen)
      }
      return found
    } finally {
      opened.reader.close()
    }
  })
}

/** Relative paths begin where the login does, and so does `~`; other homes and variables are unknown to SFTP. */
function sftpPath(target: string): string | null {
  const path = target.replace(/(?<=[^/])\/+$/, '')
  const home = /^(?:~|\$HOME|\$\{HOME\})(?:\/(.*))?$/s.exec(path)
  if (home) return home[1] === undefined || home[1] === '' ? '.' : home[1]
  return /^~|[$`\\]|^[A-Za-z]:/.test(path) ? null : path
}

/** Null when the server answers with something else than yes, no such file, or permission denied. */
async function lookAt(
  sftp: SftpClient,
  target: string,
  path: string,
  user: string,
): Promise<Raw<TargetFacts> | null> {
  const found = await stat(sftp, path)
  if (found === 'unclear') return null
  let nearest = path
  let there = found
  while (there === 'missing' || there === 'hidden') {
    const above = parentOf(nearest)
    if (above === nearest) return null
    nearest = above
    const next = await stat(sftp, nearest)
    if (next === 'unclear') return null
    there = next
  }
  const home = await stat(sftp, '.')
  const fileSystem = await sftp.fileSystem(nearest)
  const disk = fileSystem && diskOf(fileSystem, user === 'root')
  const isDirectory = (there.mode & 0o170000) === 0o040000
  return {
    path: ours(target),
    kind: typeof found === 'string' ? found : isDirectory ? 'directory' : 'file',
    nearest: partOfPath(nearest, target),
    nearestIsDirectory: isDirectory,
    realPath: remoteOrNull(await sftp.realPath(nearest), longestPath),
    enterable: null,
    writable: disk?.readOnly
      ? false
      : mayWrite(there, user, typeof home === 'string' ? null : home.uid),
    judgedBy: 'mode',
    readOnly: disk?.readOnly ?? null,
    mode: ours(modeText(there)),
    owner: remote(String(there.uid)),
    group: remote(String(there.gid)),
    repository: null,
    disk: disk?.facts ?? null,
  }
}

/** The parent of a path: `.` is above every relative path, `/` above every absolute one. */
export function parentOf(path: string): string {
  if (/^\/+$/.test(path)) return '/'
  const cut = path.replace(/\/+$/, '').lastIndexOf('/')
  if (cut < 0) return '.'
  return cut === 0 ? '/' : path.slice(0, cut)
}

/**
 * Whether mode and owner let the user make files. The owner of the login's directory is taken for the user, unless that is
 * root (a chroot). Null where it depends on a group.
 */
export function mayWrite(
  { mode, uid }: Pick<Stats, 'mode' | 'uid'>,
  user: string,
  homeUid: number | null,
): boolean | null {
  const needed = (bits: number) => (mode & bits) === bits
  if (user === 'root' || needed(0o003)) return true
  const own = homeUid === null || homeUid === 0 ? null : homeUid
  if (own !== null && own === uid) return needed(0o300)
  if (needed(0o030)) return null
  if (uid === 0 || own !== null) return false
  return needed(0o300) ? null : false
}

interface Stats {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Attributes are optional (draft-ietf-secsh-filexfer-02 section 5), and so is the type of the file in the mode. */
async function stat(
  sftp: SftpClient,
  path: string,
): Promise<Stats | 'missing' | 'hidden' | 'unclear'> {
  const found = await sftp.stat(path)
  if (found === 'missing' || found === 'hidden') return found
  if (found === null) return 'unclear'
  const { mode, uid, gid } = found
  if (mode === null || uid === null || gid === null || (mode & 0o170000) === 0) return 'unclear'
  return { mode, uid, gid }
}

interface Disk {
  readonly facts: Raw<DiskFacts>
  readonly readOnly: boolean
}

function diskOf(found: FileSystem, isRoot: boolean): Disk {
  const { fragmentSize, blocks, files, availableFiles, flags } = found
  const free = isRoot ? found.freeBlocks : found.availableBlocks
  return {
    facts: {
      freeBytes: Number(fragmentSize * free),
      totalBytes: Number(fragmentSize * blocks),
      freeInodes: files > 0n ? Number(availableFiles) : null,
      totalInodes: files > 0n ? Number(files) : null,
      mountPoint: null,
    },
    readOnly: (flags & readOnlyFlag) !== 0n,
  }
}

/** As `ls -l` writes it. */
function modeText({ mode }: Stats): string {
  const bits = Array.from('rwxrwxrwx', (letter, index) => (mode & (0o400 >> index) ? letter : '-'))
  return `${(mode & 0o170000) === 0o040000 ? 'd' : '-'}${bits.join('')}`
}
