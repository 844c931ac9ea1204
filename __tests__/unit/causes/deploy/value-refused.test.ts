import { describe, expect, it } from '@jest/globals'
import { inputsDiffer } from '../../../../src/causes/deploy/inputs-differ'
import { valueRefused } from '../../../../src/causes/deploy/value-refused'
import { whitespace } from '../../../../src/causes/input/whitespace'
import { diagnose } from '../../../../src/diagnosis/diagnose'
import type { DeployStep, Facts, InputFacts, InputName, ValueForm } from '../../../../src/facts'
import { plain } from '../../../../src/text/words'
import { change } from '../../../fixtures/change'
import { followedBy, laterStep, same, withOwnEntry } from '../../../fixtures/following'
import { healthy } from '../../../fixtures/healthy'

const { input } = healthy.hops.target
const found = (facts: Facts) => diagnose(facts, [inputsDiffer, valueRefused, whitespace]).findings
const brief = (facts: Facts) =>
  found(facts).map(({ id, severity, line }) => `${id} ${severity} ${String(line)}`)
const words = (facts: Facts) =>
  found(facts)
    .flatMap(({ explanation: { verdict, observed, fixes } }) => [
      plain(verdict),
      ...observed.map(plain),
      ...fixes.map(({ what, paste }) => `${plain(what)} ${paste?.text ?? ''}`),
    ])
    .join('\n')

/** Our own input from a secret, in this form, and a later step. */
function withForm(name: InputName, form: ValueForm, step: DeployStep): Facts {
  const forms: InputFacts['forms'] = [{ input: name, form }]
  const facts = withOwnEntry(
    followedBy([step], { input: { ...input, forms } }),
    name,
    '${{ secrets.X }}',
  )
  return facts
}

const action = (entries: Readonly<Record<string, string>>, changes: Partial<DeployStep> = {}) =>
  laterStep(
    'appleboy/ssh-action',
    { host: 'other.example', username: 'deploy', ...entries },
    changes,
  )

describe('a value that the client of a later step does not accept', () => {
  const x = '${{ secrets.X }}'
  it.each<readonly [InputName, ValueForm, DeployStep, string]>([
    ['timeout', 'no-unit', action({ timeout: x }), 'missing unit in duration'],
    ['fingerprint', 'no-prefix', action({ fingerprint: x }), 'fingerprint mismatch'],
    ['fingerprint', 'newline', action({ fingerprint: x }), 'fingerprint mismatch'],
    ['key_path', 'home-sign', action({ key_path: x }), 'no such file or directory'],
    ['protocol', 'upper-case', action({ protocol: x }), 'unknown network'],
  ])('is %s with %s', (name, form, step, says) => {
    const facts = withForm(name, form, step)
    expect(brief(facts)).toEqual([`deploy/value-refused error ${String(step.entries[2]?.line)}`])
    expect(words(facts)).toContain(says)
  })

  it('is only a warning where the step might not run, or the job goes on', () => {
    const step = action({ timeout: x }, { runs: 'maybe' })
    expect(brief(withForm('timeout', 'no-unit', step))[0]).toContain(' warning ')
    const mayFail = action({ timeout: x }, { mayFail: true })
    expect(brief(withForm('timeout', 'no-unit', mayFail))[0]).toContain(' warning ')
  })

  it('is none that another client accepts', () => {
    const node = (entries: Readonly<Record<string, string>>) =>
      laterStep('garygrossgarten/github-action-ssh', {
        host: same.host,
        username: 'deploy',
        ...entries,
      })
    const forms: InputFacts['forms'] = [{ input: 'host', form: 'newline' }]
    expect(brief(followedBy([node({})], { input: { ...input, forms } }))).toEqual([])
    expect(brief(withForm('timeout', 'no-unit', action({ timeout: '30s' })))).toEqual([])
  })

  it('may be written in the step itself, or in the environment', () => {
    expect(brief(followedBy([action({ timeout: '30' })]))).toEqual([
      'deploy/value-refused error 24',
    ])
    expect(words(followedBy([action({ timeout: '30' })]))).toContain('timeout: 30s')
    const env = [{ name: 'SSH_TIMEOUT', line: 5, text: '30' }]
    expect(brief(followedBy([action({}, { env })]))).toEqual(['deploy/value-refused error 5'])
    expect(brief(followedBy([action({ timeout: '0' })]))).toEqual([])
    expect(brief(followedBy([action({ port: '0x16' })]))).toEqual([])
  })

  it('is an IPv6 address, unless the step connects by IPv6', () => {
    expect(words(followedBy([action({ host: '2001:db8::7' })]))).toContain('protocol: tcp6')
    expect(brief(followedBy([action({ host: '2001:db8::7', protocol: 'tcp6' })]))).toEqual([])
  })

  it('is no name at all', () => {
    const facts = followedBy([laterStep('appleboy/ssh-action', { host: same.host, key: same.key })])
    expect(brief(facts)).toEqual(['deploy/value-refused error 20'])
    expect(words(facts)).toContain('username: deploy')
    const env = [{ name: 'SSH_USERNAME', line: null, text: null }]
    const named = laterStep('appleboy/ssh-action', { host: same.host, key: same.key }, { env })
    expect(brief(followedBy([named]))).toEqual([])
  })

  it('cuts a command in two', () => {
    const forms: InputFacts['forms'] = [{ input: 'host', form: 'newline' }]
    const entry = { input: 'host', line: 22, text: same.host }
    const rsync = (cutsCommand: boolean) =>
      laterStep('rsync', {}, { entries: [{ ...entry, ...(cutsCommand && { cutsCommand }) }] })
    const at = (step: DeployStep) => brief(followedBy([step], { input: { ...input, forms } }))
    expect(at(rsync(true))).toEqual(['deploy/value-refused error 22'])
    expect(at(rsync(false))).toEqual(['input/whitespace warning undefined'])
  })
})

describe('a value for the jump host', () => {
  it('is a host with a port, which only this check splits', () => {
    const target = followedBy([action({ proxy_host: 'bastion:2200' })])
    const facts: Facts = {
      ...target,
      hops: { ...target.hops, jump: change(healthy, {}).hops.target },
    }
    expect(brief(facts)).toEqual(['deploy/value-refused error 24'])
    expect(words(facts)).toContain('the value has a port in it')
  })
})
