import { type NetworkInterfaceInfo, userInfo } from 'node:os'
import type { RepositoryPages, RunnerFacts, Vpn } from '../facts'
import { field } from '../text/field'

/** What the runner facts are read from; the caller does the reading. */
export interface RunnerSources {
  readonly env: NodeJS.ProcessEnv
  readonly os: NodeJS.Platform
  /** The webhook payload of the event; null when there is none. */
  readonly event: unknown
  /** github.secret_source, which comes through a hidden input; empty where a runner has none. */
  readonly secretSource: string
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
  /** The login name of the user who runs this; null where the system has no account for that uid. */
  readonly accountName: string | null
}

/** Null under `docker run --user`, on OpenShift and the like: the uid is in no passwd file. */
export function ownAccountName(): string | null {
  try {
    return userInfo().username
  } catch {
    return null
  }
}

/** Which runner this is, for what event, and what this machine can reach. Pure. */
export function runnerFacts(sources: RunnerSources): RunnerFacts {
  const { env } = sources
  const secretSources = ['None', 'Actions', 'Codespaces', 'Dependabot'] as const
  const environments = ['github-hosted', 'self-hosted'] as const
  const systems = ['linux', 'darwin', 'win32'] as const
  return {
    platform: platformOf(env),
    environment: environments.find((each) => each === env['RUNNER_ENVIRONMENT']) ?? null,
    os: systems.find((each) => each === sources.os) ?? 'other',
    event: env['GITHUB_EVENT_NAME'] ?? '',
    fork: isFork(sources.event),
    actor: env['GITHUB_ACTOR'] ?? '',
    secretSource: secretSources.find((each) => each === sources.secretSource) ?? null,
    actionRepository: repositoryOf(env),
    actionRef: refOf(env),
    isComposite: (env['GITHUB_ACTION_PATH'] ?? '') !== '',
    hasAccount: sources.accountName !== null,
    hasIpv6: Object.values(sources.interfaces).some((addresses) => addresses?.some(isGlobalIpv6)),
    vpn: vpnOf(sources.interfaces),
    job: env['GITHUB_JOB'] ?? '',
    pages: pagesOf(env, isFork(sources.event)),
  }
}

/**
 * Gitea's and Forgejo's runners set GITHUB_ACTIONS too, and can set the ACT of the program that they are based on, so their own
 * variables are checked first.
 */
function platformOf(env: NodeJS.ProcessEnv): RunnerFacts['platform'] {
  if (env['FORGEJO_ACTIONS']) return 'forgejo'
  if (env['GITEA_ACTIONS']) return 'gitea'
  if (env['ACT']) return 'act'
  if (env['GITHUB_ACTIONS'] === 'true') return 'github'
  if (env['GITLAB_CI']) return 'gitlab'
  return env['CI'] ? 'other-ci' : 'terminal'
}

function repositoryOf(env: NodeJS.ProcessEnv): string | null {
  const repository = env['GITHUB_ACTION_REPOSITORY'] ?? ''
  return /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : null
}

/** Null where a part is missing or is not what its name says. */
function pagesOf(env: NodeJS.ProcessEnv, fork: boolean | null): RepositoryPages | null {
  const root = `${env['GITHUB_SERVER_URL'] ?? ''}/${env['GITHUB_REPOSITORY'] ?? ''}`
  const commit = env['GITHUB_WORKFLOW_SHA'] ?? env['GITHUB_SHA'] ?? ''
  if (!/^https?:\/\/[\w.:-]+(?:\/[\w.-]+){2,3}$/.test(root) || !/^[\da-f]{40}$/.test(commit))
    return null
  const head = fork === true ? '' : (env['GITHUB_HEAD_REF'] ?? '')
  const ref = /^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? ''
  const branch = head === '' ? ref : head
  return { root, commit, branch: branch === '' ? null : branch }
}

/** Only what needs no escape in a URL. */
function refOf(env: NodeJS.ProcessEnv): string | null {
  const ref = env['GITHUB_ACTION_REF'] ?? ''
  return /^\w[\w./-]{0,99}$/.test(ref) && !ref.includes('..') ? ref : null
}

/** `pull_request.head.repo` is null if the fork was deleted meanwhile: a head in the base repository always has one. */
function isFork(event: unknown): boolean | null {
  const pull = field(event, 'pull_request')
  const head = field(pull, 'head')
  if (typeof head !== 'object' || head === null) return null
  const repository = field(head, 'repo')
  if (repository === null) return true
  const from = field(repository, 'full_name')
  const into = field(field(field(pull, 'base'), 'repo'), 'full_name')
  if (typeof from === 'string' && typeof into === 'string') return from !== into
  return null
}

/** The usual names of their interfaces, on Linux and Windows. */
const interfaceNames: Readonly<Record<Vpn, RegExp>> = {
  Tailscale: /^tailscale/i,
  WireGuard: /^(?:wg\d|wireguard)/i,
  OpenVPN: /^(?:tun\d|tap\d|openvpn)/i,
  ZeroTier: /^zt/i,
}

/** The VPN that is up. On a Mac every tunnel is `utun`, so there only the address block of Tailscale tells (RFC 6598). */
function vpnOf(interfaces: RunnerSources['interfaces']): Vpn | null {
  const up = Object.entries(interfaces).filter(([, addresses]) => (addresses ?? []).length > 0)
  const byName = vpns.find((vpn) => up.some(([name]) => interfaceNames[vpn].test(name)))
  if (byName !== undefined) return byName
  const isTailscale = up.some(
    ([name, addresses]) =>
      name.startsWith('utun') &&
      addresses?.some(({ address }) => /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address)),
  )
  return isTailscale ? 'Tailscale' : null
}

const vpns = ['Tailscale', 'WireGuard', 'OpenVPN', 'ZeroTier'] as const

/** 2000::/3, the unicast addresses of the Internet (RFC 4291 section 2.4); a local one reaches no server on the Internet. */
function isGlobalIpv6(address: NetworkInterfaceInfo): boolean {
  return address.family === 'IPv6' && !address.internal && /^[23]/.test(address.address)
}
