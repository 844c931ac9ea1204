import { type ExecFacts, type SftpFacts } from '../../facts'
import type { View } from '../view'
import { seen } from '../../facts/fact'
import { channelUse, type ChannelUse, sureLine } from './channel-use'

/** The session facts with what several causes ask of them. */
export interface Shell {
  readonly exec: ExecFacts | null
  readonly sftp: SftpFacts | null
  /** A program ran there, but not our command. */
  readonly refused: boolean
  /** All that came back instead of our token, stdout first. */
  readonly text: string
  readonly kind: ShellKind | null
  readonly sftpWorks: boolean
  readonly sftpRequired: boolean
  /** The workflow names programs that the deploy runs on the server. */
  readonly runsCommands: boolean
  /** Nothing that this step was asked for, and no later step, needs a shell. */
  readonly sftpIsEnough: boolean
  /** What the later steps need. */
  readonly uses: ChannelUse
  /** OpenSSH reported that the line of the key in authorized_keys has `command=` (auth.c, auth_log_authopts). */
  readonly keyHasCommand: boolean
}

/**
 * Which known program answers instead of a shell. silent: it only exited with 1, as /bin/false does; missing: the shell
 * itself does not exist.
 */
export type ShellKind =
  | 'nologin'
  | 'hosting'
  | 'cloud-init'
  | 'git'
  | 'sftp-only'
  | 'restricted'
  | 'device'
  | 'missing'
  | 'silent'

/** Reads the facts of the session. */
export function shellOf(view: View<'session'>): Shell {
  const { session, input } = view
  const exec = seen(session.exec)
  const sftp = seen(session.sftp)
  const text = exec ? [exec.before, exec.after, exec.stderr].join('\n').trim() : ''
  const sftpWorks = sftp?.outcome === 'works'
  const sftpRequired = input.sftp === 'required'
  const runsCommands = input.given.includes('programs')
  const uses = channelUse(view)
  // A Git service is all that these steps want.
  const isForGit = uses.shell.length > 0 && uses.shell.every(({ client }) => client.id === 'git')
  const isRefused = exec?.outcome === 'ran' && !exec.tokenSeen
  const refused = isRefused && !(isForGit && isGitService(text))
  const isShellUnused = uses.sftp.length > 0 && uses.shell.length + uses.unknown.length === 0
  const isSftpMeant = sftpRequired ? sureLine(uses.shell) === null : isShellUnused
  const keyHasCommand = session.debug.some((text) => /key options:.*\bcommand\b/.test(text))
  return {
    exec,
    sftp,
    refused,
    text,
    kind: refused ? kindOf(text, exec, keyHasCommand) : null,
    sftpWorks,
    sftpRequired,
    runsCommands,
    sftpIsEnough: sftpWorks && isSftpMeant && !runsCommands,
    uses,
    keyHasCommand,
  }
}

/** The test command, also where the session itself was not observed. */
export function execOf({ session }: View): ExecFacts | null {
  return session && seen(session.exec)
}

/**
 * The texts: session.c of OpenSSH, cloud-init's disable_root_opts, the Git services, gitolite, gitlab-shell, Gitea, Gerrit and
 * git-shell, rssh, GNU rush and lshell, MikroTik, Cisco, Juniper and Fortinet, nologin(8) of util-linux and shadow, cPanel's
 * noshell.
 */
const texts: readonly (readonly [ShellKind, RegExp])[] = [
  ['sftp-only', /allows sftp connections only|sftp only|only sftp/i],
  ['cloud-init', /please login as the user/i],
  [
    'git',
    /does not provide (shell access|an interactive shell)|do not provide an interactive shell|welcome to git|interactive git shell is not enabled|you can use git|logged in via ssh key|to clone a git:\/\/ URL|unknown git\/gitolite command|disallowed command|unknown git command|gerrit code review|fatal: unrecognized command|remote: shell access is not supported/i,
  ],
  [
    'restricted',
    /restricted by rssh|you are not permitted to execute this command|\*\*\* forbidden (command|syntax|path)|restricted shell account/i,
  ],
  [
    'device',
    /bad command name \S+ \(line|invalid input detected at|line has invalid autocommand|^(error: )?unknown (command|action)\b|^invalid input: |command parse error before/im,
  ],
  ['nologin', /account is currently not available|nologin/i],
  [
    'hosting',
    /(shell|ssh) access (is |has been )?(not (been )?(enabled|allowed|available|permitted|supported)|disabled|denied)|no shells? (access|on this server)/i,
  ],
  ['missing', /^(\S+: )*\/\S*sh: no such file or directory/im],
]

const isGitService = (text: string) =>
  texts.some(([kind, pattern]) => kind === 'git' && pattern.test(text))

/** The command of the key decides what runs. With one, only texts that say what to do instead count. */
function kindOf(text: string, exec: ExecFacts, keyHasCommand: boolean): ShellKind | null {
  const [known = null] = texts.find(([, pattern]) => pattern.test(text)) ?? []
  if (keyHasCommand) return known === 'cloud-init' || known === 'sftp-only' ? known : null
  if (known) return known
  // sshd names the shell that it could not start, also when only the interpreter of its first line is missing (session.c, do_child).
  if (/^\/\S+: no such file or directory$/i.test(text)) return 'missing'
  if (text === '' && exec.exitCode === 1) return 'silent'
  return null
}

/** The user whom cloud-init's text names, if that is a plain account name. */
export function userNamedBy(text: string): string | null {
  return /login as the user "([a-z_][a-z0-9_-]{0,31})"/i.exec(text)?.[1] ?? null
}
