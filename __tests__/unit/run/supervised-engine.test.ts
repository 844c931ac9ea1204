import { isWorthAsking } from '../../../src/diagnosis/server-check/worth-asking'
import { change } from '../../fixtures/change'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from '@jest/globals'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import ssh2 from 'ssh2'
import { readKeyOnce } from '../../../src/private-key/read-once'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { loadInputs, type Target } from '../../../src/inputs'
import { type Engine, superviseEngine } from '../../../src/run/supervised-engine'
import { healthy } from '../../fixtures/healthy'

const engines: Engine[] = []
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close()
})

const values: Readonly<Record<string, string>> = {
  host: '127.0.0.1',
  username: 'deploy',
  password: 'a poor password',
  timeout: '1s',
}
const target = targetOf(loadInputs((name) => values[name] ?? '').targets)

function targetOf([first]: readonly Target[]): Target {
  if (!first) throw new Error('no target')
  return first
}

/** Runs one preflight in a thread that does with its request what `code` says; `post` answers. */
async function run(code: string, signal = new AbortController().signal, spentMs = 0) {
  const faults: unknown[] = []
  let threads = 0
  const engine = superviseEngine(
    () => {
      threads += 1
      const script = `
        const { parentPort } = require('node:worker_threads')
        let request
        const post = (kind, facts) => parentPort.postMessage({ kind, id: request.id, facts })
        parentPort.on('message', (each) => { request = each; ${code} })`
      return new Worker(script, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24 } })
    },
    (fault) => faults.push(fault),
  )
  engines.push(engine)
  const stages: Facts[] = []
  const { runner, workflow } = healthy
  const onStage = (facts: Facts) => stages.push(facts)
  const startedAt = performance.now()
  const look = () =>
    engine.preflight(target, {
      secrets: [],
      runner,
      workflow,
      signal,
      spentMs,
      isWorthAsking,
      onStage,
    })
  const facts = await look()
  return { facts, stages, faults, ms: performance.now() - startedAt, look, threads: () => threads }
}

const lockedKey = () =>
  ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: 'open sesame',
    cipher: 'aes256-ctr',
    rounds: 2,
  }).private

/** Facts of a preflight that is at its key exchange. */
const early = JSON.stringify(
  change(healthy, {
    kex: { state: 'not-checked', why: 'stopped' },
    hostkey: { state: 'not-checked', why: 'stopped' },
    auth: { state: 'not-checked', why: 'stopped' },
    session: { state: 'not-checked', why: 'stopped' },
  }),
)

describe('a preflight under supervision', () => {
  it('gives the facts of a thread that ends in time, and uses the thread again', async () => {
    const done = await run(`post('stage', ${early}); post('done', ${JSON.stringify(healthy)})`)
    expect(done.facts).toEqual(healthy)
    expect(done.stages).toHaveLength(1)
    await done.look()
    expect(done.threads()).toBe(1)
  })

  it('counts what was spent before as a part of the time', async () => {
    const { facts, ms } = await run(`post('stage', ${early}); for (;;);`, undefined, 700)
    expect(ms).toBeLessThan(target.timeoutMs - 700 + 2000)
    expect(facts.cost.ms).toBeGreaterThan(ms + 600)
  })

  it('hands the keys that were read to the thread, with nothing left to decrypt', async () => {
    const { key } = readKeyOnce(lockedKey(), 'open sesame')
    const { facts } = await run(
      `if (request.kind === 'run') post('done', { keys: request.keys.map((each) => each.opened) })`,
    )
    const [opened] = Reflect.get(facts, 'keys') as readonly string[]
    expect(readPrivateKey(opened ?? '', null).key?.line).toBe(key?.line)
    expect(key).not.toBeNull()
  })

  it.each([
    ['a loop that never ends', 'for (;;);'],
    ['timers that never fire', 'const spin = () => queueMicrotask(spin); spin()'],
    ['a pattern that never comes to its end', `/^(a+)+$/.test('a'.repeat(60) + 'b')`],
  ])('gives the facts so far in time: %s', async (_name, busy) => {
    const { facts, faults, ms } = await run(`post('stage', ${early}); ${busy}`)
    expect(ms).toBeLessThan(target.timeoutMs + 2000)
    expect(facts.hops.target.banner).toEqual(healthy.hops.target.banner)
    expect(facts.hops.target.kex).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(faults).toEqual([])
    const { result, finished } = diagnose(facts)
    expect({ result, finished }).toEqual({ result: 'fail', finished: false })
  })

  it('gives the facts so far where the memory of the thread is used up', async () => {
    const { facts, faults } = await run(
      `post('stage', ${early}); const all = []; for (;;) all.push(new Array(1e5).fill('x'))`,
    )
    expect(facts.hops.target.kex).toEqual({ state: 'not-checked', why: 'out-of-memory' })
    expect(faults).toEqual([])
    expect(diagnose(facts).result).toBe('fail')
  })

  it('ends in time after a cancellation that the thread does not hear', async () => {
    const cancel = new AbortController()
    setTimeout(() => {
      cancel.abort()
    }, 50)
    const { facts, ms } = await run(`if (request.kind === 'run') for (;;);`, cancel.signal)
    expect(ms).toBeLessThan(target.timeoutMs)
    expect(facts.hops.target.tcp).toEqual({ state: 'not-checked', why: 'cancelled' })
  })

  it('cuts short all that share a thread which must be ended, and starts another one', async () => {
    const both = await run(`post('stage', ${early}); if (request.id % 2 === 0) for (;;);`)
    expect(both.facts.hops.target.kex).toEqual({ state: 'not-checked', why: 'out-of-time' })
    const [first, second] = await Promise.all([both.look(), both.look()])
    expect(first.hops.target.kex).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(second.hops.target.kex).toEqual({ state: 'not-checked', why: 'out-of-time' })
    expect(both.threads()).toBe(2)
  })

  it('passes a cancellation on', async () => {
    const cancel = new AbortController()
    setTimeout(() => {
      cancel.abort()
    }, 50)
    const { facts } = await run(
      `if (request.kind === 'cancel') post('done', ${JSON.stringify(healthy)})`,
      cancel.signal,
    )
    expect(facts).toEqual(healthy)
  })

  it('is a fault of this program where the thread ends without an answer', async () => {
    const { facts, faults } = await run(`post('stage', ${early}); process.exit(0)`)
    expect(faults).toHaveLength(1)
    expect(facts.hops.target.kex).toEqual({ state: 'not-checked', why: 'stopped' })
  })

  it('runs in the main thread where no thread starts', async () => {
    const { facts } = await run('process.exit(1)')
    expect(facts.hops.target.dns.state).toBe('observed')
    expect(facts.hops.target.tcp.state).toBe('observed')
  })
})
