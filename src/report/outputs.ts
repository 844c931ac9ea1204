import { firstFinding } from '../diagnosis/diagnose'
import { type Facts, type HopFacts } from '../facts'
import { isRedacted } from '../facts/unredacted'
import { knownHostsLine } from '../knowledge/host-keys'
import type { Report } from './model'
import { worstFirst } from './run'
import { openCandidates } from './verdict'
import { seen } from '../facts/fact'

/** The outputs of action.yml, by name. */
export interface Outputs {
  readonly result: string
  readonly cause: string
  readonly causes: string
  readonly stage: string
  readonly certainty: string
  readonly host_key: string
  readonly known_hosts: string
  readonly connections: string
  readonly duration_ms: string
  readonly report: string
}

/**
 * The outputs of a run. With several hosts the worst one gives `result`, `cause`, `stage`, `certainty` and `host_key`;
 * `causes` and `known_hosts` hold those of all (without candidates that the check on the server ruled out), `connections` and `duration_ms` are sums. `path` is that of the JSON report,
 * empty when it could not be written.
 */
export function outputs(reports: readonly Report[], path: string): Outputs {
  const sorted = worstFirst(reports).map(({ report }) => report)
  const [worst] = sorted
  const first = worst ? firstFinding(worst.diagnosis) : null
  const causes = sorted.flatMap(({ diagnosis }) =>
    diagnosis.findings.flatMap((finding) =>
      finding.severity === 'notice'
        ? []
        : [finding.id, ...openCandidates(finding).map(({ id }) => id)],
    ),
  )
  const sum = (of: (report: Report) => number) => String(reports.reduce((all, r) => all + of(r), 0))
  return {
    result: worst?.diagnosis.result ?? 'error',
    cause: first?.id ?? unexplained(worst),
    causes: JSON.stringify([...new Set(causes)]),
    stage: worst?.diagnosis.reached ?? '',
    certainty: first?.certainty ?? '',
    host_key: worst ? fingerprintOf(worst.facts) : '',
    known_hosts: [...new Set(sorted.flatMap(({ facts }) => knownHostsOf(facts)))].join('\n'),
    connections: sum(({ facts }) => facts.cost.connections),
    duration_ms: sum(({ facts }) => facts.cost.ms),
    report: path,
  }
}

/** A failed check always has a cause: without a finding, such as when time ran out, the stage that it ended at. */
function unexplained(worst: Report | undefined): string {
  return worst?.diagnosis.result === 'fail' ? `${worst.diagnosis.reached}/unexplained` : ''
}

/** Empty where no key was seen, or one that held a secret. */
function fingerprintOf(facts: Facts): string {
  const key = seen(facts.hops.target.hostkey)?.presented
  return key && !isRedacted(key) && isPlain(key.fingerprint) ? key.fingerprint : ''
}

/** Printable ASCII, as every name of a host, type and fingerprint is: nothing else may get into a file of a later step. */
const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text)

/** Those of the jump host as well, since one known_hosts serves both. */
function knownHostsOf(facts: Facts): readonly string[] {
  const { jump, target } = facts.hops
  return [...(jump ? knownHosts(jump) : []), ...knownHosts(target)]
}

/**
 * known_hosts lines that pin what the server proved to hold: `name type blob`, or `[name]:port` for other ports than 22
 * (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). None when a pin contradicts the key, as pinning it then would hide an attack, and
 * none of a key that held a secret.
 */
function knownHosts({ hostkey, input: { host, port } }: HopFacts): readonly string[] {
  const hostKey = seen(hostkey)
  if (!hostKey?.proved || host === null) return []
  if (['mismatch', 'revoked'].includes(hostKey.pin.verdict)) return []
  const keys = [hostKey.presented, ...hostKey.announced].filter((key) => !isRedacted(key))
  return keys.map((key) => knownHostsLine(host, port, key)).filter(isPlain)
}
