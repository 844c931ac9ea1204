import type { ActionRun } from '../fake-runner/run-action'

/**
 * Secrets that stand in anything the action wrote, before the runner masks it. A mask command names a secret by
 * design: the runner swallows it.
 *
 * @param publicKeys of the lab: a private key file repeats its public half, which may be shown
 */
export function leaksIn(
  action: ActionRun,
  inputs: Readonly<Record<string, string>>,
  publicKeys: readonly string[],
): string[] {
  const visible = {
    stdout: action.raw.stdout.replace(/^::add-mask::.*$/gm, ''),
    stderr: action.raw.stderr,
    summary: action.raw.summary,
    outputs: JSON.stringify(action.outputs),
    annotations: JSON.stringify(action.annotations),
    report: JSON.stringify(action.report),
  }
  return Object.entries(visible).flatMap(([where, text]) =>
    secretsOf(inputs)
      .filter(({ value }) => !publicKeys.some((key) => key.includes(value)))
      .filter(({ value }) => text.includes(value))
      .map(({ input }) => `a part of ${input} stands in ${where}`),
  )
}

/** The lines of the secret inputs that are long enough to be secret, without PEM's marker lines. */
function secretsOf(
  inputs: Readonly<Record<string, string>>,
): readonly { input: string; value: string }[] {
  return ['key', 'password', 'passphrase', 'proxy_key', 'admin_key', 'admin_password'].flatMap(
    (input) =>
      (inputs[input] ?? '')
        .split(/\r?\n|\r|\\n/)
        .map((line) => line.trim())
        .filter((line) => line.length >= 12 && !isPublic(line))
        .map((value) => ({ input, value })),
  )
}

/** Marker lines, headers, and public keys given by mistake are no secrets. */
const isPublic = (line: string): boolean =>
  line.includes('-----') || /^(ssh-|ecdsa-|Proc-Type|[A-Za-z-]+: )/.test(line)
