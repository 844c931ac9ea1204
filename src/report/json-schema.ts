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
  if (schema.$ref !== undefined) return mismatch(value, resolved(schema, root), root, at)
  if (schema.anyOf) return anyOf(value, schema.anyOf, root, at)
  if (schema.const !== undefined && value !== schema.const) {
    return { at, problem: `should be ${JSON.stringify(schema.const)}` }
  }
  if (schema.type !== undefined) {
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type
    if (!types.includes(typeOf(value, types)))
      return { at, problem: `should be ${types.join(' or ')}` }
  }
  if (schema.enum && typeof value === 'string') {
    return isWord(value) ? null : { at, problem: 'should be a word' }
  }
  if (schema.enum && !schema.enum.includes(value)) return { at, problem: oneOf(schema.enum) }
  if (Array.isArray(value)) return inArray(value, schema, root, at)
  if (isObject(value)) return inObject(value, schema, root, at)
  return null
}

/** What every known string of a list looks like, and so one that a newer version knows: reports show it as our own. */
const isWord = (text: string) =>
  /^[\w /-]{1,80}$/.test(text) && !Object.hasOwn(Object.prototype, text)

const oneOf = (values: readonly unknown[]) => `should be one of ${values.map(String).join(', ')}`

/** The schema that a reference names; itself when it is none. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
  if (!target) throw new Error(`the schema has no ${schema.$ref}`)
  return resolved(target, root)
}

/**
 * An object is held against the one alternative that its tag names (`state` of a fact, `kind` of a problem). Of other
 * alternatives that do not fit, those that came furthest say most.
 */
function anyOf(
  value: unknown,
  alternatives: readonly JsonSchema[],
  root: JsonSchema,
  at: string,
): Mismatch | null {
  const objects = alternatives
    .map((each) => resolved(each, root))
    .filter(({ properties }) => properties !== undefined)
  const tag = tagOf(objects)
  if (tag !== null && isObject(value)) return tagged(value, tag, objects, root, at)
  const found = alternatives.map((each) => mismatch(value, each, root, at))
  const departures = found.filter((each) => each !== null)
  if (departures.length < found.length) return null
  const furthest = departures.toSorted((a, b) => b.at.length - a.at.length)
  const [first = { at, problem: 'should not be here' }] = furthest
  return { at: first.at, problem: together(furthest.filter((each) => each.at === first.at)) }
}

/** `should be object or null`, for what departs from every alternative at one place. */
function together(departures: readonly Mismatch[]): string {
  const problems = [...new Set(departures.map(({ problem }) => problem))]
  const [first = '', ...others] = problems
  if (!problems.every((problem) => problem.startsWith('should be '))) return first
  return [first, ...others.map((problem) => problem.replace('should be ', ''))].join(' or ')
}

/** The property that has its own constant in each of several alternatives; null when there is none. */
function tagOf(alternatives: readonly JsonSchema[]): string | null {
  const [first, ...others] = alternatives
  if (!first || others.length === 0) return null
  const isTag = (name: string) =>
    alternatives.every(({ properties }) => properties?.[name]?.const !== undefined)
  return Object.keys(first.properties ?? {}).find(isTag) ?? null
}

function tagged(
  value: Readonly<Record<string, unknown>>,
  tag: string,
  alternatives: readonly JsonSchema[],
  root: JsonSchema,
  at: string,
): Mismatch | null {
  if (!Object.hasOwn(value, tag)) return { at: inside(at, tag), problem: 'is missing' }
  const constant = ({ properties }: JsonSchema) => properties?.[tag]?.const
  const meant = alternatives.find((each) => constant(each) === value[tag])
  return meant
    ? mismatch(value, meant, root, at)
    : { at: inside(at, tag), problem: oneOf(alternatives.map(constant)) }
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
  for (const name of required) {
    if (!Object.hasOwn(value, name)) return { at: inside(at, name), problem: 'is missing' }
  }
  for (const [name, schema] of Object.entries(properties)) {
    if (!Object.hasOwn(value, name)) continue
    const found = mismatch(value[name], schema, root, inside(at, name))
    if (found) return found
  }
  return null
}

const inside = (at: string, name: string) => (at === '' ? name : `${at}.${name}`)

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
