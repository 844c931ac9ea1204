/** Commands of GitHub's `gh` that set the very secret an input comes from. They read it from a file or ask for it, and never hold it. */
import { type Facts, type InputName, seen } from '../facts'
import { quoted } from './server/shell-words'

/** The secret that an input of our step is set from, as the workflow file names it; `fallback` where it is not seen. */
export function secretName(facts: Facts, input: InputName, fallback: string): string {
  const text = seen(facts.workflow)?.with.find((entry) => entry.input === input)?.text ?? ''
  return /\bsecrets(?:\.|\[\s*['"])([A-Za-z_][A-Za-z0-9_]*)/.exec(text)?.[1] ?? fallback
}

/** Sets a secret to what is typed or piped; `gh` cuts a line break at its end off. */
export function setSecret(facts: Facts, name: string): string {
  return `gh secret set ${name}${environmentOption(facts)}`
}

/**
 * Sets a secret from a file, whole: `gh secret set NAME < FILE` would cut the last line break off (cli/cli
 * pkg/cmd/secret/set), and with it what OpenSSH needs; a value given as an argument is kept as it is.
 */
export function setSecretFrom(facts: Facts, name: string, file: string): string {
  return `${setSecret(facts, name)} --body "$(cat ${file})"$'\\n'`
}

/** Lists the secrets that the job can have: those of the repository, and those of its environment. */
export function listSecrets(facts: Facts): string {
  const ofEnvironment = environmentOption(facts)
  return ['', ...(ofEnvironment === '' ? [] : [ofEnvironment])]
    .map((option) => `gh secret list${option}`)
    .join('\n')
}

/** A secret of the job's environment comes before one of the repository with the same name, so it is set there. */
function environmentOption(facts: Facts): string {
  const environment = seen(facts.workflow)?.environment ?? null
  if (environment === null) return ''
  return ` --env ${environment.includes('${{') ? 'ENVIRONMENT' : quoted(environment)}`
}
