import type { SFTPWrapper, Stats } from 'ssh2'
import type { Clock } from '../clock'
import { type DiskFacts, type Fact, notChecked, type NotChecked, type TargetFacts } from '../facts'
import { ours, type Raw, remote, remoteOrNull } from '../facts/unredacted'
import type { Interruption, SshConnection } from '../ssh/connection'
import { partOfPath } from './deploy-answer'
import { observe, outOfTime } from './observe'

const longestPath = 4096
/** SSH_FX_NO_SUCH_FILE and SSH_FX_PERMISSION_DENIED (draft-ietf-secsh-filexfer-02 section 7). */
const noSuchFile = 2
const permissionDenied = 3
/** f_flag of statvfs@openssh.com (OpenSSH PROTOCOL section 4.4). */
const readOnlyFlag = 1n

/**
 * Looks at the target through SFTP, for accounts that run no command: STAT, REALPATH and statvfs@openssh.com. SFTP tells
 * neither the user's number nor its groups, so that whether it may write is reckoned from mode and owner, or left open.
 */
export function lookBySftp(
  connection: SshConnection,
  target: string,
  user: string,
  clock: Clock,
): Promise<Raw<Fact<TargetFacts>>> {
  return observe<TargetFacts>(clock, async (): Promise<Raw<TargetFacts> | NotChecked> => {
    const path = sftpPath(target)
    if (path === null) return notChecked('no-way')
    const opened = await connection.until(openSftp(connection), clock)
    if (opened === null) return notChecked('no-way')
    if ('how' in opened) return interrupted(opened, clock)
    try {
      const seen = await connection.until(lookAt(opened, target, path, user), clock)
      if (seen === null) return notChecked('no-way')
      return 'how' in seen ? interrupted(seen, clock) : seen
    } finally {
      opened.end()
    }
  })
}

const interrupted = ({ how }: Interruption, clock: Clock): NotChecked =>
  how === 'stalled' ? outOfTime(clock) : notChecked('no-way')

/** Relative paths begin where the login does, and so does `~`; other homes and variables are unknown to SFTP. */
function sftpPath(target: string): string | null {
  const path = target.replace(/(?<=[^/])\/+$/, '')
  const home = /^(?:~|\$HOME|\$\{HOME\})(?:\/(.*))?$/s.exec(path)
  if (home) return home[1] === undefined || home[1] === '' ? '.' : home[1]
  return /^~|[$`\\]|^[A-Za-z]:/.test(path) ? null : path
}

function openSftp({ client }: SshConnection): Promise<SFTPWrapper | null> {
  return new Promise((resolve) => {
    try {
      client.sftp((error, sftp) => {
        if (error) resolve(null)
        else {
          // What breaks the protocol is reported here; the answer that it should have been never comes.
          sftp.on('error', () => undefined)
          resolve(sftp)
        }
      })
    } catch {
      resolve(null)
    }
  })
}

/** Null when the server answers with something else than yes, no such file, or permission denied. */
async function lookAt(
  sftp: SFTPWrapper,
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
  const disk = await statvfs(sftp, nearest, user === 'root')
  const isDirectory = there.isDirectory()
  return {
    path: ours(target),
    kind: typeof found === 'string' ? found : isDirectory ? 'directory' : 'file',
    nearest: partOfPath(nearest, target),
    nearestIsDirectory: isDirectory,
    realPath: remoteOrNull(await realPath(sftp, nearest), longestPath),
    writable: disk?.readOnly
      ? false
      : mayWrite(there, user, typeof home === 'string' ? null : home.uid),
    judgedBy: 'mode',
    readOnly: disk?.readOnly ?? null,
    mode: ours(modeText(there)),
    owner: remote(String(there.uid)),
    group: remote(String(there.gid)),
    disk: disk?.facts ?? null,
  }
}

/** `.` stands above every relative path, `/` above every absolute one. */
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

type Found = Stats | 'missing' | 'hidden' | 'unclear'

function stat(sftp: SFTPWrapper, path: string): Promise<Found> {
  return new Promise((resolve) => {
    sftp.stat(path, (error: (Error & { code?: unknown }) | undefined, stats) => {
      if (!error) resolve(isTold(stats) ? stats : 'unclear')
      else if (error.code === noSuchFile) resolve('missing')
      else resolve(error.code === permissionDenied ? 'hidden' : 'unclear')
    })
  })
}

/** Attributes are optional (draft-ietf-secsh-filexfer-02 section 5), and so is the type of the file in the mode. */
const isTold = ({ mode, uid, gid }: Stats): boolean =>
  [mode, uid, gid].every(Number.isInteger) && (mode & 0o170000) !== 0

function realPath(sftp: SFTPWrapper, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    sftp.realpath(path, (error, real) => {
      resolve(error ? null : real)
    })
  })
}

interface Disk {
  readonly facts: Raw<DiskFacts>
  readonly readOnly: boolean
}

/** Null where the server does not know the extension. */
function statvfs(sftp: SFTPWrapper, path: string, isRoot: boolean): Promise<Disk | null> {
  return new Promise((resolve) => {
    const answer = (error: Error | undefined, info: unknown) => {
      resolve(error ? null : diskOf(info, isRoot))
    }
    try {
      sftp.ext_openssh_statvfs(path, answer)
    } catch {
      resolve(null)
    }
  })
}

function diskOf(info: unknown, isRoot: boolean): Disk | null {
  const field = (name: string): bigint | null => {
    const value: unknown =
      typeof info === 'object' && info !== null ? Reflect.get(info, name) : null
    if (typeof value === 'bigint') return value
    return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null
  }
  const [size, blocks, free] = [
    field('f_frsize'),
    field('f_blocks'),
    field(isRoot ? 'f_bfree' : 'f_bavail'),
  ]
  if (size === null || blocks === null || free === null) return null
  const inodes = field('f_files') ?? 0n
  return {
    facts: {
      freeBytes: Number(size * free),
      totalBytes: Number(size * blocks),
      freeInodes: inodes > 0n ? Number(field('f_favail') ?? 0n) : null,
      totalInodes: inodes > 0n ? Number(inodes) : null,
      mountPoint: null,
    },
    readOnly: ((field('f_flag') ?? 0n) & readOnlyFlag) !== 0n,
  }
}

/** As `ls -l` writes it. */
function modeText({ mode }: Stats): string {
  const bits = Array.from('rwxrwxrwx', (letter, index) => (mode & (0o400 >> index) ? letter : '-'))
  return `${(mode & 0o170000) === 0o040000 ? 'd' : '-'}${bits.join('')}`
}
