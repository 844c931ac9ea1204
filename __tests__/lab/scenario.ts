import type { CauseId, ServerCauseId } from '../../src/facts/cause-ids'
import type { Lab, OpenSshVersion } from './prepare'
import type { Behind } from './behind'
import type { KeyName } from './keys'
import type { Path } from './network'
import type { Resolver } from './resolver'
import type { ExpectedServerCheck } from './expected-server-check'
import type { Certainty } from '../../src/causes/finding'

/** One fault (or one healthy shape) of a real server, and what the action must say of it. */
export interface Scenario {
  /** Unique; a few plain words that finish "the server …" or name the input. */
  readonly name: string
  /** Which cause must come first; `pass` when nothing may be accused. */
  readonly cause: CauseId | ServerCauseId | 'pass'
  /** As right as the cause, where two processes of the server race and either may win. */
  readonly orCause?: CauseId
  /** Default: `pass` for a pass, else `fail`. */
  readonly result?: 'pass' | 'warn' | 'fail'
  /** Not looked at when absent. */
  readonly certainty?: Certainty
  /** Candidates that must be listed, in any order, beside others. */
  readonly candidates?: readonly ServerCauseId[]
  /** The candidate that must be listed first. */
  readonly firstCandidate?: ServerCauseId
  /** Other findings that must be there, notices included. */
  readonly also?: readonly CauseId[]
  /** Texts that the log must show, such as the port that answers. */
  readonly says?: readonly string[]
  /** How many connections of the client the server may have logged at most; a pass must have exactly as many. Default 1. */
  readonly connections?: number
  /** How many failed logins the server's fail2ban (mode=aggressive) counts at most. Default 1, and 0 for a pass. */
  readonly failedLogins?: number
  /** Why they are more than one, here or on the target behind: a whole sentence. */
  readonly failedLoginsWhy?: string

  /** What came of asking the server itself through another login. */
  readonly serverCheck?: ExpectedServerCheck

  readonly server?: Server
  /** Whether the server's system is the one with ufw, firewalld and iptables. */
  readonly firewalled?: boolean
  /** A target behind the server, which is the jump host then; its inputs are set. */
  readonly behind?: Behind
  /** Shell lines run in the server's system before its SSH server starts. */
  readonly inServer?: string
  /** Shell lines run in the server's system once its SSH server listens. */
  readonly onceUp?: string
  /** How often the action runs, one after the other; the last run is judged, and the connections of all count. Default 1. */
  readonly times?: number
  /** Shell lines run in the server's system after the action; what fails there is a problem of the scenario. */
  readonly afterwards?: string
  /** Other programs on the server: a web server on 443, or clients that are in the way. */
  readonly otherPrograms?: readonly FakeServer[]
  /** nftables rules of the server's input chain, one a line. */
  readonly firewall?: string
  /** Shell lines run in the client's namespace before the action starts. */
  readonly inClient?: string
  readonly path?: Partial<Path>
  readonly resolver?: Resolver
  /** Names of the zone and their addresses. Default: `server.example.net` with the server's IPv4 address. */
  readonly dns?: Readonly<Record<string, readonly string[]>>
  /** `with:` of the step, over the lab's own: host, username, an authorised Ed25519 key, timeout 8s. */
  readonly inputs?: (lab: Lab) => Readonly<Record<string, string>>
  /**
   * Source text of the step's `with:` entries in the workflow file, by input. Inputs that are not here are written as
   * they are given; null leaves one out. Without it there is no workflow file on disk, as before a checkout.
   */
  readonly workflow?: Readonly<Record<string, string | null>>
  /** The steps after ours in that file, as YAML with six blanks before each. */
  readonly later?: string
  /** The client's keys in the SSH agent of the runner, in this order; `dead` for one that ended. */
  readonly agent?: readonly KeyName[] | 'dead'
  /** Environment of the runner. */
  readonly env?: Readonly<Record<string, string>>
  /** What the runner's expressions give, by their text. */
  readonly contexts?: Readonly<Record<string, string>>
  /** What GitHub knows of the event, for secrets that it withholds. */
  readonly event?: { readonly name: string; readonly payload: unknown }
}

export type Server =
  | {
      readonly kind: 'openssh'
      readonly version: OpenSshVersion
      /** Lines for sshd_config; they win over Debian's own. */
      readonly config?: readonly string[]
      /** It logs by syslog into /var/log/auth.log, where fail2ban looks, and not into a file of its own. */
      readonly syslog?: boolean
      /** It starts so many seconds after everything else, as on a machine that boots. */
      readonly startsAfterS?: number
    }
  | { readonly kind: 'dropbear' | 'tinyssh' | 'endlessh' | 'stopped' }
  | ({ readonly kind: 'fake' } & FakeServer)

/** A behaviour of fake-server.mjs. */
export interface FakeServer {
  readonly behavior: string
  readonly port: number
  readonly argument?: string
}

/** A cause for which no scenario can be made, and why. */
export interface NotPossible {
  readonly id: CauseId
  readonly why: string
}

/** OpenSSH of one version with these lines in its sshd_config. */
export const opensshOf = (version: OpenSshVersion, ...config: readonly string[]): Server => ({
  kind: 'openssh',
  version,
  config,
})

export const openssh = (...config: readonly string[]): Server => opensshOf('9.2', ...config)

export const openssh10 = (...config: readonly string[]): Server => opensshOf('10.0', ...config)

/** Whether a first cause is the one that was set. */
export const isNamed = ({ cause, orCause }: Scenario, given: string): boolean =>
  given === cause || given === orCause

/** The most failed logins that a scenario may cost a server, the target behind included. */
export const mostFailedLogins = ({ cause, failedLogins, behind }: Scenario): number =>
  Math.max(failedLogins ?? (cause === 'pass' ? 0 : 1), behind?.failedLogins ?? 0)

/** An SSH server of another make; made-server.mjs says what it can be told. */
export const madeServer = (how: object): Server => ({
  kind: 'fake',
  behavior: 'ssh',
  port: 22,
  argument: JSON.stringify(how),
})

/** Dropbear with these options. Its connections are not counted. */
export const dropbearWith = (
  options: string,
): Pick<Scenario, 'server' | 'inServer' | 'connections'> => ({
  server: { kind: 'stopped' },
  connections: 0,
  inServer: `mkdir -p /etc/dropbear
    (dropbear -R -F -E ${options} -p 22 >/dev/null 2>&1 </dev/null &)
    until grep -q ':0016 ' /proc/net/tcp; do sleep 0.1; done`,
})
