import { type AuthenticationFacts, type HostKey } from '../facts'
import { isRedacted } from '../facts/unredacted'
import type { OtherLogin } from '../inputs/other-login'
import { isPasswordMethod } from '../knowledge/login-prompts'
import type { Signer } from '../ssh/session'
import type { HostSession } from './host-session'
import { seen } from '../facts/fact'

/** What another login may use, and the host key that it must meet. */
export interface RemainingCredentials {
  readonly signer: Signer | null
  readonly password: string | null
  readonly hostKey: HostKey
}

/**
 * What of the other login the server has not refused yet; null when that is nothing, or when no login was tried at all. A
 * login is never repeated. Nor is a password sent where the host key could not be compared in full (see stages/host-key.ts).
 */
export function remainingCredentials(
  targetSession: HostSession,
  other: OtherLogin & { readonly signer: Signer | null },
): RemainingCredentials | null {
  const { auth, hostkey: hostKeyFact } = targetSession.stages.facts
  const login = (auth && seen(auth)) ?? null
  const met = (hostKeyFact && seen(hostKeyFact)) ?? null
  if (login === null || met === null) return null
  if (other.by === 'password' && !isPasswordLeft(login)) return null
  const { password } = other.credentials
  const isSameUser = other.credentials.username === targetSession.credentials.username
  const isSamePassword = isSameUser && password === targetSession.credentials.password
  const isSameKey = isSameUser && targetSession.signers.some((each) => isEqual(other.signer, each))
  const isCompared = met.pin.verdict !== 'other-type' || met.pin.otherType !== null
  const rest = {
    signer: isSameKey && wasTried(login, isKey) ? null : other.signer,
    password:
      !isCompared || (isSamePassword && wasTried(login, isPasswordMethod)) ? null : password,
  }
  const hadNone = other.signer === null && password === null
  if (rest.signer === null && rest.password === null && !hadNone) return null
  const key = met.pin.otherType ?? met.presented
  // A server that puts a secret into its key gets no other one.
  return isRedacted(key) ? null : { ...rest, hostKey: key }
}

const isKey = (method: string) => method === 'publickey'

const wasTried = ({ attempts }: AuthenticationFacts, is: (method: string) => boolean) =>
  attempts.some(({ method }) => is(method))

/**
 * Whether the deploy's own password is still to be tried: the server accepts passwords, and ended the connection over the
 * key. Behind a key that it accepted, the account itself is refused.
 */
function isPasswordLeft(login: AuthenticationFacts): boolean {
  const isOffered = login.methods?.some(isPasswordMethod) ?? false
  const keyAccepted = login.attempts.some(({ pkOk }) => pkOk === true)
  return (
    isOffered && !wasTried(login, isPasswordMethod) && !keyAccepted && login.acceptedBy === null
  )
}

function isEqual(a: Signer | null, b: Signer): boolean {
  return a?.publicKey.equals(b.publicKey) ?? false
}
