import type { AuthenticationFacts } from './authentication'

/** How the other login went, through which the check on the server itself was to be run. */
export interface OtherLoginFacts {
  /** admin: the account of `admin_username`; password: the deploy's own account, by its password. */
  readonly by: 'admin' | 'password'
  /** `***` when it contains a secret. */
  readonly user: string
  /** first: the deploy's own connection, which its password opened after the key had failed; second: one more. */
  readonly connection: 'first' | 'second'
  /**
   * accepted: logged in, and the check was started. refused: the server said no, or takes nothing of what we have.
   * ended: the connection was not made, or ended before an answer. host-key-changed: the server had another host key than
   * before, so nothing was sent to it. no-credential: the key of this login can't be used, and there is no password.
   */
  readonly outcome: 'accepted' | 'refused' | 'ended' | 'host-key-changed' | 'no-credential'
  readonly authentication: AuthenticationFacts | null
  /** What came in place of an answer of the check, clipped at 1 KiB; empty when it answered, or never ran. */
  readonly said: string
}
