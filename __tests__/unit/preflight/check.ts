import { nothingAsked } from '../../../src/inputs/deploy-needs'
import { isWorthAsking } from '../../../src/diagnosis/server-check/worth-asking'
import type { Facts, InputFacts } from '../../../src/facts'
import type { Target } from '../../../src/inputs'
import type { Endpoint } from '../../../src/inputs/login'
import { preflight } from '../../../src/preflight'
import { healthy } from '../../fixtures/healthy'
import { keyPair } from './servers'

/** What one preflight of a server on this machine is given; the rest is as usual. */
export interface CheckOptions {
  readonly port: number
  readonly key?: string | null
  readonly password?: string | null
  readonly passphrase?: string | null
  readonly fingerprint?: string | null
  readonly knownHosts?: string | null
  readonly input?: Partial<InputFacts>
  readonly proxy?: Endpoint | null
  readonly needs?: Target['needs']
  readonly otherLogin?: Target['otherLogin']
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly workflow?: Facts['workflow']
  readonly onStage?: (facts: Facts) => void
  /** The passwords of the target and its jump host when absent. */
  readonly secrets?: readonly string[]
}

const secretsOf = ({ credentials, proxy, otherLogin }: Target) =>
  [credentials, proxy?.credentials, otherLogin?.credentials].flatMap((each) => each?.password ?? [])

/** Runs a preflight as user `deploy` with the key `client` that the test servers accept. */
export function check(options: CheckOptions): Promise<Facts> {
  const input = {
    ...healthy.hops.target.input,
    user: 'deploy',
    host: '127.0.0.1',
    port: options.port,
    ...options.input,
  }
  const target: Target = {
    facts: input,
    credentials: {
      username: input.user,
      password: options.password ?? null,
      key: options.key === undefined ? keyPair('client').private : options.key,
      keyPath: null,
      passphrase: options.passphrase ?? null,
    },
    pins: { fingerprint: options.fingerprint ?? null, knownHosts: options.knownHosts ?? null },
    proxy: options.proxy ?? null,
    needs: options.needs ?? nothingAsked,
    otherLogin: options.otherLogin ?? null,
    timeoutMs: options.timeoutMs ?? 10_000,
  }
  return preflight(target, {
    secrets: options.secrets ?? secretsOf(target),
    runner: healthy.runner,
    workflow: options.workflow ?? healthy.workflow,
    signal: options.signal ?? new AbortController().signal,
    isWorthAsking,
    onStage: options.onStage ?? (() => undefined),
  })
}
