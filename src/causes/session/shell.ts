import { type ExecFacts, type Facts, type SftpFacts, seen } from '../../facts'

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
  /** Nothing that this step was asked for needs a shell. */
  readonly sftpIsEnough: boolean
  /** OpenSSH told that the line of the key in authorized_keys has `command=` (auth.c, auth_log_authopts). */
  readonly keyHasCommand: boolean
}

/**
 * Which known program answers in the place of a shell. silent: it only exited with 1, as /bin/false does; missing: the
 * shell itself is not there.
 */
export type ShellKind =
  'nologin' | 'hosting' | 'cloud-init' | 'git' | 'sftp-only' | 'missing' | 'silent'

/** Null when no session was observed. */
export function shellOf(facts: Facts): Shell | null {
  const session = seen(facts.session)
  if (!session) return null
  const exec = seen(session.exec)
  const sftp = seen(session.sftp)
  const refused = exec?.outcome === 'ran' && !exec.tokenSeen
  const text = exec ? [exec.before, exec.after, exec.stderr].join('\n').trim() : ''
  const sftpWorks = sftp?.outcome === 'works'
  return {
    exec,
    sftp,
    refused,
    text,
    kind: refused ? kindOf(text, exec) : null,
    sftpWorks,
    sftpIsEnough:
      sftpWorks && facts.input.sftp === 'required' && !facts.input.given.includes('commands'),
    keyHasCommand: session.debug.some((text) => /key options:.*\bcommand\b/.test(text)),
  }
}

/** The texts: nologin(8) of util-linux and shadow, cPanel's noshell, cloud-init's disable_root_opts, git-shell, session.c. */
const texts: readonly (readonly [ShellKind, RegExp])[] = [
  ['sftp-only', /allows sftp connections only|sftp only|only sftp/i],
  ['cloud-init', /please login as the user/i],
  [
    'git',
    /does not provide shell access|welcome to gitlab|interactive git shell is not enabled|you can use git|logged in via ssh key/i,
  ],
  ['nologin', /account is currently not available|nologin/i],
  ['hosting', /shell access is (not enabled|disabled)|shell access (denied|not)|no shell access/i],
  ['missing', /^(\S+: )*\/\S*sh: no such file or directory/im],
]

function kindOf(text: string, exec: ExecFacts): ShellKind | null {
  const known = texts.find(([, pattern]) => pattern.test(text))
  if (known) return known[0]
  if (text === '' && exec.exitCode === 1) return 'silent'
  return null
}

/** The user that cloud-init's text names, when it is a plain account name. */
export function userNamedBy(text: string): string | null {
  return /login as the user "([a-z_][a-z0-9_-]{0,31})"/i.exec(text)?.[1] ?? null
}
