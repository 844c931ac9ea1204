import { type DeployNeeds, readDeployNeeds } from './deploy-needs'
import { readEndpoints } from './endpoint'
import type { Endpoint } from './login'
import { type ReadInput, secretInputs } from '../facts/input-names'
import { type OtherInputs, readMisnamed } from './misnamed'
import { optionReader } from './options'
import { type OtherLogin, readOtherLogin } from './other-login'
import { readProxy } from './proxy'

/** One host to look at. */
export interface Target extends Endpoint {
  /** The jump host before it; null for a direct connection. */
  readonly proxy: Endpoint | null
  /** What the deploy needs there. */
  readonly needs: DeployNeeds
  /** The login that may ask the server itself where the own one fails; null without `server_check`. */
  readonly otherLogin: OtherLogin | null
  readonly timeoutMs: number
}

/** What a whole run was asked for. */
export interface Inputs {
  /** At least one: without a host, one that says so. */
  readonly targets: readonly Target[]
  readonly failOn: 'error' | 'warning' | 'never'
  /** How long to go on trying until the server is up; 0 for one try. */
  readonly waitMs: number
  /** The answer of the check on the server, or the path of a file with it, untrimmed; null when not given. */
  readonly serverReport: string | null
  readonly comment: boolean
  /** Path of the JSON report; null for the default place. */
  readonly report: string | null
}

const defaultTimeoutMs = 30_000
const leastTimeoutMs = 1000

/** Lines of one secret that are looked for: the largest key that is read, of RSA with 16384 bits, has some 200. */
const mostLines = 1000

/**
 * Reads every input once. An empty value is "not given": a runner applies a default only when the key is absent. What
 * is wrong with a value becomes a problem in the facts of each target, so that the catalog explains it; nothing throws. `others` are
 * the inputs that the action does not declare.
 */
export function loadInputs(read: ReadInput, others: OtherInputs = new Map()): Inputs {
  const secrets = secretInputs.flatMap((name) => linesOf(read(name)))
  const options = optionReader(read, secrets)
  const run = {
    failOn: options.word('fail_on', ['error', 'warning', 'never'], 'error'),
    waitMs: options.duration('wait', 0, 0),
    serverReport: read('server_report').trim() === '' ? null : read('server_report'),
    comment: options.onOff('comment', false),
    report: options.path('report'),
  }
  const timeoutMs = options.duration('timeout', defaultTimeoutMs, leastTimeoutMs)
  const needs = readDeployNeeds(options)
  const otherLogin = readOtherLogin(read, options, secrets)
  const proxy = readProxy(read, secrets)
  const problems = [...options.problems, ...otherLogin.problems]
  const misnamed = readMisnamed(read, others)
  const targetOf = (endpoint: Endpoint): Target => ({
    ...endpoint,
    facts: {
      ...endpoint.facts,
      problems: [...endpoint.facts.problems, ...problems],
      ...(misnamed.length > 0 && { misnamed }),
    },
    proxy,
    needs,
    otherLogin: otherLogin.to(endpoint),
    timeoutMs,
  })
  return { targets: readEndpoints(read, secrets).map(targetOf), ...run }
}

/** A secret and its lines, as a wrong input may hold a part of a key. */
const linesOf = (secret: string) =>
  [secret, ...secret.split(/[\r\n]+/, mostLines)]
    .map((line) => line.trim())
    .filter((line) => line !== '')
