import type { Waiting } from '../../../src/report/model'
import { change } from '../../fixtures/change'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { loadInputs, type Target } from '../../../src/inputs'
import type { Report } from '../../../src/report/model'
import { waitUntilUp } from '../../../src/run/retry'
import * as maintenance from '../../fixtures/facts/auth/maintenance'
import * as keyRejected from '../../fixtures/facts/auth/key-rejected'
import * as passwordDisabled from '../../fixtures/facts/auth/password-disabled'
import * as passwordRejected from '../../fixtures/facts/auth/password-rejected'
import * as publickeyDisabled from '../../fixtures/facts/auth/publickey-disabled'
import * as closed from '../../fixtures/facts/banner/closed'
import * as notListening from '../../fixtures/facts/tcp/not-listening'
import * as transient from '../../fixtures/facts/tcp/transient'
import * as wrongPort from '../../fixtures/facts/tcp/wrong-port'
import { healthy } from '../../fixtures/healthy'

const inputs = { host: 'shop.example.com', username: 'deploy', password: 'secret' }
const [target] = loadInputs(
  (name) => (inputs as Readonly<Record<string, string>>)[name] ?? '',
).targets

const judge = (facts: Report['facts']): Report => ({
  version: '1.0.0',
  facts,
  diagnosis: diagnose(facts),
})

/** Waits so long for a server with these facts, one check after the other; the last ones stay. A check takes two seconds. */
async function wait(
  waitMs: number,
  answers: readonly Facts[],
  signal = new AbortController().signal,
) {
  if (!target) throw new Error('the inputs give a target')
  const startedAt = performance.now()
  const checks: { readonly atMs: number; readonly probe: boolean }[] = []
  const pauses: Waiting[] = []
  const check = async (what: Target) => {
    checks.push({ atMs: performance.now() - startedAt, probe: what.facts.probe })
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const facts = answers[Math.min(checks.length, answers.length) - 1] ?? healthy
    return judge({
      ...facts,
      cost: { ...facts.cost, ms: 2000, failedLogins: facts.cost.connections },
    })
  }
  const done = waitUntilUp(target, {
    waitMs,
    endsAt: startedAt + waitMs,
    signal,
    check,
    judge,
    onPause: (_report, waiting) => pauses.push(waiting),
  })
  await jest.advanceTimersByTimeAsync(waitMs + 60_000)
  const report = await done
  return { report, checks, pauses, cause: firstFinding(report.diagnosis)?.id ?? 'pass' }
}

const minutes = 60_000
const threeClosed = [closed.exact, closed.exact, closed.exact]

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('waiting for a server', () => {
  it('checks once without wait', async () => {
    const { checks, report } = await wait(0, [notListening.exact])
    expect(checks).toHaveLength(1)
    expect(report.facts.cost.checks).toBeUndefined()
  })

  it('stops as soon as the server is up, and counts all that it cost', async () => {
    const { checks, report, cause } = await wait(2 * minutes, [
      notListening.exact,
      notListening.exact,
      healthy,
    ])
    expect(cause).toBe('pass')
    expect(checks.map(({ atMs }) => atMs)).toEqual([0, 17_000, 34_000])
    expect(report.facts.cost).toMatchObject({ checks: 3, connections: 1, ms: 36_000 })
  })

  it('probes other ports only in the first check and in the last one', async () => {
    const { checks, report } = await wait(2 * minutes, [notListening.exact])
    const [first, ...rest] = checks.map(({ probe }) => probe)
    expect(rest.length).toBeGreaterThan(2)
    expect([first, rest.pop()]).toEqual([true, true])
    expect(new Set(rest)).toEqual(new Set([false]))
    expect(report.facts.hops.target.input.probe).toBe(true)
  })

  it('ends with the last check when the time is over', async () => {
    const { checks, cause } = await wait(2 * minutes, [notListening.exact])
    expect(cause).toBe('tcp/not-listening')
    expect(checks[checks.length - 1]?.atMs).toBe(2 * minutes)
  })

  it('never comes near what `ufw limit` counts: two SYNs a check, six in 30 s', async () => {
    const { checks } = await wait(10 * minutes, [notListening.exact])
    for (const { atMs } of checks) {
      const inWindow = checks.filter((other) => other.atMs <= atMs && other.atMs > atMs - 30_000)
      // Two checks, and two SYNs that are left for the deploy.
      expect(inWindow.length).toBeLessThanOrEqual(2)
    }
  })

  it.each([
    // sshd logs a login that PAM refuses twice, so that two of them are four failed logins.
    ['auth/maintenance', maintenance.exact, [0, 62_000]],
    ['auth/password-disabled', passwordDisabled.exact, [0, 32_000, 64_000, 96_000]],
    ['auth/publickey-disabled', publickeyDisabled.exact, [0, 32_000, 64_000, 96_000]],
    ['banner/closed', closed.exact, [0, 32_000, 64_000, 96_000]],
  ])('stays under the five failures of fail2ban: %s', async (id, facts, wanted) => {
    const { checks, cause } = await wait(60 * minutes, [facts])
    expect(cause).toBe(id)
    expect(checks.map(({ atMs }) => atMs)).toEqual(wanted)
  })

  it.each([
    ['auth/password-rejected', passwordRejected.exact],
    ['tcp/wrong-port', wrongPort.exact],
    ['pass', healthy],
  ])('never checks twice for %s', async (id, facts) => {
    const { checks, cause } = await wait(2 * minutes, [facts])
    expect([cause, checks.length]).toEqual([id, 1])
  })

  it('tries a refused key once more after half a minute, as it may come after sshd', async () => {
    const { checks, cause } = await wait(5 * minutes, [notListening.exact, keyRejected.exact])
    expect(cause).toBe('auth/key-rejected')
    expect(checks.map(({ atMs }) => atMs)).toEqual([0, 17_000, 49_000])
    const late = await wait(2 * minutes, [keyRejected.exact, healthy])
    expect([late.cause, late.checks.length]).toEqual(['pass', 2])
  })

  it('does not try it again where that could be the fifth failed login', async () => {
    const { checks } = await wait(10 * minutes, [closed.exact, closed.exact, keyRejected.exact])
    expect(checks.map(({ atMs }) => atMs)).toEqual([0, 32_000, 64_000, 96_000])
    const { length } = (await wait(10 * minutes, [...threeClosed, keyRejected.exact])).checks
    expect(length).toBe(4)
  })

  it('does not call a server transient that came up while it was waited for', async () => {
    expect((await wait(0, [transient.exact])).cause).toBe('tcp/transient')
    expect((await wait(2 * minutes, [transient.exact])).cause).toBe('pass')
  })

  it('gives what it knows when it is cancelled in a pause', async () => {
    const controller = new AbortController()
    setTimeout(() => {
      controller.abort()
    }, 10_000)
    const { checks, cause } = await wait(2 * minutes, [notListening.exact], controller.signal)
    expect([cause, checks.length]).toEqual(['tcp/not-listening', 1])
  })

  it('gives what it knew before a check that was cancelled', async () => {
    const controller = new AbortController()
    setTimeout(() => {
      controller.abort()
    }, 18_000)
    const cut: Facts = change(notListening.exact, {
      tcp: { state: 'not-checked', why: 'cancelled' },
    })
    const { checks, cause } = await wait(2 * minutes, [notListening.exact, cut], controller.signal)
    expect([cause, checks.length]).toEqual(['tcp/not-listening', 2])
  })
})
