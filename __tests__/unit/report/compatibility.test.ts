import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnose } from '../../../src/diagnosis/diagnose'
import { readReport, reportSchema, reportVersion } from '../../../src/report/json'
import type { JsonSchema } from '../../../src/report/json-schema'

/**
 * The shape that programs of this version of the format rely on: one line a property, `!` for those that are always there. It only
 * ever grows. With UPDATE_GOLDEN=1 new lines are added; a line that is to go or to change asks for a new version.
 */
const file = join('__tests__', 'fixtures', `report-shape-${String(reportVersion)}.txt`)

/** `hosts[].facts.tcp.value.port! integer`, for every property of the schema. */
function shapeOf(schema: JsonSchema, root: JsonSchema, at = ''): readonly string[] {
  if (schema.$ref !== undefined) {
    return shapeOf(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root, at)
  }
  const alternatives = (schema.anyOf ?? []).flatMap((each) => shapeOf(each, root, at))
  const items = schema.items ? shapeOf(schema.items, root, `${at}[]`) : []
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const mark = schema.required?.includes(name) === true ? '!' : ''
    const place = at === '' ? name : `${at}.${name}`
    return [`${place}${mark} ${typeOf(property, root)}`, ...shapeOf(property, root, place)]
  })
  return [...new Set([...alternatives, ...items, ...inner])]
}

function typeOf(schema: JsonSchema, root: JsonSchema): string {
  if (schema.$ref !== undefined) {
    return typeOf(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root)
  }
  if (schema.anyOf) {
    return [...new Set(schema.anyOf.map((each) => typeOf(each, root)))].sort().join('|')
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.type === undefined) return 'any'
  return typeof schema.type === 'string' ? schema.type : [...schema.type].sort().join('|')
}

const broken = (shape: readonly string[], promised: readonly string[]) =>
  promised.filter((line) => !shape.includes(line))

describe('the shape of the JSON report', () => {
  const shape = shapeOf(reportSchema, reportSchema)
  const written = () => readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)

  it('keeps all that programs rely on', () => {
    expect(broken(shape, written())).toEqual([])
  })

  it('is written down whole', () => {
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(file, `${[...new Set([...written(), ...shape])].sort().join('\n')}\n`)
    }
    expect(broken(written(), shape)).toEqual([])
  })

  it.each<readonly [string, (schema: JsonSchema & { required: string[] }) => JsonSchema]>([
    ['a name that is no longer there', (schema) => ({ ...schema, properties: {} })],
    ['a name that need not be there any more', (schema) => ({ ...schema, required: [] })],
    [
      'another type',
      (schema) => ({ ...schema, properties: { ...schema.properties, hosts: { type: 'object' } } }),
    ],
  ])('would show %s', (_what, change) => {
    const changed = change(reportSchema as JsonSchema & { required: string[] })
    expect(broken(shapeOf(changed, reportSchema), written())).not.toEqual([])
  })
})

describe('a report that was saved', () => {
  const folder = join('__tests__', 'golden')

  it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
    '%s is read, and gives the diagnosis that stands in it',
    (name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const read = readReport(text)
      const { hosts } = JSON.parse(text) as {
        readonly hosts: readonly { readonly cause: unknown }[]
      }
      const causes = 'facts' in read ? read.facts.map((facts) => diagnose(facts).findings) : []
      expect('error' in read ? read.error : null).toBeNull()
      expect(causes).toHaveLength(hosts.length)
      expect(
        causes.map(
          (findings) => findings.find(({ severity }) => severity !== 'notice')?.id ?? null,
        ),
      ).toEqual(hosts.map(({ cause }) => cause))
    },
  )
})
