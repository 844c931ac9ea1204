import { type CompletedConfig, createGenerator, DEFAULT_CONFIG } from 'ts-json-schema-generator'
import { schemaUrl } from '../../src/report/links'

const config: CompletedConfig = {
  ...DEFAULT_CONFIG,
  path: 'src/report/json-report.ts',
  tsconfig: 'tsconfig.json',
  type: 'JsonReport',
  topRef: false,
  sortProps: false,
  encodeRefs: false,
  // Readers ignore properties that they do not know.
  additionalProperties: true,
  // `npm run typecheck` does that.
  skipTypeCheck: true,
}

/**
 * The text of src/report/report.schema.json: JSON Schema 2020-12, from the types of src/report/json-report.ts. Must be run in the
 * repository.
 */
export function reportSchemaFile(): string {
  const { definitions, ...report } = createGenerator(config).createSchema(config.type)
  const schema = {
    ...report,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaUrl,
    title: 'SSH Preflight report',
    $defs: definitions,
  }
  const text = JSON.stringify(schema, wholeNumbers, 2)
    .replaceAll('"#/definitions/', '"#/$defs/')
    // The name of `Fact<KeyFacts>`: no `<` may be in a reference.
    .replaceAll(/\b(Fact|Observed)<(\w+)>/g, '$1.$2')
  return `${text}\n`
}

/** Durations, ports and sizes: every number of a report is an integer, for which TypeScript has no type. */
function wholeNumbers(key: string, value: unknown): unknown {
  if (key !== 'type') return value
  const integer = (type: unknown) => (type === 'number' ? 'integer' : type)
  return Array.isArray(value) ? value.map(integer) : integer(value)
}
