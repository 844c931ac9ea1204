import type { Fact } from './fact'

export type PackageManager =
  'apt-get' | 'dnf' | 'yum' | 'apk' | 'pacman' | 'zypper' | 'opkg' | 'pkg' | 'brew'

/** What the deploy needs there, checked without changing anything. */
export interface DeployFacts {
  /** shell: one command in the account's shell; sftp: the SFTP server, where no command runs. */
  readonly by: 'shell' | 'sftp'
  readonly account: AccountFacts | null
  /** The directory of the input `target`. */
  readonly target: Fact<TargetFacts>
  /** Other directories that later steps use. */
  readonly directories: Fact<readonly TargetFacts[]>
  /** The programs of the input `commands`. */
  readonly commands: Fact<CommandsFacts>
  /** Other programs that later steps use. */
  readonly programs: Fact<CommandsFacts>
  /** What sudo says of the commands of later steps; a command is asked for and never run. */
  readonly sudo: Fact<readonly SudoFacts[]>
  /** What `git ls-remote` said on the server, with `deploy_steps: full`. */
  readonly gitRemotes: Fact<readonly GitRemoteFacts[]>
  readonly clock: Fact<ClockFacts>
}

/** Whom the server runs our command as; null by SFTP, which does not say. */
export interface AccountFacts {
  readonly name: string
  readonly uid: number
  readonly groups: readonly string[]
  /** $SHELL: the path of the login shell, which started our command; null when it is not set. */
  readonly shell: string | null
  /** The shell is `sh`, and has nothing that POSIX does not have: dash, for example. */
  readonly isPlainShell: boolean
  /** The program that installs packages there; null when none of those that are known. */
  readonly packages: PackageManager | null
}

/** One command that a later step runs with sudo. */
export interface SudoFacts {
  /** As the step names it. */
  readonly command: string
  /** allowed: without a password; refused: with one, or not at all; unknown: sudo does not tell. */
  readonly answer: 'allowed' | 'refused' | 'unknown'
  /** The last line that sudo printed on standard error. */
  readonly text: string
}

export interface TargetFacts {
  /** The directory as the input or the step names it. */
  readonly path: string
  /** hidden: this user cannot enter a directory on the way, so it cannot be seen. */
  readonly kind: 'directory' | 'file' | 'dangling-link' | 'missing' | 'hidden'
  /** The last part of the path that is there: the target itself when it is. Mode, owner and disk are of this one. */
  readonly nearest: string
  readonly nearestIsDirectory: boolean
  /** Where `nearest` is after all symbolic links; null when unknown. */
  readonly realPath: string | null
  /** Whether the user may enter `nearest`; null when unknown. */
  readonly enterable: boolean | null
  /** Whether the user may make files in `nearest`; null when unknown. */
  readonly writable: boolean | null
  /** access: the kernel was asked (`test -w`, access(2)); mode: reckoned from mode bits and owner, which know no ACL. */
  readonly judgedBy: 'access' | 'mode'
  /** The file system is mounted read-only; null when unknown. */
  readonly readOnly: boolean | null
  /** As `ls -l` shows it: `drwxr-xr-x`; null when unknown. */
  readonly mode: string | null
  /** Names, or numbers where SFTP tells no names. */
  readonly owner: string | null
  readonly group: string | null
  /** The repository of Git that it is in; null without one, and where it was not looked for. */
  readonly repository: RepositoryFacts | null
  readonly disk: DiskFacts | null
}

/** The connection of the server to the remote of a repository on it. */
export interface GitRemoteFacts {
  /** The directory as the step names it. */
  readonly path: string
  readonly outcome: 'works' | 'fails' | 'timeout'
  /** The last line that Git printed on standard error. */
  readonly text: string
}

/** Git refuses a repository that another user owns, unless its path is in `safe.directory` (git-config(1), since 2.35.2). */
export interface RepositoryFacts {
  readonly path: string
  /** Who owns the working tree, and its `.git`. */
  readonly owners: readonly string[]
  readonly isSafe: boolean
  /** Whether its configuration has a word of a remote, or includes another file; null when unknown. Absent in older reports. */
  readonly hasRemote?: boolean | null
}

/** Of the file system of `nearest`, for this user: what is reserved for root is not free. Null where unknown. */
export interface DiskFacts {
  readonly freeBytes: number
  readonly totalBytes: number
  readonly freeInodes: number | null
  readonly totalInodes: number | null
  readonly mountPoint: string | null
}

export interface CommandsFacts {
  readonly commands: readonly CommandFacts[]
  /** Whether the PATH of a login shell was checked as well; it is when a program was not found. */
  readonly loginAsked: boolean
}

export interface CommandFacts {
  readonly name: string
  /** Where `command -v` finds it on the PATH that a deploy's commands get; null when it does not. */
  readonly path: string | null
  /** Whether the account's own shell knows it otherwise, as a function; null when it was not asked. */
  readonly inShell: boolean | null
  /** Where a login shell finds it; null when it does not, or was not asked. */
  readonly loginPath: string | null
  /** Where it was found outside of PATH, in a place that installers use; null when nowhere. */
  readonly elsewhere: string | null
  /** Of docker and rsync: what they do when they are started. Null for others; absent in older reports. */
  readonly trial?: TrialFacts | null
}

/** docker asks its daemon for the version; rsync is started as a server, without a client. */
export interface TrialFacts {
  readonly works: boolean
  /** The last line on standard error, where it does not work. */
  readonly text: string
  /** The version of rsync; null for docker. */
  readonly version: string | null
}

export interface ClockFacts {
  /** The server's clock minus the runner's, in milliseconds: the middle of what is possible. */
  readonly offsetMs: number
  /** How far off that may be to either side: the round trip, and the second in which the server gave its time. */
  readonly marginMs: number
}
