/** The OpenSSH of the runner as later steps will find it: asked once for a host, when a later step runs it. */
export interface RunnerSshFacts {
  /** As `ssh -V` says it: OpenSSH_9.6p1. Null where the runner has no ssh. */
  readonly version: string | null
  /** The programs of later commands that are in no directory of PATH. */
  readonly missing: readonly string[]
  /** The home directory of the account, where ssh looks for its files; null without an account. */
  readonly accountHome: string | null
  /** HOME, where scripts write, is another directory. */
  readonly homeDiffers: boolean
  /** The group or others can read a new file (umask); false where nobody can tell. */
  readonly newFilesAreOpen: boolean
  /** What `ssh -G` says for the host; null where ssh did not say. */
  readonly config: SshConfigFacts | null
  /** The lines of known_hosts for the host; null where not all files could be read. */
  readonly hostKeys: readonly KnownHostKey[] | null
  /** `$HOME/.ssh/known_hosts` has the host, and ssh does not read that file. */
  readonly isKnownInHome: boolean
  /** Those of its lines in the other files that later commands name (`UserKnownHostsFile`), by the text of the option. */
  readonly namedHostKeys: readonly {
    readonly file: string
    readonly hostKeys: RunnerSshFacts['hostKeys']
  }[]
  /** The private key files that exist, of those that the configuration or a later command names. */
  readonly keyFiles: readonly RunnerKeyFile[]
  /** Fingerprints of the keys in the agent of SSH_AUTH_SOCK, in its order; null without an agent. */
  readonly agentKeys: readonly string[] | null
}

/** The configuration of ssh for one host, ssh_config(5). */
export interface SshConfigFacts {
  readonly hostName: string
  readonly port: number
  /** The first jump host; null without one. */
  readonly proxyJump: string | null
  readonly hasProxyCommand: boolean
  readonly strictHostKeyChecking: 'yes' | 'ask' | 'accept-new' | 'off'
  /** HostKeyAlias, KnownHostsCommand, VerifyHostKeyDNS or a shared connection: its host key is known in another way. */
  readonly knowsOtherwise: boolean
  /** The login name of a command that names none. */
  readonly user: string
  /** The key files that ssh looks for, `~` for the home directory of the account. */
  readonly identityFiles: readonly string[]
  /** IdentitiesOnly: ssh offers no key of an agent but those of its files. */
  readonly identitiesOnly: boolean
  /** IdentityAgent or PKCS11Provider: it has keys from elsewhere. */
  readonly keysElsewhere: boolean
}

export interface RunnerKeyFile {
  /** As the configuration or the command names it, `~` for the home directory. */
  readonly path: string
  /** As `ssh-keygen -l` says it; null where it does not. */
  readonly fingerprint: string | null
}

export interface KnownHostKey {
  readonly type: string
  readonly fingerprint: string
  readonly marker: 'none' | 'revoked' | 'cert-authority'
  /** The line names the port too; it always does for port 22. */
  readonly isForPort: boolean
}
