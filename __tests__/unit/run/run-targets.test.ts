import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { firstFinding } from '../../../src/diagnosis/diagnose'
import { loadInputs } from '../../../src/inputs'
import { liveLog } from '../../../src/report/live-log'
import { plainStyle } from '../../../src/report/style'
import { preflight } from '../../../src/preflight'
import type { PreflightContext } from '../../../src/preflight/host-session'
import { runTargets } from '../../../src/run/run-targets'
import { healthy } from '../../fixtures/healthy'
import { keyPair, type SshServer, startSshServer } from '../preflight/servers'

jest.setTimeout(60_000)

/** Accepts connections on every address of the loopback network, hands them to one SSH server, and counts who is there. */
async function startGate(sshPort: number) {
  const here = new Map<string, number>()
  const most = { atOneAddress: 0, atOnce: 0 }
  const gate = net.createServer((socket) => {
    const address = socket.localAddress ?? ''
    const count = (change: number) => {
      here.set(address, (here.get(address) ?? 0) + change)
      const all = [...here.values()].reduce((sum, each) => sum + each, 0)
      most.atOneAddress = Math.max(most.atOneAddress, here.get(address) ?? 0)
      most.atOnce = Math.max(most.atOnce, all)
    }
    count(1)
    const onward = net.connect(sshPort, '127.0.0.1')
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    socket.on('close', () => {
      count(-1)
      onward.destroy()
    })
    onward.on('close', () => socket.destroy())
    socket.pipe(onward).pipe(socket)
  })
  gate.listen(0, '0.0.0.0')
  await once(gate, 'listening')
  const port = (gate.address() as net.AddressInfo).port
  return { port, most, close: () => gate.close() }
}

let server: SshServer
let gate: Awaited<ReturnType<typeof startGate>>
beforeAll(async () => {
  server = await startSshServer({})
  gate = await startGate(server.port)
})
afterAll(async () => {
  gate.close()
  await server.close()
})

interface Run {
  readonly hosts: readonly string[]
  readonly port?: number
  readonly wait?: string
  readonly signal?: AbortSignal
  readonly onLine?: (line: string) => void
  readonly spentMs?: number
  readonly onStart?: (context: PreflightContext) => void
}

async function run({ hosts, port = gate.port, wait = '', onLine, onStart, ...rest }: Run) {
  const values: Readonly<Record<string, string>> = {
    ...{ host: hosts.join('\n'), port: String(port), username: 'deploy', wait },
    ...{ key: keyPair('client').private, timeout: '30s', probe: 'off', protocol: 'tcp4' },
  }
  const lines: string[] = []
  const line = (text: string) => {
    lines.push(text)
    onLine?.(text)
  }
  const group = ({ title, lines: folded }: { title: string; lines: readonly string[] }) => {
    for (const text of [title, ...folded]) line(text)
  }
  const reports = await runTargets(
    loadInputs((name) => values[name] ?? ''),
    {
      secrets: [],
      runner: { ...healthy.runner, environment: 'self-hosted' },
      workflow: healthy.workflow,
      signal: rest.signal ?? new AbortController().signal,
      spentMs: rest.spentMs ?? 0,
      preflight: (target, context) => {
        onStart?.(context)
        return preflight(target, context)
      },
    },
    liveLog({ line, group }, plainStyle),
  )
  const causes = reports.map(({ diagnosis }) => firstFinding(diagnosis)?.id ?? diagnosis.result)
  return { reports, causes, lines, log: lines.join('\n') }
}

const loopback = (count: number) => Array.from({ length: count }, (_, i) => `127.0.0.${i + 11}`)

describe('several hosts', () => {
  it('are looked at side by side, four at most', async () => {
    gate.most.atOnce = 0
    const { causes } = await run({ hosts: loopback(12) })
    expect(causes).toEqual(Array.from({ length: 12 }, () => 'pass'))
    expect(gate.most.atOnce).toBeGreaterThan(1)
    expect(gate.most.atOnce).toBeLessThanOrEqual(4)
  })

  it('are never two at one address, also where two names share it', async () => {
    gate.most.atOneAddress = 0
    const { causes } = await run({ hosts: ['localhost', '127.0.0.1', 'LOCALHOST', '127.0.0.1'] })
    expect(causes).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(gate.most.atOneAddress).toBe(1)
  })

  it('have their names looked up once, within their own time', async () => {
    const seen: PreflightContext[] = []
    const onStart = (context: PreflightContext) => seen.push(context)
    const hosts = ['localhost', '127.0.0.31', 'LOCALHOST', 'no-such-name.invalid']
    const { reports } = await run({ hosts, onStart, spentMs: 500 })
    const facts = (index: number) => reports[index]?.facts.hops.target.dns
    expect(seen).toHaveLength(4)
    const spent = seen.map(({ lookup, spentMs = 0 }) => [lookup?.found, spentMs])
    const localhost = { addresses: [{ address: '127.0.0.1', family: 4 }] }
    expect(spent).toContainEqual([undefined, 500])
    for (const { lookup, spentMs } of seen) expect(spentMs).toBe(500 + (lookup?.ms ?? 0))
    expect(seen.filter(({ lookup }) => lookup).map(({ lookup }) => lookup?.found)).toEqual(
      expect.arrayContaining([localhost, localhost, { error: expect.anything() }]),
    )
    for (const index of [0, 2])
      expect(facts(index)).toMatchObject({ value: { addresses: [{ address: '127.0.0.1' }] } })
  })

  it('keep their order in the reports, and have whole blocks in the log', async () => {
    const { causes, lines, log } = await run({
      hosts: ['127.0.0.21', 'nobody@127.0.0.22:1', '127.0.0.23', 'http://shop.example.com/'],
    })
    expect(causes).toEqual(['pass', 'tcp/not-listening', 'pass', 'input/host-malformed'])
    expect(log).toContain('ok  Host 1 of 4, deploy@127.0.0.21')
    const start = lines.findIndex((line) => line.startsWith('Host 2 of 4'))
    const end = lines.findIndex(
      (line, index) => index > start && line.includes(' to the SSH port,'),
    )
    const block = lines.slice(start, end).join('\n')
    expect(block).toContain('tcp/not-listening')
    expect(block).not.toMatch(/Host [134] of 4/)
  })

  it('end with a list, the worst first, without those that are ready', async () => {
    const { lines } = await run({ hosts: ['127.0.0.24', '127.0.0.25:1', '127.0.0.26'] })
    const at = lines.indexOf('1 of 3 hosts is not ready to deploy')
    expect(lines.slice(at + 1).join('\n')).toMatch(/^ {2}FAIL {2}2\. deploy@127\.0\.0\.25 port 1: /)
    expect(lines.slice(at + 1).join('\n')).not.toContain('127.0.0.24')
  })

  it('report what is known when the run is cancelled in the middle', async () => {
    const controller = new AbortController()
    const onLine = (line: string) => {
      if (line.startsWith('ok  Host')) controller.abort()
    }
    const { reports, causes, log } = await run({
      hosts: loopback(30),
      signal: controller.signal,
      onLine,
    })
    expect(reports).toHaveLength(30)
    expect(causes.slice(0, 4)).toContain('pass')
    expect(causes[29]).toBe('fail')
    expect(log).toContain('Cancelled before the login was checked')
    expect(log).toMatch(/\d+ of 30 hosts are not ready to deploy/)
  })
})

describe('one host', () => {
  it('is waited for until it is up, with one line in the log and one login', async () => {
    const closed = net.createServer()
    closed.listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as net.AddressInfo
    closed.close()
    await once(closed, 'close')
    const before = server.connections()
    const late = net.createServer((socket) => {
      const onward = net.connect(server.port, '127.0.0.1')
      socket.on('error', () => onward.destroy())
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
    setTimeout(() => late.listen(port, '127.0.0.1'), 3000)
    const spent: unknown[] = []
    const { causes, lines, reports } = await run({
      ...{ hosts: ['127.0.0.1'], port, wait: '9s', spentMs: 200 },
      onStart: ({ spentMs }) => spent.push(spentMs),
    })
    late.close()
    expect(causes).toEqual(['pass'])
    expect(spent).toEqual([200, 0])
    expect(lines.filter((line) => line.includes('not ready yet (tcp/not-listening)'))).toHaveLength(
      1,
    )
    expect(reports[0]?.facts.cost).toMatchObject({ checks: 2, connections: 1, failedLogins: 0 })
    expect(server.connections() - before).toBe(1)
  })
})
