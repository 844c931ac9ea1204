import { parse } from 'yaml'

/** What a runner takes from action.yml. */
export interface ActionDefinition {
  /** Declared inputs with their defaults, which may hold expressions; empty without one. */
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: readonly string[]
  readonly using: string
  readonly main: string
}

interface Manifest {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly runs: { readonly using: string; readonly main: string }
}

/** Reads the text of action.yml (ActionManifestManager.cs: an input without a default has the empty one). */
export function readDefinition(text: string): ActionDefinition {
  const manifest = parse(text) as Manifest
  const inputs = Object.entries(manifest.inputs ?? {})
  return {
    inputs: new Map(
      inputs.map(([name, input]) => {
        const value = input?.default
        return [
          name,
          typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value),
        ]
      }),
    ),
    outputs: Object.keys(manifest.outputs ?? {}),
    ...manifest.runs,
  }
}

/**
 * The INPUT_ variables of a step (Handler.cs, ActionRunner.cs): what `with:` gives, in any case of the name, and the default
 * for an absent key alone; names upper-cased, blanks to underscores, hyphens kept. `contexts` gives the value of each
 * expression of a default, by its text; empty for others, as a runner that does not know a property does.
 */
export function inputVariables(
  definition: ActionDefinition,
  given: Readonly<Record<string, string>>,
  contexts: Readonly<Record<string, string>>,
): {
  readonly variables: Readonly<Record<string, string>>
  readonly unexpected: readonly string[]
} {
  const evaluate = (text: string) =>
    text.replace(
      /\$\{\{\s*(.*?)\s*\}\}/g,
      (_whole, expression: string) => contexts[expression] ?? '',
    )
  const names = new Map(Object.keys(given).map((name) => [name.toLowerCase(), name]))
  const declared = [...definition.inputs].map(([name, value]) => {
    const as = names.get(name.toLowerCase())
    return [
      variableName(name),
      (as === undefined ? undefined : given[as]) ?? evaluate(value),
    ] as const
  })
  const known = new Set([...definition.inputs.keys()].map((name) => name.toLowerCase()))
  const unexpected = Object.keys(given).filter((name) => !known.has(name.toLowerCase()))
  const others = unexpected.map((name) => [variableName(name), given[name] ?? ''] as const)
  return { variables: Object.fromEntries([...declared, ...others]), unexpected }
}

function variableName(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`
}
