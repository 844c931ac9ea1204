import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { lookupAll, systemLookup } from '../../../src/network/system-lookup'

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The environment of the child that looks the name up, once it runs our program. */
async function environmentOfChild(name: string): Promise<string> {
  for (;;) {
    const children = read(`/proc/self/task/${String(process.pid)}/children`)
      .trim()
      .split(' ')
    const child = children.find((pid) => read(`/proc/${pid}/cmdline`).includes(`\0${name}\0`))
    const environment = child === undefined ? '' : read(`/proc/${child}/environ`)
    if (environment !== '') return environment
    await setTimeout(1)
  }
}

describe('the lookup of the system', () => {
  it('gives addresses, or the code of the error', async () => {
    const { signal } = new AbortController()
    expect(await systemLookup('127.0.0.1', 0, signal)).toEqual({
      addresses: [{ address: '127.0.0.1', family: 4 }],
    })
    expect(await systemLookup('no-such-name.invalid', 0, signal)).toMatchObject({
      error: { code: 'ENOTFOUND' },
    })
  })

  it('gives an answer for each name, in the order of the questions', async () => {
    const names = ['127.0.0.2', 'no..such.invalid', '127.0.0.3']
    const questions = names.map((name) => ({ name, family: 4 }) as const)
    const answers = await lookupAll(questions, new AbortController().signal)
    expect(answers.map((answer) => answer?.found)).toMatchObject([
      { addresses: [{ address: '127.0.0.2' }] },
      { error: {} },
      { addresses: [{ address: '127.0.0.3' }] },
    ])
  })

  it('is made by this process where no child can be started', async () => {
    const { execPath } = process
    process.execPath = '/nowhere/node'
    try {
      const { signal } = new AbortController()
      expect(await systemLookup('127.0.0.2', 0, signal)).toMatchObject({
        addresses: [{ address: '127.0.0.2' }],
      })
      expect(await systemLookup('no-such-name.invalid', 0, signal)).toMatchObject({
        error: { code: 'ENOTFOUND' },
      })
    } finally {
      process.execPath = execPath
    }
  })

  it('gives nothing once it is abandoned', async () => {
    const questions = [{ name: '127.0.0.2', family: 0 }] as const
    expect(await lookupAll(questions, AbortSignal.abort())).toEqual([null])
  })
})

const onLinux = process.platform === 'linux' ? describe : describe.skip
onLinux('the child that looks a name up', () => {
  it('has none of the secrets of the job in its environment', async () => {
    process.env['DEPLOY_TOKEN'] = 'tok-5f3759df'
    process.env['INPUT_PASSWORD'] = 'hunter2'
    process.env['RES_OPTIONS'] = 'attempts:1'
    const controller = new AbortController()
    const name = 'look-at-my-environment.invalid'
    const lookup = systemLookup(name, 0, controller.signal)
    const environment = await environmentOfChild(name)
    controller.abort()
    await lookup
    delete process.env['DEPLOY_TOKEN']
    delete process.env['INPUT_PASSWORD']
    delete process.env['RES_OPTIONS']
    expect(environment).toContain('RES_OPTIONS=attempts:1')
    expect(environment).not.toMatch(/tok-5f3759df|hunter2/)
  })
})
