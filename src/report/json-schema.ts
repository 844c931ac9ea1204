/**
 * The part of JSON Schema 2020-12 that report.schema.json uses, so that the schema that is published is also what a saved
 * report is read by. Lists of known strings are not held against a report: a newer version may know more of them.
 */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly minItems?: number
}

/** Where a value departs from the schema. */
export interface Mismatch {
  /** As `hosts[0].facts.tcp`; empty for the whole value. */
  readonly at: string
  /** `is missing`, `is empty`, or `should be string or null`. */
  readonly problem: string
}

/** The first place where the value departs from the schema; null when it fits. `root` resolves `#/$defs/…`. */
export function mismatch(
  value: unknown,
  schema: JsonSchema,
  root: JsonSchema = schema,
  at = '',
): Mismatch | null {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    return target ? mismatch(value, target, root, at) : { at, problem: `should be ${schema.$ref}` }
  }
  if (schema.anyOf) return anyOf(value, schema.anyOf, root, at)
  if (schema.const !== undefined && value !== schema.const) {
    return { at, problem: `should be ${JSON.stringify(schema.const)}` }
  }
  if (schema.enum && schema.type === undefined && !schema.enum.includes(value)) {
    return { at, problem: `should be one of ${schema.enum.map(String).join(', ')}` }
  }
  if (schema.type !== undefined) {
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type
    if (!types.includes(typeOf(value, types)))
      return { at, problem: `should be ${types.join(' or ')}` }
  }
  if (schema.enum && typeof value === 'string' && !isWord(value))
    return { at, problem: 'should be a word' }
  if (Array.isArray(value)) return inArray(value, schema, root, at)
  if (isObject(value)) return inObject(value, schema, root, at)
  return null
}

/** What every known string of a list looks like, and so one that a newer version knows: reports show it as our own. */
const isWord = (text: string) =>
  /^[\w /-]{1,80}$/.test(text) && !Object.hasOwn(Object.prototype, text)

/** Of the alternatives that do not fit, the one that came furthest tells most. */
function anyOf(
  value: unknown,
  alternatives: readonly JsonSchema[],
  root: JsonSchema,
  at: string,
): Mismatch | null {
  const found = alternatives.map((each) => mismatch(value, each, root, at))
  if (found.includes(null)) return null
  return found.reduce((a, b) => (b !== null && a !== null && b.at.length > a.at.length ? b : a))
}

function inArray(
  value: readonly unknown[],
  { items, minItems = 0 }: JsonSchema,
  root: JsonSchema,
  at: string,
): Mismatch | null {
  if (value.length < minItems) return { at, problem: 'is empty' }
  if (!items) return null
  for (const [index, each] of value.entries()) {
    const found = mismatch(each, items, root, `${at}[${String(index)}]`)
    if (found) return found
  }
  return null
}

function inObject(
  value: Readonly<Record<string, unknown>>,
  { required = [], properties = {} }: JsonSchema,
  root: JsonSchema,
  at: string,
): Mismatch | null {
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`)
  for (const name of required) {
    if (!Object.hasOwn(value, name)) return { at: inside(name), problem: 'is missing' }
  }
  for (const [name, schema] of Object.entries(properties)) {
    if (!Object.hasOwn(value, name)) continue
    const found = mismatch(value[name], schema, root, inside(name))
    if (found) return found
  }
  return null
}

/** Whether it is a plain JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON Schema's name of the type; a whole number is an `integer` where the schema asks for one. */
function typeOf(value: unknown, wanted: readonly string[]): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value) && wanted.includes('integer')) return 'integer'
  return typeof value
}
