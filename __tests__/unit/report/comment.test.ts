import { change } from '../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { marked } from 'marked'
import type { Facts } from '../../../src/facts'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { comment, type CommentSource } from '../../../src/report/comment'
import { problemNotice } from '../../../src/action/comment-notice'
import { runPage } from '../../../src/report/links'
import { toPlain } from '../../../src/text/escape'
import { exact as pinType } from '../../fixtures/facts/deploy/pin-type'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { healthy } from '../../fixtures/healthy'
import { attacks, repeating, reportOf, shut } from '../../fixtures/hostile'

const origin = { workflow: 'deploy.yml', job: 'deploy', jobIndex: '0', step: 'check' }
const run = 'https://github.com/octocat/shop/actions/runs/1'

const of = (facts: readonly Facts[], changes: Partial<CommentSource> = {}) =>
  comment({
    reports: facts.map((each) => ({ version: '1.0.0', facts: each, diagnosis: diagnose(each) })),
    values: {},
    origin,
    run,
    ...changes,
  })

describe('a comment', () => {
  it('says the verdict, how sure, the first fix with something to copy, and where the rest is', () => {
    const { body, marker, isPass } = of([wrongPort])
    const order = [marker, '### ❌ ', '**Proved:**', '**Fix it in your workflow:**', '```', run]
    const places = order.map((part) => body.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(body).toContain('`tcp/wrong-port` · [what it means](https://')
    expect(isPass).toBe(false)
  })

  it('of a warning is one too', () => {
    expect(of([pinType])).toMatchObject({ isPass: false, body: expect.stringContaining('### ⚠️') })
  })

  it('of a pass is two lines', () => {
    const { body, marker, isPass } = of([healthy])
    expect(isPass).toBe(true)
    expect(body.split('\n\n')).toEqual([
      marker,
      '✅ **SSH Preflight now passes.** The server is ready to deploy.',
      `<sub>Workflow \`deploy.yml\`, job \`deploy\` · [all that was found, in the run](${run})</sub>\n`,
    ])
  })

  it('of several hosts counts them, and lists ten at most of those that are not ready', () => {
    const onPort = (port: number) =>
      change(wrongPort, { input: { ...wrongPort.hops.target.input, port } })
    const { body } = of([healthy, ...Array.from({ length: 12 }, (_, index) => onPort(index + 1))])
    expect(body).toContain('### ❌ 12 of 13 hosts are not ready to deploy')
    expect(body.match(/^- ❌ Host \d+: /gm)).toHaveLength(10)
    expect(body).toContain('- … and 2 more, in the job summary')
  })

  it('has the same marker for the same step only', () => {
    const markers = [
      {},
      { workflow: 'other.yml' },
      { job: 'other' },
      { jobIndex: '1' },
      { step: 'other' },
      { job: '--> @octocat', step: '<!--' },
    ].map((change) => of([healthy], { origin: { ...origin, ...change } }).marker)
    expect(new Set(markers).size).toBe(markers.length)
    expect(of([wrongPort]).marker).toBe(markers[0])
    for (const marker of markers) expect(marker).toMatch(/^<!-- ssh-preflight [0-9a-f]{16} -->$/)
  })

  it.each(attacks)('is not broken out of by %j', (text) => {
    const reports = [reportOf(shut(text), [repeating(text)])]
    const { body } = comment({ reports, values: {}, origin: { ...origin, job: text }, run: null })
    expect(body.length).toBeLessThan(65_536)
    const html = marked.parse(body, { async: false, gfm: true })
    const shown = html.replace(/<pre>.*?<\/pre>|<code>.*?<\/code>/gs, '')
    expect(shown).not.toMatch(/<(img|script|details)|javascript:|evil\.example|@octocat/)
    expect(shown.match(/<a /g)).toHaveLength(1)
    expect(html.match(/<!--/g)).toHaveLength(1)
  })
})

describe('what a comment redacts', () => {
  const shop = (text: string): Facts =>
    change(wrongPort, {
      input: { ...wrongPort.hops.target.input, host: 'shop.internal', user: 'deployer' },
      workflow: {
        state: 'observed',
        ms: 1,
        value: {
          path: '.github/workflows/deploy.yml',
          usesLine: 3,
          called: false,
          with: [{ input: 'host', line: 5, text }],
        },
      },
    })
  const values = { host: 'shop.internal' }
  const said = (facts: Facts, text: string) => {
    const finding = repeating(text)
    return comment({ reports: [reportOf(facts, [finding])], values, origin, run }).body
  }

  it('is a host from an expression, in any case, its parts, and its addresses', () => {
    const facts = shop('${{ secrets.SSH_HOST }}')
    const address =
      wrongPort.hops.target.dns.state === 'observed'
        ? wrongPort.hops.target.dns.value.addresses[0]
        : undefined
    for (const text of [
      'Shop.Internal',
      'www.shop.internal',
      'internal',
      address?.address ?? '-',
    ]) {
      // Only a whole value is looked for in what is to be copied.
      const words = said(facts, text).replace(/```sh\n.*?```/s, '')
      expect(words).not.toContain(text)
      expect(words).toContain('***')
    }
  })

  it('is a host that is in plain in a file of another repository, and not in that of this one', () => {
    const facts = shop('shop.internal')
    const { workflow } = facts
    if (workflow.state !== 'observed') throw new Error('the file was seen')
    const from = { repository: 'acme/flows', commit: 'a'.repeat(40) }
    expect(said(facts, 'shop.internal')).toContain('shop.internal')
    const elsewhere: Facts = {
      ...facts,
      workflow: { ...workflow, value: { ...workflow.value, from } },
    }
    expect(said(elsewhere, 'shop.internal')).not.toContain('shop.internal')
  })

  it('is the right part of a wrong value, which a fix proposes', () => {
    const input = { ...wrongPort.hops.target.input, host: null }
    const facts: Facts = change(shop('${{ secrets.SSH_HOST }}'), { input })
    const host = 'https://deployer@shop.internal:2222/path'
    const reports = [reportOf(facts, [repeating('host: shop.internal and 2222')])]
    const { body } = comment({ reports, values: { host }, origin, run })
    expect(body).not.toMatch(/shop\.internal|2222/)
  })

  it('is not a host that is in the workflow file', () => {
    expect(said(shop('shop.internal'), 'shop.internal')).toContain('`shop.internal`')
  })

  it('is everything where the file is not known', () => {
    const facts: Facts = { ...shop(''), workflow: { state: 'not-checked', why: 'unavailable' } }
    expect(said(facts, 'shop.internal deployer')).not.toMatch(/shop\.internal|deployer/)
  })

  it('is a port from an expression, in our own words too', () => {
    const { body } = of([{ ...wrongPort, workflow: { state: 'not-checked', why: 'unavailable' } }])
    expect(body).not.toMatch(new RegExp(`\\b${String(wrongPort.hops.target.input.port)}\\b`))
  })

  it('is no part of the words of options', () => {
    const { body } = comment({
      reports: [reportOf(healthy, [repeating('connection on')])],
      values: { probe: 'on', server_check: 'on', comment: 'true' },
      origin,
      run,
    })
    expect(body).toContain('connection on')
  })

  it('takes no mark of a value for a pattern', () => {
    const input = { ...wrongPort.hops.target.input, host: 'a-b.c+(d)[e]{f}|g\\h$^?*/' }
    const facts: Facts = change(shop('${{ vars.H }}'), { input })
    expect(said(facts, 'abc')).toContain('abc')
    expect(said(facts, `x ${input.host}`)).toContain('x ***')
  })
})

describe('the notice', () => {
  const { runner } = healthy
  it('says which permission is missing, and that of a fork nobody can give', () => {
    expect(toPlain(problemNotice('no-permission', 403, runner))).toBe(
      'The token cannot comment: add pull-requests: write to the permissions of the job (the GitHub API answered 403). The verdict is in the job summary.',
    )
    expect(toPlain(problemNotice('no-permission', 403, { ...runner, fork: true }))).toContain(
      'forks',
    )
  })
})

describe('the page of a run', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octocat/shop',
    GITHUB_RUN_ID: '1',
  }
  it('is made of what the runner says, if that makes an address', () => {
    expect(runPage(env)).toBe(run)
    expect(runPage({})).toBeNull()
    expect(runPage({ ...env, GITHUB_RUN_ID: '1)' })).toBeNull()
    expect(runPage({ ...env, GITHUB_SERVER_URL: 'javascript:x' })).toBeNull()
  })
})
