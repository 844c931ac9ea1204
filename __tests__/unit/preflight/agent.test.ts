import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts, InputFacts } from '../../../src/facts'
import { seen } from '../../../src/facts/fact'
import { fingerprintOf } from '../../../src/ssh/host-key'
import { healthy, observed } from '../../fixtures/healthy'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { keyPair, startSshServer } from './servers'

const input: Partial<InputFacts> = {
  given: ['host', 'port', 'username'],
  problems: [{ kind: 'no-credentials', input: 'key' }],
}
const own = valueOf(healthy.workflow)
const withoutKey = { ...own, with: own.with.filter((entry) => entry.input !== 'key') }

let folder = ''
let socket = ''
let stops: (() => unknown)[] = []
const before = process.env['SSH_AUTH_SOCK']

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-'))
  socket = join(folder, 'socket')
  process.env['SSH_AUTH_SOCK'] = socket
})

afterEach(async () => {
  for (const stop of stops) await stop()
  stops = []
  rmSync(folder, { recursive: true, force: true })
  if (before === undefined) delete process.env['SSH_AUTH_SOCK']
  else process.env['SSH_AUTH_SOCK'] = before
})

/** Runs a real agent with these keys. */
function agentWith(keys: readonly string[], ...options: readonly string[]): void {
  const said = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1])
  stops.push(() => process.kill(pid))
  for (const key of keys)
    execFileSync('ssh-add', ['-q', ...options, '-'], {
      input: key,
      env: { ...process.env, SSH_AUTH_SOCK: socket },
    })
}

/** Runs an agent that answers everything with these bytes. */
async function lyingAgent(answer: Buffer): Promise<void> {
  const server = net.createServer((stream) => {
    stream.on('error', () => undefined).on('data', () => stream.end(answer))
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  stops.push(() => server.close())
}

/** Checks a server that accepts the key `client`. */
async function checked(workflow: Facts['workflow'] = observed(withoutKey)) {
  const server = await startSshServer({})
  const facts = await check({ port: server.port, key: null, input, workflow })
  await server.close()
  const [first] = diagnose(facts).findings
  return { facts, first, asked: server.asked, connections: server.connections() }
}

const keys = (count: number) =>
  Array.from({ length: count }, (_each, index) => keyPair(`agent${String(index)}`).private)
const right = keyPair('client')
const fingerprint = fingerprintOf(Buffer.from(right.public.split(' ')[1] ?? '', 'base64'))

it.each([0, 1, 4])('logs in with the key of the agent after %d others', async (others) => {
  agentWith([...keys(others), right.private, ...keys(6).slice(others)])
  const { facts, asked, connections } = await checked()
  const { auth, key } = facts.hops.target
  expect(seen(auth)).toMatchObject({ outcome: 'accepted', acceptedBy: 'publickey' })
  expect(seen(key)).toMatchObject({ type: 'ssh-ed25519', fingerprint, publicKey: null })
  expect(asked.filter(({ signed }) => signed)).toHaveLength(1)
  expect(asked).toHaveLength(others + 3)
  expect(connections).toBe(1)
  expect(diagnose(facts).result).not.toBe('fail')
})

it.each([
  [1, 1, 'proved'],
  [5, 5, 'proved'],
  [7, 5, 'likely'],
] as const)(
  'with %d other keys in the agent, %d are refused',
  async (count, refused, certainty) => {
    agentWith(keys(count))
    const { first, asked } = await checked()
    expect(first).toMatchObject({ id: 'auth/key-rejected', certainty, severity: 'error' })
    expect(JSON.stringify(first?.explanation.observed).match(/SHA256:/g)).toHaveLength(refused)
    expect(asked).toHaveLength(refused + 1)
  },
)

const identities = (...fields: readonly Buffer[]) => {
  const body = Buffer.concat([Buffer.of(12), ...fields])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}
const brokenKey = Buffer.concat([Buffer.from('0000000f000000077373682d727361ffffffff', 'hex')])

it.each([
  [
    'has no key',
    () => {
      agentWith([])
      return Promise.resolve()
    },
  ],
  ['is not there', () => Promise.resolve()],
  ['speaks HTTP', () => lyingAgent(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ['closes without an answer', () => lyingAgent(Buffer.alloc(0))],
  ['counts more keys than it has', () => lyingAgent(identities(Buffer.alloc(4, 255)))],
  [
    'has a broken key',
    () => lyingAgent(identities(Buffer.of(0, 0, 0, 1), brokenKey, Buffer.alloc(4))),
  ],
])('an agent that %s is none', async (_what, start) => {
  await start()
  const { first, connections } = await checked()
  expect(first?.id).toBe('input/credentials-missing')
  expect(connections).toBe(0)
})

it('is not asked where the workflow names a secret, which was empty', async () => {
  agentWith([right.private])
  const { first, connections } = await checked(healthy.workflow)
  expect(first?.id).toBe('input/secret-empty')
  expect(connections).toBe(0)
})

it('fails as a check, and not as a server, where the agent does not sign', async () => {
  agentWith([right.private], '-c')
  const { facts } = await checked()
  expect(facts.hops.target.auth).toMatchObject({ state: 'failed' })
})
