import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { clientAlgorithms } from '../../../../src/causes/deploy/client-algorithms'
import { ignoredInput } from '../../../../src/causes/deploy/dead-input'
import { envShadowing } from '../../../../src/causes/deploy/env-shadowing'
import { inputsDiffer } from '../../../../src/causes/deploy/inputs-differ'
import { pinType } from '../../../../src/causes/deploy/pin-type'
import { pinnedOtherType } from '../../../../src/causes/hostkey/pinned-other-type'
import { wrongPort } from '../../../../src/causes/tcp/wrong-port'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { DeployStep, Facts } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import * as algorithms from '../../../fixtures/facts/deploy/client-algorithms'
import * as differ from '../../../fixtures/facts/deploy/inputs-differ'
import * as pins from '../../../fixtures/facts/deploy/pin-type'
import * as otherType from '../../../fixtures/facts/hostkey/pinned-other-type'
import * as port from '../../../fixtures/facts/tcp/wrong-port'
import { followedBy, laterStep, same } from '../../../fixtures/following'
import { healthy, observed } from '../../../fixtures/healthy'
import { valueOf } from '../../../fixtures/value-of'

const causes = [clientAlgorithms, ignoredInput, envShadowing, inputsDiffer, pinType]
const find = (facts: Facts) => diagnose(facts, causes).findings
const ids = (facts: Facts) => find(facts).map(({ id }) => id)
const brief = (facts: Facts) =>
  find(facts).map(({ id, severity, certainty, line }) => [id, severity, certainty, line].join(' '))
const said = (facts: Facts) => {
  const [finding] = find(facts)
  const {
    verdict,
    why,
    observed: seen,
    fixes,
  } = finding?.explanation ?? {
    verdict: [],
    why: [],
    observed: [],
    fixes: [],
  }
  return [verdict, why, ...seen, ...fixes.map(({ what }) => what)].map(plain).join('\n')
}
const pasted = (facts: Facts) =>
  find(facts).flatMap(({ explanation }) => explanation.fixes.map(({ paste }) => paste?.text ?? ''))

/** Healthy deploys of every kind: none gives a finding. */
const healthySteps: readonly (readonly [string, readonly DeployStep[]])[] = [
  [
    'the same action with the same inputs',
    [laterStep('appleboy/ssh-action', { ...same, port: '22' })],
  ],
  [
    'spaces and quotes in expressions',
    [laterStep('appleboy/ssh-action', { ...same, host: '"${{secrets.ssh_host}}"' })],
  ],
  [
    'an agent and a command',
    [
      laterStep('webfactory/ssh-agent', { 'ssh-private-key': '${{ secrets.OTHER }}' }),
      laterStep('ssh', { host: same.host, user: 'deploy' }, { line: 40 }),
    ],
  ],
  [
    'a host by its address',
    [laterStep('ssh', { host: '203.0.113.9', user: 'root', port: '2200' })],
  ],
  ['a host in a variable', [laterStep('rsync', { host: '${HOST}', user: 'root' })]],
  [
    'a host of a matrix',
    [laterStep('appleboy/ssh-action', { ...same, host: '${{ matrix.host }}' })],
  ],
  [
    'a host in a configuration file of ssh',
    [laterStep('ssh', { host: same.host, user: 'root', config: '' })],
  ],
  ['a jump host', [laterStep('appleboy/ssh-action', { ...same, port: '2222', proxy_host: 'b' })]],
  [
    'a port of an expression',
    [laterStep('appleboy/ssh-action', { ...same, port: '${{ vars.PORT }}' })],
  ],
  ['a client that nobody knows', [laterStep('someone/else', { host: 'x' })]],
  [
    'variables that it does not read',
    [
      laterStep(
        'easingthemes/ssh-deploy',
        { remote_host: same.host, remote_user: 'deploy' },
        { env: [{ name: 'SSH_HOST', line: 3, text: 'x' }] },
      ),
    ],
  ],
]

describe('later steps that are right', () => {
  it.each(healthySteps)('%s', (_name, steps) => {
    expect(ids(followedBy(steps))).toEqual([])
  })

  it('are none in an older report, and where our step was not found', () => {
    expect(ids(healthy)).toEqual([])
    const failed = { state: 'failed', error: { message: 'x', code: null }, ms: 1 } as const
    expect(ids({ ...differ.exact, workflow: failed })).toEqual([])
  })
})

describe('the algorithms of the deploy’s client', () => {
  it('are proved to be missing when its version is known', () => {
    expect(brief(algorithms.exact)).toEqual(['deploy/client-algorithms error proved 20'])
    expect(find(algorithms.exact)[0]?.evidence).toMatchObject({
      list: 'hostKey',
      library: 'OpenSSH 9.6',
      server: ['ssh-rsa', 'ssh-dss'],
    })
    expect(said(algorithms.exact)).toContain('the command in line 20 (rsync)')
  })

  it('are likely missing when no version that it may be has one', () => {
    expect(brief(algorithms.likely)).toEqual(['deploy/client-algorithms error likely 20'])
    expect(pasted(algorithms.likely)[0]).toBe('use_insecure_cipher: true')
  })

  it('are enough once the step widens them', () => {
    const {
      hops: {
        target: { kex },
      },
    } = algorithms.likely
    const wide = (text: string) =>
      followedBy([laterStep('appleboy/ssh-action', { ...same, use_insecure_cipher: text })], {
        kex,
      })
    expect(ids(wide('true'))).toEqual([])
    expect(ids(wide('false'))).toEqual(['deploy/client-algorithms'])
    expect(ids(wide('${{ inputs.old }}'))).toEqual([])
  })

  it('are not those of GitHub’s image on a self-hosted runner', () => {
    const runner = { ...healthy.runner, environment: 'self-hosted' as const }
    expect(ids({ ...algorithms.exact, runner })).toEqual([])
  })

  it('are compared per direction, and the MAC only where the cipher needs one', () => {
    const steps = [laterStep('ssh', { host: same.host, user: 'deploy' })]
    const missing = (changes: Parameters<typeof algorithms.server>[0]) =>
      find(followedBy(steps, algorithms.server(changes)))[0]?.evidence['list']
    expect(missing({ cipherToClient: ['3des-cbc'] })).toBe('cipherToClient')
    expect(missing({ macToServer: ['hmac-md5'] })).toBeUndefined()
    expect(missing({ macToServer: ['hmac-md5'], cipherToServer: ['aes128-ctr'] })).toBe(
      'macToServer',
    )
  })

  it('are those of a later image only, in an action that had another one before', () => {
    const {
      hops: {
        target: { kex },
      },
    } = algorithms.exact
    const rsync = (version: string, more = {}) =>
      followedBy(
        [
          laterStep(
            'Burnett01/rsync-deployments',
            { remote_host: same.host, remote_user: 'deploy', ...more },
            { version },
          ),
        ],
        { kex },
      )
    expect(ids(rsync('7.0.1'))).toEqual(['deploy/client-algorithms'])
    expect(ids(rsync('5.2'))).toEqual([])
    expect(ids(rsync('9.0.0', { legacy_allow_rsa_hostkeys: "'true'" }))).toEqual([])
    expect(ids(rsync('9.0.0', { rsh: '-o HostKeyAlgorithms=+ssh-rsa' }))).toEqual([])
    expect(ids(rsync('9.0.0', { rsh: '-o Port=1' }))).toEqual(['deploy/client-algorithms'])
  })
})

describe('the fingerprint of the deploy', () => {
  it('is of a key that its client does not compare, and the right one is known', () => {
    expect(brief(pins.exact)).toEqual(['deploy/pin-type warning likely 25'])
    expect(pasted(pins.exact)).toContain(`fingerprint: ${pins.ecdsa.fingerprint}`)
    expect(said(pins.exact)).toContain('ECDSA')
  })

  it('is looked up on the server when it was not announced', () => {
    expect(pasted(pins.notAnnounced)).toContain('ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub')
  })

  it('hides that it is of another type than this check was shown', () => {
    const steps = [laterStep('appleboy/ssh-action', { ...same, fingerprint: `'${healthyPin}'` })]
    const { hostkey } = otherType.exact.hops.target
    const facts = followedBy(steps, { hostkey })
    expect(diagnose(facts, [pinType, pinnedOtherType]).findings.map(({ id }) => id)).toEqual([
      'deploy/pin-type',
    ])
  })

  it('is right when it is made for the deploy, and so is that of this check', () => {
    const value = valueOf(otherType.exact.hops.target.hostkey)
    const hostkey = observed({
      ...value,
      pin: {
        ...value.pin,
        pinned: [{ fingerprint: pins.ecdsa.fingerprint, type: null, line: null }],
        compared: [value.presented, pins.ecdsa],
        otherType: pins.ecdsa,
      },
    })
    const steps = [
      laterStep('appleboy/ssh-action', { ...same, fingerprint: pins.ecdsa.fingerprint }),
    ]
    expect(diagnose(change(healthy, { hostkey }), [pinnedOtherType]).findings).toHaveLength(1)
    expect(diagnose(followedBy(steps, { hostkey }), [pinType, pinnedOtherType]).findings).toEqual(
      [],
    )
  })
})

const healthyPin = valueOf(healthy.hops.target.hostkey).presented.fingerprint

describe('the environment of the deploy', () => {
  const withEnv = (name: string, text: string | null) =>
    followedBy([
      laterStep(
        'appleboy/scp-action',
        { ...same, port: '22' },
        { env: [{ name, line: text === null ? null : 3, text }] },
      ),
    ])

  it('overrides an input, and the finding has the line of that input', () => {
    expect(said(withEnv('SSH_PORT', '3000'))).toContain('SSH_PORT (line 3) overrides port')
    expect(said(withEnv('SSH_HOST', null))).toContain('set by the runner or an earlier step')
    expect(brief(withEnv('SSH_PORT', ''))).toEqual(['deploy/env-shadowing warning likely 25'])
  })

  it('is not one of those that scp-action read until 2023', () => {
    for (const name of ['PORT', 'HOST', 'KEY', 'SCP_PORT', 'PROXY_HOST'])
      expect(brief(withEnv(name, '3000'))).toEqual([])
  })

  it('runs on the server, where it is a script', () => {
    const env = [{ name: 'SSH_SCRIPT', line: 3, text: '${{ vars.X }}' }]
    const facts = followedBy([laterStep('appleboy/ssh-action', same, { env })])
    expect(said(facts)).toContain('The deploy will also run the commands in SSH_SCRIPT')
  })

  it('does nothing for easingthemes/ssh-deploy while it is empty', () => {
    const entries = { remote_host: same.host, remote_user: 'deploy' }
    const env = (text: string) => {
      const changes = { env: [{ name: 'REMOTE_USER', line: 3, text }] }
      return followedBy([laterStep('easingthemes/ssh-deploy', entries, changes)])
    }
    expect(ids(env("''"))).toEqual([])
    expect(ids(env('root'))).toContain('deploy/env-shadowing')
  })

  it('does no harm with the same text, or where the input is not set', () => {
    expect(ids(withEnv('SSH_PORT', "'22'"))).toEqual([])
    expect(ids(withEnv('SSH_KEY_PATH', '~/x'))).toEqual([])
  })
})

describe('several steps with the same fault', () => {
  it('are named in addition to the first', () => {
    const steps = [
      laterStep('appleboy/ssh-action', { ...same, cipher: 'x' }),
      laterStep('appleboy/scp-action', { ...same, proxy_cipher: 'x' }, { line: 40 }),
      laterStep('appleboy/ssh-action', { ...same, proxy_protocol: 'x' }, { line: 50 }),
    ]
    expect(brief(followedBy(steps))).toEqual(['deploy/dead-input warning likely 25'])
    expect(said(followedBy(steps))).toContain('The same applies to the deploy in line 40 and 50.')
  })
})

describe('what the deploy does otherwise', () => {
  it('is proved for a port that it does not set', () => {
    expect(brief(differ.exact)).toEqual(['deploy/inputs-differ warning proved 20'])
    expect(said(differ.exact)).toContain('will use port 22, but this check used port 2222')
    expect(pasted(differ.exact)).toEqual(['port: 2222'])
  })

  it('is a note for two secrets, and never the cause', () => {
    expect(brief(differ.note)).toEqual(['deploy/inputs-differ notice possible 24'])
    expect(diagnose(differ.note, causes).result).toBe('pass')
    expect(pasted(differ.note)).toEqual(['key: ${{ secrets.SSH_KEY }}'])
  })

  it('is proved for a user', () => {
    const { host } = same
    const facts = followedBy([laterStep('appleboy/ssh-action', { ...same, username: 'root' })])
    expect(said(facts)).toContain('will log in as root, but this check logged in as deploy')
    expect(ids(followedBy([laterStep('ssh', { host })]))).toEqual([])
  })

  it('is a note when no later step names our host', () => {
    const facts = followedBy([laterStep('ssh', { host: '${{ secrets.SERVER }}', user: 'x' })])
    expect(brief(facts)).toEqual(['deploy/inputs-differ notice possible 22'])
  })
})

describe('SSH on another port', () => {
  const fixes = (steps: readonly DeployStep[]) => {
    const facts = followedBy(steps, {
      tcp: port.exact.hops.target.tcp,
      input: port.exact.hops.target.input,
    })
    const fix = diagnose(facts, [wrongPort]).findings[0]?.explanation.fixes[0]
    return plain(fix?.what ?? [])
  }

  it('names the deploy that sets no port', () => {
    expect(fixes([laterStep('appleboy/ssh-action', same, { line: 31 })])).toContain(
      'The step in line 31 (appleboy/ssh-action) sets no port and would use 22 too',
    )
    expect(fixes([laterStep('appleboy/ssh-action', { ...same, port: '22' })])).not.toContain(
      'sets no',
    )
    expect(fixes([])).not.toContain('sets no')
  })
})
