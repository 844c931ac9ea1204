import type { Assignment, ParsedScript, Redirection, Word, WordPart } from 'unbash'

/** One word of a command after quote removal. */
export interface ScriptWord {
  /** Expressions of the runner and `${NAME}` are in it unchanged; `${_}` is in the place of what is known at run time only. */
  readonly text: string
  /** Line of the script, from 0. */
  readonly index: number
  /** False when a part of it is only known at run time: a substitution, a glob, `${NAME:-…}`. */
  readonly known: boolean
  readonly quoted: boolean
}

interface Text {
  readonly text: string
  readonly known: boolean
  readonly quoted: boolean
}

const unknown: Text = { text: '${_}', known: false, quoted: false }

/** The text of a word or an assignment, without a place. */
export function wordText(word: Word | Assignment): Text {
  if (word.type === 'Assignment') {
    const { name, append, index, value } = word
    if (index || value.type === 'ArrayValue') return { ...unknown, text: `${name}=\${_}` }
    const { text, known, quoted } = wordText(value)
    return { text: `${name}${append ? '+' : ''}=${text}`, known, quoted }
  }
  return word.parts
    ? joined(word.parts)
    : { text: word.value, known: true, quoted: word.value !== word.text }
}

function joined(parts: readonly WordPart[]): Text {
  const texts = parts.map(partText)
  return {
    text: texts.map(({ text }) => text).join(''),
    known: texts.every(({ known }) => known),
    quoted: texts.some(({ quoted }) => quoted),
  }
}

function partText(part: WordPart): Text {
  switch (part.type) {
    case 'Literal':
      return { text: part.value, known: true, quoted: false }
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      // A `$` in it is no variable of this shell.
      return { text: part.value, known: !part.value.includes('$'), quoted: true }
    case 'DoubleQuoted':
    case 'LocaleString':
      return { ...joined(part.parts), quoted: true }
    case 'SimpleExpansion':
      return variable(part.text.slice(1))
    case 'ParameterExpansion':
      return part.operation || part.index || part.prefix ? unknown : variable(part.parameter)
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return { text: part.text, known: false, quoted: false }
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return unknown
  }
}

function variable(name: string): Text {
  return /^[A-Za-z_]\w*$/.test(name) ? { text: `\${${name}}`, known: true, quoted: false } : unknown
}

/** The scripts of the substitutions in these words, at any depth of quotes. */
export function substitutionsIn(
  nodes: readonly (Word | Assignment | Redirection)[],
): readonly ParsedScript[] {
  return nodes.flatMap(partsOf).flatMap(scriptsOf)
}

function partsOf(node: Word | Assignment | Redirection): readonly WordPart[] {
  switch (node.type) {
    case 'Word':
      return node.parts ?? []
    case 'Assignment':
      return node.value.type === 'Word' ? partsOf(node.value) : node.value.elements.flatMap(partsOf)
    case 'HereDoc':
      return node.body.parts ?? []
    case 'Redirect':
    case 'HereString':
      return node.target?.parts ?? []
  }
}

function scriptsOf(part: WordPart): readonly ParsedScript[] {
  if (part.type === 'DoubleQuoted') return part.parts.flatMap(scriptsOf)
  if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') return []
  return part.script ? [part.script] : []
}
