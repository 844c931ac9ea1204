/** What the later steps of the job do over SSH: facts of the workflow file. */

/** A later step that connects by SSH: an action, or one command of a `run:` script. */
export interface DeployStep {
  /** Id of src/knowledge/deploy-clients.ts: `owner/name` of the action, or the name of the program. */
  readonly client: string
  /** The version of the action, as written after the `@`; null for a command. */
  readonly version: string | null
  /** Line of its `uses:`, or of the command, counted from 1. */
  readonly line: number
  /** What it sets of the inputs that matter to the connection. `text` is source text, an expression never its value. */
  readonly entries: readonly {
    readonly input: string
    readonly line: number
    readonly text: string
    /** An expression in the script itself, with more of its line behind it: a newline at the end of its value cuts the command in two. Absent in older reports. */
    readonly cutsCommand?: true
  }[]
  /**
   * The environment variables in effect that beat an input of this client. Line and source text are those of the `env:`
   * entry; null for a variable that only the runner's environment has, whose value is never read.
   */
  readonly env: readonly {
    readonly name: string
    readonly line: number | null
    readonly text: string | null
  }[]
  /** maybe: it has an `if:`, or the command is in a branch of its script. */
  readonly runs: 'always' | 'maybe'
  /** The job goes on when it fails (`continue-on-error`). */
  readonly mayFail: boolean
  readonly needs: ServerNeeds
  /** For a command that runs the ssh of the runner: what the job does for it on the runner. Absent for others, and in older reports. */
  readonly openssh?: OpensshPreparation
}

/** What the scripts of a job do on the runner before one command that runs ssh. */
export interface OpensshPreparation {
  /**
   * Which host keys it knows. as-found: those that the runner has while our own step runs; scanned: those, and what `scans` added;
   * changed: something else may write known_hosts in between; not-used: its options say what it does with the host key.
   */
  readonly knownHosts: 'as-found' | 'scanned' | 'changed' | 'not-used'
  readonly scans: readonly HostKeyScan[]
  /** The file with its private key, where a script of the job writes it in a way that is understood; else null. */
  readonly keyFile: WrittenKeyFile | null
  /** Something between our own step and the command may give it a key or a password: a file that it looks for, an agent, a program. */
  readonly changesKeys: boolean
  /** The other files that it writes the value of an expression into. */
  readonly otherFiles: readonly WrittenKeyFile[]
  /** The job has an agent, or a program that types passphrases. */
  readonly isAssisted: boolean
  /** Something in between may install programs, or change PATH. */
  readonly mayInstall: boolean
}

/** An `ssh-keyscan` after our own step that adds to known_hosts. */
export interface HostKeyScan {
  readonly line: number
  /** Source texts; a port of null is 22. */
  readonly host: string
  readonly port: string | null
  /** The value of `-t`; null without it. */
  readonly types: string | null
  /** The value of `-T`; null without it. */
  readonly timeout: string | null
  /** The file is named from `~` or `$HOME`, which is not where ssh looks when HOME is not the home of the account. */
  readonly inHome: boolean
}

/** A private key that a script writes into a file. */
export interface WrittenKeyFile {
  /** Line of the command that writes it. */
  readonly line: number
  /** As the script names it, `~` in the place of `$HOME`. */
  readonly path: string
  /** Source text of what is written, a reference and never a value. */
  readonly source: string
  /** It is decoded from base64. */
  readonly decoded: boolean
  /** The shell splits the text at its line breaks, as there are no quotes around it. */
  readonly splits: boolean
  /** with-newline: a newline is written behind it, as by `echo`. edited: a program such as `tr` changes it on the way. */
  readonly written: 'as-given' | 'with-newline' | 'edited'
  /** private: only its owner can read it. open: it has the mode of every new file. */
  readonly mode: 'private' | 'open' | 'unknown'
  /** Line of the `ssh-add` or `ssh-keygen -y` that reads it while it has the mode of every new file; null without one. */
  readonly readOpenAt: number | null
}

/** What a step uses on the server, as far as its text says so. */
export interface ServerNeeds {
  /** shell: the account's shell runs a command; sftp: the SFTP subsystem; both; none: it does not connect itself. */
  readonly channel: 'shell' | 'sftp' | 'both' | 'none'
  readonly programs: readonly NeededProgram[]
  readonly directories: readonly NeededDirectory[]
  /** What its script has that not every shell understands, each once. */
  readonly syntax: readonly NeededSyntax[]
  /** The commands that its script runs with `sudo`. */
  readonly sudo: readonly NeededSudo[]
}

interface Need {
  readonly line: number
  /** Whether the step fails without it. */
  readonly isRequired: boolean
}

/** A program that the account's shell starts there. */
export interface NeededProgram extends Need {
  /** Without a directory, or an absolute path. */
  readonly name: string
}

/** A command that another user runs through sudo. */
export interface NeededSudo extends Need {
  /** The options of sudo that choose a user, and the command: `-u www-data php`, as far as they are literal. */
  readonly command: string
  /** False when more follows that is only known at run time. */
  readonly isWhole: boolean
}

export interface NeededDirectory extends Need {
  /** Absolute, or from the home directory: `~/site`, `site`. */
  readonly path: string
  /** enter: `cd`; write: files are created in it; git: a command of Git runs in it; source: it is a file that the script reads. */
  readonly use: 'enter' | 'write' | 'git' | 'source'
  /** The command of Git asks a remote of the repository. */
  readonly asksRemote?: true
  /** How many missing directories the client creates. */
  readonly creates: 'all' | 'last' | 'none'
  /** It sets times or modes of the directory, which only its owner can do (rsync -a, -t, -p). */
  readonly setsTimes: boolean
  /** Who resolves the path: a shell knows `~`, SFTP does not. */
  readonly through: 'shell' | 'sftp'
}

/** Constructs of POSIX shells and bash that fish, tcsh, cmd.exe or a plain sh reads otherwise. */
export type ShellSyntax =
  | 'assignment'
  | 'export'
  | 'substitution'
  | 'stderr-redirect'
  | 'here-document'
  | 'branch'
  | 'loop'
  | 'function'
  | 'double-brackets'
  | 'source'

export interface NeededSyntax extends Need {
  readonly what: ShellSyntax
}
