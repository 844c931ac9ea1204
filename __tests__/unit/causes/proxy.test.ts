import type { HopFacts } from '../../../src/facts'
import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { locationOfFinding } from '../../../src/diagnosis/workflow-location'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import { type Facts, type ForwardingFacts } from '../../../src/facts'
import { annotations } from '../../../src/report/annotations'
import { jsonReport, readReport } from '../../../src/report/json'
import { outputs } from '../../../src/report/outputs'
import { workflowDiff } from '../../../src/report/workflow-change'
import { plain } from '../../../src/text/words'
import { exact as keyRejected } from '../../fixtures/facts/auth/key-rejected'
import { exact as mismatch } from '../../fixtures/facts/hostkey/mismatch'
import { exact as secretEmpty } from '../../fixtures/facts/input/secret-empty'
import { exact as notListening } from '../../fixtures/facts/tcp/not-listening'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { healthy, observed } from '../../fixtures/healthy'
import {
  jumpHost,
  notForwarded,
  stoppedAtJumpHost,
  throughJumpHost,
} from '../../fixtures/jump-host'
import { valueOf } from '../../fixtures/value-of'
import { type Failures, headline, rows } from '../every-failure/table'
import type { Finding } from '../../../src/causes/finding'
import { notChecked } from '../../../src/facts/fact'

const stopped = notChecked('stopped')

function first(facts: Facts): Finding {
  const finding = firstFinding(diagnose(facts))
  if (!finding) throw new Error('nothing was found')
  return finding
}

const report = (facts: Facts) => ({ version: '1.0.0', facts, diagnosis: diagnose(facts) })

const refused = (reason: number, text: string) =>
  notForwarded({ outcome: 'refused', refusal: { reason, text } })

describe('a jump host that is all right', () => {
  it('raises no alarm, and counts for nothing but its connection', () => {
    expect(diagnose(throughJumpHost)).toMatchObject({
      result: 'pass',
      findings: [],
      finished: true,
    })
    expect(outputs([report(throughJumpHost)], '')).toMatchObject({
      result: 'pass',
      stage: 'session',
      connections: '2',
    })
    const { known_hosts: lines } = outputs([report(throughJumpHost)], '')
    expect(lines.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'bastion.example.com',
      'shop.example.com',
    ])
  })

  it('has stages before those of the target', () => {
    const { stages } = diagnose(throughJumpHost)
    expect(stages.map(({ hop, stage }) => `${hop} ${stage}`)).toEqual([
      ...['input', 'key', 'dns', 'tcp', 'banner', 'kex', 'hostkey', 'auth', 'proxy'].map(
        (stage) => `jump ${stage}`,
      ),
      ...['input', 'key', 'tcp', 'banner', 'kex', 'hostkey', 'auth', 'session', 'deploy'].map(
        (stage) => `target ${stage}`,
      ),
    ])
  })
})

describe('every value of the forwarding that is not open', () => {
  const table: Failures<ForwardingFacts['outcome'], 'open'> = {
    refused: [1, 2, 3, 4, 99].map((reason) => refused(reason, 'no')),
    closed: notForwarded({ outcome: 'closed' }),
    reset: notForwarded({ outcome: 'reset' }),
    disconnected: notForwarded({
      outcome: 'disconnected',
      disconnect: { reason: 2, text: 'bye' },
    }),
    stalled: notForwarded({ outcome: 'stalled' }, 9000),
  }

  it.each(rows(table))('%s is an error', (_name, facts) => {
    expect(headline(facts)).toBe('error')
  })
})

describe('the reason code', () => {
  it.each([
    [1, 'open failed', 'proxy/forwarding-refused', 'does not forward'],
    [3, 'unknown channel type', 'proxy/forwarding-refused', 'does not forward'],
    [2, 'Connection refused', 'proxy/target-unreachable', 'refuses the jump host'],
    [2, 'Connection timed out', 'proxy/target-unreachable', 'gets no answer'],
    [2, 'No route to host', 'proxy/target-unreachable', 'no route'],
    [2, 'Network is unreachable', 'proxy/target-unreachable', 'no route'],
    [2, 'Name or service not known', 'proxy/target-unreachable', 'cannot resolve the name'],
    [
      2,
      'Temporary failure in name resolution',
      'proxy/target-unreachable',
      'cannot resolve the name',
    ],
    [2, 'open failed', 'proxy/target-unreachable', 'cannot connect'],
  ])('%i with "%s" is %s', (reason, text, id, words) => {
    const finding = first(refused(reason, text))
    expect(finding).toMatchObject({ id, hop: 'jump', certainty: 'proved' })
    expect(plain(finding.explanation.verdict)).toContain(words)
    expect(plain(finding.explanation.verdict)).toContain('bastion.example.com')
  })

  it('gives commands that hold no more than a name', () => {
    const facts = notForwarded({
      host: "a'; rm -rf /",
      outcome: 'refused',
      refusal: { reason: 2, text: 'Name or service not known' },
    })
    const pasted = first(facts).explanation.fixes.map(({ paste }) => paste?.text ?? '')
    expect(pasted.join('\n')).toContain(`getent ahosts 'a'\\''; rm -rf /'`)
  })
})

describe('a fault of the jump host', () => {
  const atJumpHost = (facts: Facts) =>
    stoppedAtJumpHost({
      input: { ...facts.hops.target.input, host: 'bastion.example.com', user: 'jump' },
      key: facts.hops.target.key,
      dns: facts.hops.target.dns,
      tcp: facts.hops.target.tcp,
      banner: facts.hops.target.banner,
      kex: facts.hops.target.kex,
      hostkey: facts.hops.target.hostkey,
      auth: facts.hops.target.auth,
    })

  it('keeps its id, names the jump host, and names the proxy input', () => {
    const facts = atJumpHost(wrongPort)
    const finding = first(facts)
    expect(finding).toMatchObject({ id: 'tcp/wrong-port', hop: 'jump', pointsAt: 'proxy_port' })
    expect(plain(finding.explanation.verdict)).toMatch(/^On the jump host bastion\.example\.com: /)
    const [fix] = finding.explanation.fixes
    expect(fix?.paste?.text).toMatch(/^proxy_port: \d+$/)
    expect(workflowDiff(report(facts), finding)?.lines.at(-1)).toMatch(/^\+ +proxy_port: \d+$/)
  })

  it('points at the line of the proxy input', () => {
    const [annotation] = annotations([report(atJumpHost(notListening))])
    expect(annotation).toMatchObject({ level: 'error' })
    const finding = first(atJumpHost(mismatch))
    expect(finding).toMatchObject({ id: 'hostkey/mismatch', pointsAt: 'proxy_fingerprint' })
    const about = (input: 'proxy_host' | 'proxy_key') => ({ ...finding, pointsAt: input })
    for (const [input, line] of [
      ['proxy_host', 18],
      ['proxy_key', 20],
    ] as const) {
      const facts = atJumpHost(mismatch)
      expect(locationOfFinding(about(input), facts)).toMatchObject({ line })
    }
  })

  it('finds an empty secret of a proxy input by the line of that input', () => {
    const workflow = observed({
      path: 'deploy.yml',
      usesLine: 3,
      with: [
        { input: 'host', line: 5, text: 'shop.example.com' },
        { input: 'proxy_username', line: 6, text: '${{ secrets.JUMP_USER }}' },
      ],
      called: false,
    })
    const facts: Facts = change(throughJumpHost, {
      workflow,
      jump: {
        ...jumpHost,
        input: {
          ...jumpHost.input,
          user: null,
          given: ['host', 'key'],
          problems: [{ kind: 'empty', input: 'username' }],
        },
      },
    })
    const finding = first(facts)
    expect(finding).toMatchObject({ id: 'input/secret-empty', pointsAt: 'proxy_username' })
    expect(plain(finding.explanation.verdict)).toContain('proxy_username')
    expect(plain(finding.explanation.observed[0] ?? [])).toContain('secrets.JUMP_USER')
  })

  it('hides what comes after it, and no input or key of the target', () => {
    const broken = atJumpHost(notListening)
    const both = change(broken, { input: secretEmpty.hops.target.input })
    expect(diagnose(both).findings.map(({ hop }) => hop)).toEqual(['target'])
    const facts = change(broken, { hostkey: mismatch.hops.target.hostkey })
    expect(diagnose(facts).findings.map(({ hop, id }) => `${hop} ${id}`)).toEqual([
      'jump tcp/not-listening',
    ])
  })

  it('is found at each server when both have the same', () => {
    const unpinned = (facts: HopFacts['hostkey']) =>
      facts.state === 'observed'
        ? observed({
            ...facts.value,
            pin: {
              ...facts.value.pin,
              from: 'none' as const,
              verdict: 'not-pinned' as const,
              pinned: [],
            },
          })
        : facts
    const facts: Facts = change(throughJumpHost, {
      hostkey: unpinned(healthy.hops.target.hostkey),
      jump: { ...jumpHost, hostkey: unpinned(jumpHost.hostkey) },
    })
    const { findings, result } = diagnose(facts)
    expect(result).toBe('pass')
    expect(findings.map(({ hop, id }) => `${hop} ${id}`)).toEqual([
      'jump hostkey/not-pinned',
      'target hostkey/not-pinned',
    ])
    const pasted = findings.map(({ explanation }) => explanation.fixes[0]?.paste?.text ?? '')
    expect(pasted[0]).toMatch(/proxy_fingerprint: |known_hosts: /)
  })

  it('is no fault of the target when the check itself fails', () => {
    const error = { message: 'out of file handles', code: 'EMFILE' }
    const diagnosis = diagnose(stoppedAtJumpHost({ tcp: { state: 'failed', error, ms: 1 } }))
    expect(diagnosis).toMatchObject({ result: 'error', findings: [] })
    expect(diagnosis.faults).toEqual([{ hop: 'jump', stage: 'tcp', message: error.message }])
  })
})

describe('a saved report', () => {
  it('replays with its jump host', () => {
    const facts = refused(1, 'open failed')
    const read = readReport(jsonReport([report(facts)]))
    expect(read).toEqual({ facts: [JSON.parse(JSON.stringify(facts))] })
  })

  it('with an invalid jump host is refused', () => {
    const facts = throughJumpHost
    const saved = jsonReport([report(change(facts, { jump: { ...jumpHost, proxy: stopped } }))])
    expect(readReport(saved.replaceAll('"auth"', '"oauth"'))).toHaveProperty('error')
  })
})

describe('data that is the name of an input', () => {
  it.each(['key', 'host', 'password', 'port', 'username'])(
    'stays as it is in words about the jump host: the user %s',
    (user) => {
      const facts = stoppedAtJumpHost({
        auth: observed({ ...valueOf(keyRejected.hops.target.auth), user }),
      })
      const [finding] = diagnose(facts).findings
      const { verdict, fixes } = finding?.explanation ?? { verdict: [], fixes: [] }

      expect(finding?.id).toBe('auth/key-rejected')
      expect(verdict).toContainEqual({ data: user })
      expect(JSON.stringify([verdict, fixes])).not.toContain(`"data":"proxy_${user}"`)
    },
  )

  it('is named by the input of the jump host where a sentence means the input', () => {
    const facts = stoppedAtJumpHost({ auth: keyRejected.hops.target.auth })
    const [finding] = diagnose(facts).findings

    expect(JSON.stringify(finding?.explanation.fixes)).toContain('{"input":"proxy_username"}')
    expect(JSON.stringify(finding?.explanation)).not.toContain('{"input":"username"}')
  })
})
