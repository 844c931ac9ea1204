import type { View } from '../../../src/causes/view'
import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { type CatalogEntry, defineCause } from '../../../src/causes/cause'
import type { CauseId } from '../../../src/facts/cause-ids'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import { type Facts } from '../../../src/facts'
import { say } from '../../../src/text/words'
import { healthy, stoppedAfter } from '../../fixtures/healthy'
import type { Certainty, Severity } from '../../../src/causes/finding'
import { notChecked } from '../../../src/facts/fact'

interface Options {
  readonly severity?: Severity
  readonly certainty?: Certainty
  readonly explains?: readonly CauseId[]
  readonly masksLater?: boolean
  readonly when?: (view: View) => boolean
}

function cause(id: CauseId, options: Options = {}): CatalogEntry {
  const { severity = 'error', certainty = 'proved', when = () => true, ...judgment } = options
  return defineCause({
    id,
    title: id,
    severity,
    pointsAt: 'host',
    page: { means: '', detection: '', firstMove: '' },
    needs: [],
    judge: (view) => (when(view) ? { certainty, evidence: {}, ...judgment } : null),
    explain: () => ({ verdict: say`${id}`, why: say`why`, observed: [], fixes: [] }),
  })
}

const ids = (diagnosis: ReturnType<typeof diagnose>) => diagnosis.findings.map(({ id }) => id)

describe('diagnose', () => {
  it('passes when nothing is found', () => {
    const diagnosis = diagnose(healthy, [cause('tcp/silent', { when: () => false })])
    expect(diagnosis).toMatchObject({ result: 'pass', reached: 'session', faults: [] })
    expect(firstFinding(diagnosis)).toBeNull()
    expect(diagnosis.stages.map(({ mark }) => mark)).toEqual([
      ...Array<string>(9).fill('ok'),
      'not-checked',
    ])
  })

  it('lets an earlier error mask what comes later, which comes back without it', () => {
    const later = cause('auth/closed')
    const both = diagnose(healthy, [later, cause('tcp/silent')])
    expect(ids(both)).toEqual(['tcp/silent'])
    expect(both.masked).toEqual([{ id: 'auth/closed', by: 'tcp/silent' }])
    expect(ids(diagnose(healthy, [later]))).toEqual(['auth/closed'])
  })

  it('masks nothing with a warning, a notice, or an error that says so', () => {
    const later = cause('auth/closed')
    for (const first of [
      cause('tcp/partial', { severity: 'warning' }),
      cause('hostkey/not-pinned', { severity: 'notice' }),
      cause('key/encoded', { masksLater: false }),
    ]) {
      const diagnosis = diagnose(healthy, [first, later])
      expect(ids(diagnosis)).toContain('auth/closed')
      expect(diagnosis.masked).toEqual([])
    }
  })

  it('hides what a finding explains, even in the same stage, and only while it is there', () => {
    const explaining = (when: boolean) =>
      cause('auth/too-many-failures', { explains: ['auth/key-rejected'], when: () => when })
    const explained = cause('auth/key-rejected')
    expect(ids(diagnose(healthy, [explained, explaining(true)]))).toEqual([
      'auth/too-many-failures',
    ])
    expect(ids(diagnose(healthy, [explained, explaining(false)]))).toEqual(['auth/key-rejected'])
  })

  it('ranks by severity, stage, certainty and id, whatever the order of the list', () => {
    const list = [
      cause('auth/closed', { certainty: 'possible', masksLater: false }),
      cause('auth/key-rejected', { masksLater: false }),
      cause('auth/account-expired', { certainty: 'likely', masksLater: false }),
      cause('tcp/silent', { certainty: 'possible', masksLater: false }),
      cause('input/port-invalid', { severity: 'warning' }),
      cause('hostkey/not-pinned', { severity: 'notice' }),
      cause('auth/login-refused', { masksLater: false }),
    ]
    const expected = [
      'tcp/silent',
      'auth/key-rejected',
      'auth/login-refused',
      'auth/account-expired',
      'auth/closed',
      'input/port-invalid',
      'hostkey/not-pinned',
    ]
    for (let turn = 0; turn < list.length; turn++) {
      const turned = [...list.slice(turn), ...list.slice(0, turn)]
      expect(ids(diagnose(healthy, turned))).toEqual(expected)
      expect(ids(diagnose(healthy, turned.reverse()))).toEqual(expected)
    }
  })

  it('is a warning without an error, and a notice is no result', () => {
    const warning = cause('tcp/partial', { severity: 'warning' })
    const notice = cause('hostkey/not-pinned', { severity: 'notice' })
    expect(diagnose(healthy, [warning, notice]).result).toBe('warn')
    expect(firstFinding(diagnose(healthy, [warning, notice]))?.id).toBe('tcp/partial')
    expect(diagnose(healthy, [notice]).result).toBe('pass')
    expect(firstFinding(diagnose(healthy, [notice]))).toBeNull()
  })

  it('marks the stage that failed, and those that were not checked', () => {
    const facts = stoppedAfter('tcp', {})
    const { stages, reached } = diagnose(facts, [cause('tcp/silent')])
    expect(reached).toBe('tcp')
    expect(stages.map(({ mark }) => mark)).toEqual([
      'ok',
      'ok',
      'ok',
      'broken',
      ...Array<string>(6).fill('not-checked'),
    ])
    expect(stages.map(({ ms }) => ms !== null)).toEqual([
      false,
      true,
      true,
      true,
      ...Array<boolean>(6).fill(false),
    ])
  })

  it('reads a fault of the program as one, never as a pass or as broken', () => {
    const error = { message: 'out of file handles', code: 'EMFILE' }
    const facts: Facts = change(healthy, { dns: { state: 'failed', error, ms: 3 } })
    const diagnosis = diagnose(facts, [])
    expect(diagnosis.result).toBe('error')
    expect(diagnosis.faults).toEqual([
      { hop: 'target', stage: 'dns', message: 'out of file handles' },
    ])
    expect(diagnosis.stages.find(({ stage }) => stage === 'dns')).toMatchObject({ mark: 'fault' })
    expect(diagnose(facts, [cause('input/port-invalid')]).result).toBe('fail')
  })

  it('judges nothing by a fact that was not checked', () => {
    const nothing: Facts = change(healthy, {
      key: notChecked('out-of-time'),
      dns: notChecked('out-of-time'),
      tcp: notChecked('out-of-time'),
      banner: notChecked('out-of-time'),
      kex: notChecked('out-of-time'),
      hostkey: notChecked('out-of-time'),
      auth: notChecked('out-of-time'),
      session: notChecked('out-of-time'),
    })
    const diagnosis = diagnose(nothing)
    expect(diagnosis.findings).toEqual([])
    // Nothing was found because nothing was looked at: that is no pass.
    expect(diagnosis).toMatchObject({ result: 'fail', finished: false })
    expect(diagnosis.reached).toBe('input')
  })

  it('warns where a warning accounts for the end of the run, and fails where it does not', () => {
    const stopped = stoppedAfter('kex', {})
    const warned = (id: CauseId) => diagnose(stopped, [cause(id, { severity: 'warning' })])
    expect(warned('kex/client-too-old')).toMatchObject({ result: 'warn', finished: false })
    expect(warned('key/carriage-returns')).toMatchObject({ result: 'fail', finished: false })
  })
})
