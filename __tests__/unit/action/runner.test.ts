import { describe, expect, it } from '@jest/globals'
import { runnerFacts, type RunnerSources } from '../../../src/action/runner'

const sources: RunnerSources = {
  env: {},
  os: 'linux',
  event: null,
  secretSource: '',
  interfaces: {},
  accountName: 'runner',
}
const facts = (changes: Partial<RunnerSources>) => runnerFacts({ ...sources, ...changes })

const pull = (head: unknown) => ({
  pull_request: { head, base: { repo: { full_name: 'octocat/shop' } } },
})

const address = (text: string, internal = false) => ({
  eth0: [
    {
      address: text,
      family: 'IPv6' as const,
      internal,
      netmask: '',
      mac: '',
      cidr: null,
      scopeid: 0,
    },
  ],
})

describe('runnerFacts', () => {
  it.each([
    [{}, 'terminal'],
    [{ CI: 'true' }, 'other-ci'],
    [{ CI: 'true', GITLAB_CI: 'true' }, 'gitlab'],
    [{ CI: 'true', GITHUB_ACTIONS: 'true' }, 'github'],
    [{ CI: 'true', GITHUB_ACTIONS: 'true', ACT: 'true' }, 'act'],
    [{ GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true', ACT: 'true' }, 'gitea'],
    [{ GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, 'gitea'],
    [{ GITHUB_ACTIONS: 'true', FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, 'forgejo'],
  ])('tells the platform from %j', (env, platform) => {
    expect(facts({ env }).platform).toBe(platform)
  })

  it.each([
    ['a branch of the repository', pull({ repo: { full_name: 'octocat/shop' } }), false],
    ['a fork', pull({ repo: { full_name: 'mallory/shop' } }), true],
    ['a fork that was deleted', pull({ repo: null }), true],
    ['no pull request', {}, null],
    ['no payload', null, null],
  ])('tells a fork: %s', (_name, event, fork) => {
    expect(facts({ event }).fork).toBe(fork)
  })

  it.each([
    [address('2001:db8::7'), true],
    [address('fe80::1'), false],
    [address('fd00::1'), false],
    [address('::1', true), false],
    [{}, false],
  ])('tells IPv6 of global scope from %j', (interfaces, has) => {
    expect(facts({ interfaces }).hasIpv6).toBe(has)
  })

  it.each([
    [{ tailscale0: address('100.101.102.103').eth0 }, 'Tailscale'],
    [{ utun4: address('100.101.102.103').eth0 }, 'Tailscale'],
    [{ wg0: address('10.8.0.2').eth0 }, 'WireGuard'],
    [{ tun0: address('10.8.0.2').eth0 }, 'OpenVPN'],
    [{ utun4: address('fe80::1').eth0 }, null],
    [{ tailscale0: [] }, null],
    [address('100.101.102.103'), null],
  ])('tells a VPN that is up from %j', (interfaces, vpn) => {
    expect(facts({ interfaces }).vpn).toBe(vpn)
  })

  it('tells a composite action, and a uid without an account', () => {
    expect(facts({})).toMatchObject({ isComposite: false, hasAccount: true })
    const env = { GITHUB_ACTION_PATH: '/w/.github/actions/deploy' }
    expect(facts({ env, accountName: null })).toMatchObject({
      isComposite: true,
      hasAccount: false,
    })
  })

  it('takes only words that it knows', () => {
    const env = { RUNNER_ENVIRONMENT: 'moon', GITHUB_ACTION_REPOSITORY: '<b>' }
    const odd = { os: 'aix' as const, env, secretSource: 'x' }
    expect(facts(odd)).toMatchObject({
      os: 'other',
      environment: null,
      secretSource: null,
      actionRepository: null,
      actionRef: null,
    })
  })
})
