/** Commands of GitHub's `gh` that set the secret of an input. They read its value from a pipe, or ask for it, and never have it. */
import { type InputName } from '../../facts'
import type { View } from '../view'
import { secretStores } from '../../knowledge/secret-stores'
import { list, literal, say, type Words } from '../../text/words'
import type { Fix } from '../finding'
import { inWorkflow, sh } from './build'
import { quoted } from './quoted'

/** The name of the secret that the workflow file sets this input from; `fallback` where it was not seen. */
export function secretName(
  view: View,
  input: InputName,
  fallback = `SSH_${input.toUpperCase()}`,
): string {
  const text = view.workflow?.with.find((entry) => entry.input === input)?.text ?? ''
  return /\bsecrets(?:\.|\[\s*['"])([A-Za-z_][A-Za-z0-9_]*)/.exec(text)?.[1] ?? fallback
}

/** Sets a secret to what is typed or piped; `gh` cuts off a newline at its end. */
export function setSecret(view: View, name: string): string {
  return `gh secret set ${name}${environmentOption(view)}`
}

/**
 * Sets a secret from a text file without quotes, backslashes and dollar signs, such as a private key. Every line of the
 * secret ends in a newline, including the last one. The text goes through a pipe: an argument (`--body`) would appear in
 * `ps` and in the shell history.
 *
 * `gh secret set NAME < FILE` cuts off all newlines at the end (`getBody` of cli/cli pkg/cmd/secret/set/set.go), and
 * OpenSSH does not read its own key format without the last one. `-f -` (gh 2.4 and later) reads `NAME="…"` with `\n`
 * for a newline, and cuts nothing off (joho/godotenv 1.4 and 1.5, measured).
 *
 * @param file a word of a shell command
 */
export function setSecretFrom(view: View, name: string, file: string): string {
  const entry = `BEGIN { printf "${name}=\\"" } { sub(/\\r$/, ""); printf "%s\\\\n", $0 } END { print "\\"" }`
  // Without the test, a missing file would store an empty secret.
  return `test -s ${file} && awk '${entry}' ${file} | gh secret set -f -${environmentOption(view)}`
}

/**
 * To look at secrets of these names, or to set them: `what` is the sentence, `commands` are those of GitHub's `gh`. Other
 * platforms have a page for it.
 */
export function secretFix(
  { runner }: View,
  what: Words,
  names: readonly string[],
  commands: readonly string[],
): Fix {
  const { place, rule } = secretStores[runner.platform]
  const where =
    names.length === 0
      ? say`${literal(place)}.`
      : say`${literal(place)}: ${list(names.map((name) => say`${name}`))}.`
  if (runner.platform === 'github')
    return inWorkflow(say`${what} ${where}`, sh(commands.join('\n')))
  return inWorkflow(rule === null ? say`${what} ${where}` : say`${what} ${where} ${literal(rule)}`)
}

/** Lists the secrets that the job can use: those of the repository, and those of its environment. */
export function listSecrets(view: View): string {
  const ofEnvironment = environmentOption(view)
  return ['', ...(ofEnvironment === '' ? [] : [ofEnvironment])]
    .map((option) => `gh secret list${option}`)
    .join('\n')
}

/** A secret of the job's environment overrides one of the repository with the same name, so it is set there. */
function environmentOption(view: View): string {
  const environment = view.workflow?.environment ?? null
  if (environment === null) return ''
  return ` --env ${environment.includes('${{') ? 'ENVIRONMENT' : quoted(environment)}`
}
