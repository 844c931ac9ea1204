import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type {
  Facts,
  HostKeyFacts,
  IdentificationFacts,
  KeyExchangeFacts,
  PinFacts,
  ProtocolError,
} from '../../../src/facts'
import { exact as badCertificate } from '../../fixtures/facts/hostkey/bad-certificate'
import { healthy, observed, stoppedAfter } from '../../fixtures/healthy'
import { loginEnded } from '../../fixtures/login'
import { valueOf } from '../../fixtures/value-of'
import { type Failures, headline, rows } from './table'

describe('banner', () => {
  const ended = (changes: Partial<IdentificationFacts>): Facts => {
    const nothing = {
      line: null,
      software: null,
      comments: null,
      textBefore: '',
      firstBytes: '',
      bytes: 0,
      firstByteMs: null,
      endedMs: null,
      spokeMs: 2000,
    }
    const identification = { ...valueOf(healthy.hops.target.banner), ...nothing, ...changes }
    return stoppedAfter('banner', {
      banner: observed<IdentificationFacts>(identification),
    })
  }
  const text = { textBefore: 'hello\r\n', firstBytes: '68656c6c6f0d0a', bytes: 7, firstByteMs: 20 }
  const outcomes: Failures<IdentificationFacts['outcome'], 'ssh-2'> = {
    'ssh-1': ended({ outcome: 'ssh-1', line: 'SSH-1.5-OldSSH', software: 'OldSSH', bytes: 16 }),
    other: ended({ outcome: 'other', ...text }),
    trickling: ended({ outcome: 'trickling', ...text }),
    silent: ended({ outcome: 'silent' }),
    closed: [5, 2500, 5020].flatMap((endedMs) => [
      ended({ outcome: 'closed', endedMs }),
      ended({ outcome: 'closed', endedMs, ...text }),
    ]),
    reset: [5, 2500, 5020].map((endedMs) => ended({ outcome: 'reset', endedMs })),
  }
  it.each(rows(outcomes))('%s', (_name, facts) => {
    expect(headline(facts)).toBe('error')
  })
})

describe('kex', () => {
  const ended = (changes: Partial<KeyExchangeFacts>): Facts[] =>
    [valueOf(healthy.hops.target.kex).server, null].map((server) =>
      stoppedAfter('kex', {
        kex: observed<KeyExchangeFacts>({
          ...valueOf(healthy.hops.target.kex),
          agreed: null,
          server,
          ...changes,
        }),
      }),
    )
  const outcomes: Failures<KeyExchangeFacts['outcome'], 'agreed'> = {
    'no-common-algorithm': ended({ outcome: 'no-common-algorithm', missing: 'kex' }).slice(0, 1),
    closed: ended({ outcome: 'closed' }),
    reset: ended({ outcome: 'reset' }),
    disconnected: ended({
      outcome: 'disconnected',
      disconnect: { reason: 2, text: 'Protocol error' },
    }),
    malformed: ended({ outcome: 'malformed', error: 'packet-length' }),
    stalled: ended({ outcome: 'stalled' }),
  }
  it.each(rows(outcomes))('%s', (_name, facts) => {
    expect(headline(facts)).toBe('error')
  })

  const broken = (error: ProtocolError): Facts[] => [
    ...ended({ outcome: 'malformed', error }),
    loginEnded({ outcome: 'closed', methods: null, attempts: [], error }),
  ]
  const errors: Failures<ProtocolError> = {
    identification: broken('identification'),
    'packet-length': broken('packet-length'),
    mac: broken('mac'),
    message: broken('message'),
    'unexpected-message': broken('unexpected-message'),
    'host-key': broken('host-key'),
    signature: broken('signature'),
    'key-exchange': broken('key-exchange'),
    algorithm: broken('algorithm'),
    limit: broken('limit'),
    'not-reading': broken('not-reading'),
    channel: broken('channel'),
    other: broken('other'),
  }
  it.each(rows(errors))('a protocol error: %s', (_name, facts) => {
    expect(headline(facts)).not.toBeNull()
  })
})

describe('hostkey', () => {
  const pin = (verdict: PinFacts['verdict']): Facts =>
    change(healthy, {
      hostkey: observed<HostKeyFacts>({
        ...valueOf(healthy.hops.target.hostkey),
        pin: {
          ...valueOf(healthy.hops.target.hostkey).pin,
          from: verdict === 'not-pinned' ? 'none' : 'known_hosts',
          verdict,
          pinned: [{ fingerprint: `SHA256:${'x'.repeat(43)}`, type: 'ssh-rsa', line: 1 }],
        },
      }),
    })
  const verdicts: Failures<PinFacts['verdict'], 'match' | 'not-pinned'> = {
    mismatch: pin('mismatch'),
    'other-type': pin('other-type'),
    unknown: pin('unknown'),
    revoked: pin('revoked'),
    'bad-certificate': badCertificate,
  }
  it.each(rows(verdicts))('%s', (_name, facts) => {
    expect(headline(facts)).not.toBeNull()
  })

  it('says that nothing is pinned without failing for it', () => {
    const diagnosis = diagnose(pin('not-pinned'))
    expect(diagnosis.result).toBe('pass')
    expect(diagnosis.findings.map(({ id }) => id)).toEqual(['hostkey/not-pinned'])
  })
})
