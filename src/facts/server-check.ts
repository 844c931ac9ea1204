import type { ServerCauseId } from './cause-ids'

/**
 * What server-check.sh said on the server itself. Its texts are untrusted, as those of a banner are: a person pasted them,
 * or the server sent them.
 */
export interface ServerCheckFacts {
  /** How it came: pasted by a person, or run by us through another login. */
  readonly by: 'paste' | 'login'
  /** What the check was asked; null where it was not asked, or does not say. */
  readonly asked: {
    readonly port: number | null
    readonly user: string | null
    readonly from: string | null
    readonly keyFingerprint: string | null
  }
  readonly system: {
    readonly name: string | null
    /** What starts services: systemd, openrc, runit, sysvinit or none. */
    readonly init: string | null
    /** The SSH server, such as `OpenSSH_9.2p1`. */
    readonly server: string | null
    /** Whether it ran as root, and so could see everything; null when it does not say. */
    readonly root: boolean | null
  }
  /** What it found, first things first; empty when it found nothing that keeps the login out. */
  readonly verdicts: readonly ServerVerdict[]
  readonly evidence: readonly {
    readonly mark: 'ok' | 'bad' | 'info'
    readonly area: string
    readonly text: string
  }[]
  /** What it could not see, each with the reason. */
  readonly notSeen: readonly string[]
  /** False when a part of the answer is missing: what it does not name is then not ruled out. */
  readonly whole: boolean
}

/** One cause that the on-server check found. */
export interface ServerVerdict {
  readonly id: ServerCauseId
  readonly certainty: 'proved' | 'likely' | 'possible'
  readonly why: string
}
