import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { runAction } from '../fake-runner/run-action'
import { askedAbout, sample } from '../unit/server-check/recorded'
import { ed25519Key, freePort } from './servers'

jest.setTimeout(60_000)

const bundle = resolve('dist/index.js')
const folder = mkdtempSync(join(tmpdir(), 'server-check-'))
const stopped = sample('stopped')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function fileOf(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const closedPort = async () => {
  const port = String(await freePort())
  return { port, inputs: { host: '127.0.0.1', port, username: 'deploy', key: ed25519Key() } }
}

/** The terminal in an empty folder, with something on its standard input. */
async function run(words: readonly string[], input = '') {
  const env = { PATH: process.env['PATH'], RUNNER_TEMP: folder }
  const child = spawn(process.execPath, [bundle, ...words], { cwd: folder, env })
  child.stdin.end(input)
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code: child.exitCode, stdout, stderr }
}

describe('the input server_report', () => {
  it.each([
    ['as text', (answer: string) => answer],
    ['as a path', (answer: string) => fileOf('answer.txt', answer)],
    [
      'as a path of UTF-16',
      (answer: string) => {
        const path = join(folder, 'wide.txt')
        writeFileSync(path, `\ufeff${answer}`, 'utf16le')
        return path
      },
    ],
  ])('%s gives the verdict of both views', async (_, importAs) => {
    const { port, inputs } = await closedPort()
    const step = await runAction({
      inputs: { ...inputs, server_report: importAs(askedAbout(port)) },
    })

    expect(step.exitCode).toBe(1)
    expect(step.outputs).toMatchObject({
      result: 'fail',
      cause: 'server/service-stopped',
      certainty: 'proved',
    })
    expect(step.outputs['causes']).toMatch(/^\["server\/service-stopped","tcp\/not-listening"/)
    expect(step.summary).toMatch(/^## ❌ SSH service stopped$/m)
    expect(step.log).toContain('SSH service stopped')
    expect(step.annotations.map(({ title }) => title)).toEqual(['SSH service stopped'])
    expect(step.report).toMatchObject({ hosts: [{ combined: { outcome: 'found' } }] })
  })

  it.each([
    ['there-is-no-such-file.txt', /ENOENT.*expected the path of a file in the workspace/],
    ['nothing of\nthe kind', /No answer of server-check\.sh is in these 2 lines/],
    ['{"serverCheck":7}', /form 7 of server-check\.sh/],
  ])('that is wrong (%j) is said, and nothing is lost', async (wrong, message) => {
    const { inputs } = await closedPort()
    const step = await runAction({ inputs: { ...inputs, server_report: wrong } })

    expect(step.outputs).toMatchObject({ result: 'fail', cause: 'tcp/not-listening' })
    expect(step.annotations.map(({ level }) => level)).toEqual(['error', 'warning'])
    expect(step.annotations[1]?.message).toMatch(message)
    expect(step.annotations[1]?.message).toContain('server_report')
    expect(step.summary).toMatch(message)
  })
})

describe('the command server-check', () => {
  it('joins the answer with the report of the run', async () => {
    const { port, inputs } = await closedPort()
    const report = join(folder, 'report.json')
    await runAction({ inputs: { ...inputs, report } })
    const answer = fileOf('answer.txt', askedAbout(port))
    const read = await run(['server-check', answer, '--report', report])

    expect([read.code, read.stderr]).toEqual([1, ''])
    expect(read.stdout).toMatch(/^SSH service stopped$/m)
    const piped = await run(['server-check', '-', '--report', report, '--json'], askedAbout(port))
    expect(piped.code).toBe(1)
    expect(JSON.parse(piped.stdout)).toMatchObject({
      hosts: [{ result: 'fail', cause: 'server/service-stopped' }],
    })
    const joined = fileOf('joined.json', piped.stdout)
    const replayed = await run(['replay', joined, '--json'])
    expect(replayed.stdout).toBe(piped.stdout)
  })

  it('explains only the answer when there is no report', async () => {
    const read = await run(['server-check', '-'], stopped)

    expect([read.code, read.stderr]).toEqual([1, ''])
    expect(read.stdout).toContain('without a report of a run')
    expect(read.stdout).toContain('sudo systemctl enable --now ssh')
    const json = await run(['server-check', '-', '--json'], stopped)
    expect(JSON.parse(json.stdout)).toMatchObject({
      serverCheck: { verdicts: [{ id: 'server/service-stopped' }] },
    })
  })

  it('takes the report that lies in the folder', async () => {
    const { port, inputs } = await closedPort()
    const report = join(folder, 'ssh-preflight-report.json')
    await runAction({ inputs: { ...inputs, report } })
    const read = await run(['server-check', '-'], askedAbout(port))
    rmSync(report)

    expect(read.stdout).toMatch(/^Report: ssh-preflight-report\.json$/m)
    expect(read.stdout).toContain('SSH service stopped')
  })

  it('asks which of several hosts it is', async () => {
    const { port, inputs } = await closedPort()
    const report = join(folder, 'several.json')
    await runAction({ inputs: { ...inputs, host: '127.0.0.1, 127.0.0.2', report } })
    const words = ['server-check', '-', '--report', report]
    const asked = await run(words, askedAbout(port))

    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain('name one with --host: 127.0.0.1, 127.0.0.2')
    const named = await run([...words, '--host', '127.0.0.2'], askedAbout(port))
    expect(named.code).toBe(1)
    expect(named.stdout).toContain('SSH service stopped')
  })

  it.each([
    [['server-check'], '', 'Which answer should be read?'],
    [['server-check', 'no-such-file'], '', 'ENOENT'],
    [['server-check', '-'], 'hello', 'No answer of server-check.sh is in this line'],
    [['server-check', '-', '--report', 'no-such-report'], stopped, 'ENOENT'],
  ])('tells wrong usage: %j', async (words, input, message) => {
    const read = await run(words, input)

    expect([read.code, read.stdout]).toEqual([2, ''])
    expect(read.stderr).toContain(message)
  })
})
