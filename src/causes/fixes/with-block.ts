/** YAML for the `with:` of this action's step. */
import type { InputLines, Paste } from '../finding'

/** The lines to copy. They keep their inputs, since a jump host has the same ones under other names. */
export function withBlock(inputs: InputLines): Paste & { readonly inputs: InputLines } {
  const lines = Object.entries(inputs).map(([input, value]) => `${input}: ${value}`)
  return { language: 'yaml', text: lines.join('\n'), inputs }
}
