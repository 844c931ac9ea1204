import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { causeIds } from '../../../src/facts/cause-ids'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { type Facts, type OtherLoginFacts } from '../../../src/facts'
import { jsonReport, readReport, reportSchema } from '../../../src/report/json'
import { mismatch } from '../../../src/report/json-schema'
import { exact as wrongPort } from '../../fixtures/facts/tcp/wrong-port'
import { followedBy, laterStep, same } from '../../fixtures/following'
import { reportsOf, samples } from '../../fixtures/golden-samples'
import { healthy, observed } from '../../fixtures/healthy'
import { faulty, repeating, reportOf, shut, talkative } from '../../fixtures/hostile'
import { valueOf } from '../../fixtures/value-of'
import { seen } from '../../../src/facts/fact'

const reports = [
  reportOf(shut('203.0.113.7'), [repeating('203.0.113.7')]),
  reportOf(talkative('hello')),
  reportOf(faulty('EMFILE')),
]

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
const validate = ajv.compile(reportSchema)

/** Every fixture of a cause, as a path to import from here. */
const fixtures = causeIds
  .filter((id) => existsSync(join('__tests__', 'fixtures', 'facts', `${id}.ts`)))
  .map((id) => `../../fixtures/facts/${id}`)

/** The schema without room for properties that it does not name. */
function strictly() {
  const strict = JSON.parse(
    JSON.stringify(reportSchema).replaceAll(
      '"type":"object",',
      '"type":"object","additionalProperties":false,',
    ),
  ) as object
  return new Ajv2020({ allowUnionTypes: true }).compile(strict)
}

const check = strictly()

const parsed = (): Record<string, unknown> =>
  JSON.parse(jsonReport(reports)) as Record<string, unknown>

describe('the JSON report', () => {
  it('fits its schema', () => {
    expect(validate(parsed())).toBe(true)
    expect(mismatch(parsed(), reportSchema)).toBeNull()
  })

  it('says the words plainly, and the evidence as it is typed', () => {
    const [host] = (parsed() as { hosts: { cause: string; findings: object[] }[] }).hosts
    expect(host?.cause).toBe('tcp/not-listening')
    expect(host?.findings[0]).toMatchObject({
      id: 'tcp/not-listening',
      certainty: 'likely',
      evidence: { text: '203.0.113.7' },
      verdict: '203.0.113.7 refused 203.0.113.7',
      change: { input: 'port', value: '203.0.113.7' },
      candidates: [{ id: 'server/banned' }, { id: 'server/disk-full' }],
    })
  })

  it.each(fixtures)('describes every property of the facts of %s', async (path) => {
    const { exact } = (await import(path)) as { exact: Facts }
    const report = { version: '1.0.0', facts: exact, diagnosis: diagnose(exact) }
    check(JSON.parse(jsonReport([report])))
    expect(check.errors).toBeNull()
  })

  it.each(Object.entries(samples))('describes every property of the sample %s', (_name, facts) => {
    const text = jsonReport(reportsOf(facts))
    check(JSON.parse(text))
    expect(check.errors).toBeNull()
    expect(readReport(text)).toEqual({ facts })
  })

  it('describes a workflow file of another repository, and the change of a later step', () => {
    const facts = followedBy([laterStep('appleboy/ssh-action', { ...same, port: '22' })], {
      tcp: wrongPort.hops.target.tcp,
    })
    const workflow = {
      ...valueOf(facts.workflow),
      from: { repository: 'acme/flows', commit: 'a'.repeat(40) },
      environment: 'production',
    }
    const changed = { ...facts, workflow: observed(workflow) }
    const text = jsonReport([{ version: '1.0.0', facts: changed, diagnosis: diagnose(changed) }])
    expect(text).toContain('"step": 20')
    check(JSON.parse(text))
    expect(check.errors).toBeNull()
  })

  it('describes how another login went', () => {
    const otherLogin: OtherLoginFacts = {
      by: 'admin',
      user: 'root',
      connection: 'second',
      outcome: 'refused',
      authentication: seen(healthy.hops.target.auth),
      said: '',
    }
    const facts = { ...healthy, otherLogin }
    const report = { version: '1.0.0', facts, diagnosis: diagnose(facts) }
    check(JSON.parse(jsonReport([report])))
    expect(check.errors).toBeNull()
    expect(readReport(jsonReport([report]))).toEqual({ facts: [facts] })
  })

  it('would show a property that the schema forgot', () => {
    const { hosts, ...rest } = parsed() as { hosts: { facts: object }[] }
    check({ ...rest, hosts: hosts.map((host) => ({ ...host, facts: { ...host.facts, news: 1 } })) })
    expect(check.errors?.[0]).toMatchObject({ keyword: 'additionalProperties' })
  })
})

describe('reading a saved report', () => {
  it('gives the same facts, and so the same diagnosis', () => {
    const read = readReport(jsonReport(reports))
    expect(read).toEqual({ facts: reports.map(({ facts }) => facts) })
    const [facts = healthy] = 'facts' in read ? read.facts : []
    expect(diagnose(facts)).toEqual(diagnose(reports[0]?.facts ?? healthy))
  })

  it('gives back any text as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const facts = talkative(text)
        expect(readReport(jsonReport([reportOf(facts)]))).toEqual({ facts: [facts] })
      }),
      { numRuns: 50 },
    )
  })

  it('keeps what it does not know', () => {
    const newer = JSON.parse(jsonReport([reportOf(healthy)])) as {
      news: string
      hosts: { facts: { weather: string; runner: { platform: string } } }[]
    }
    newer.news = 'x'
    for (const { facts } of newer.hosts) {
      facts.weather = 'fine'
      facts.runner.platform = 'a new one'
    }
    const read = readReport(JSON.stringify(newer))
    expect(read).toMatchObject({ facts: [{ weather: 'fine', runner: { platform: 'a new one' } }] })
  })

  const corrupt = (change: (facts: Record<string, unknown>) => void) => {
    const report = JSON.parse(jsonReport([reportOf(healthy)])) as {
      hosts: { facts: Record<string, unknown> }[]
    }
    for (const { facts } of report.hosts) change(facts)
    return JSON.stringify(report)
  }
  const damagedAt = (change: (target: Record<string, unknown>) => void) =>
    corrupt(({ hops }) => {
      change((hops as { readonly target: Record<string, unknown> }).target)
    })

  it.each([
    ['', 'It is not JSON, or it was cut off'],
    [jsonReport(reports).slice(0, 500), 'It is not JSON, or it was cut off'],
    ['{"program":{"name":"ssh-preflight"},"version":2,"$schema":"","hosts":[]}', /missing|empty/],
    ['null', 'It is not a report of SSH Preflight'],
    ['[]', 'It is not a report of SSH Preflight'],
    ['{"program":{"name":"other"}}', 'It is not a report of SSH Preflight'],
    [
      '{"program":{"name":"ssh-preflight"},"version":3}',
      'Its format is version 3, and this program reads version 2: use a newer SSH Preflight',
    ],
    [
      '{"program":{"name":"ssh-preflight"},"version":1}',
      'Its format is version 1, and this program reads version 2: run the check again',
    ],
    ['{"program":{"name":"ssh-preflight"},"version":"2"}', /^It is corrupt: \S+ is missing$/],
    [damagedAt((target) => delete target['tcp']), /facts\.hops\.target\.tcp is missing$/],
    [
      damagedAt((target) => (target['tcp'] = { state: 'observed', ms: 1, value: { port: 'x' } })),
      /target\.tcp\.value\.attempts is missing$/,
    ],
    [
      damagedAt((target) => (target['dns'] = { state: 'perhaps' })),
      'It is corrupt: hosts[0].facts.hops.target.dns.state should be one of observed, failed, not-checked',
    ],
    [damagedAt((target) => (target['dns'] = 'none')), /target\.dns should be object$/],
    [
      corrupt(({ hops }) => Object.assign(hops as object, { jump: 5 })),
      'It is corrupt: hosts[0].facts.hops.jump should be object or null',
    ],
    [
      damagedAt((target) =>
        Object.assign(target['input'] as object, { problems: [{ kind: 'new' }] }),
      ),
      /target\.input\.problems\[0\]\.kind should be one of empty, no-credentials, /,
    ],
    [
      corrupt((facts) => Object.assign(facts['runner'] as object, { platform: '\u001b[2J' })),
      'It is corrupt: hosts[0].facts.runner.platform should be a word',
    ],
    [
      corrupt((facts) => Object.assign(facts['runner'] as object, { environment: [] })),
      'It is corrupt: hosts[0].facts.runner.environment should be string or null',
    ],
    [
      corrupt((facts) => (facts['cost'] = { connections: 0.5 })),
      /^It is corrupt: hosts\[0\]\.facts\.cost/,
    ],
  ])('says what is wrong with a file that it cannot read: %#', (text, error) => {
    const read = readReport(text)
    expect('error' in read ? read.error : '').toMatch(error)
  })

  it('knows every string of the lists in the schema', () => {
    const words = [...JSON.stringify(reportSchema).matchAll(/"enum":(\[[^\]]*\])/g)].flatMap(
      ([, list = '[]']) => JSON.parse(list) as readonly unknown[],
    )
    expect(words.length).toBeGreaterThan(200)
    const unreadable = words.filter((word) => mismatch(word, { enum: [word] }) !== null)
    expect(unreadable).toEqual([])
  })

  it('agrees with ajv on what is corrupt', () => {
    const report = parsed()
    const paths = leaves(report)
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom('delete', 'array'), (path, how) => {
        const copy = parsed()
        corruptAt(copy, path, how)
        const found = mismatch(copy, reportSchema)
        expect(found === null).toBe(validate(copy))
        expect(`${found?.at ?? ''} ${found?.problem ?? 'is empty'}`).toMatch(
          /^[\w$.[\]]* (is missing|is empty|should be ("\S+"|\w+( or \w+)*|one of [\w, /-]+))$/,
        )
      }),
      { numRuns: 300 },
    )
  })
})

type Path = readonly (string | number)[]

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([k, v]) => leaves(v, [...path, k]))]
}

/** Takes a value away, or puts an empty list in its place. */
function corruptAt(root: unknown, path: Path, how: string): void {
  const holder = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], root)
  const key = path.at(-1) ?? ''
  if (how === 'array' || Array.isArray(holder)) (holder as Record<string, unknown>)[key] = []
  else Reflect.deleteProperty(holder as object, key)
}
