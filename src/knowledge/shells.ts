import type { ShellSyntax } from '../facts/plan'

/** A login shell that reads some constructs of POSIX shells and bash otherwise. */
export interface OtherShell {
  /** As its project writes it. */
  readonly name: string
  /** Constructs that it does not understand. */
  readonly breaks: readonly ShellSyntax[]
  /** none: it reads a script as a whole first, runs nothing of a broken one, and reports success; line: the line fails. */
  readonly runs: 'none' | 'line'
}

/**
 * By the name of the program. Tried in 2026 with `SHELL -c SCRIPT`, as sshd starts it: fish 3.6.0, tcsh 6.24.07, dash 0.5.12.
 */
const shells: Readonly<Record<string, OtherShell>> = {
  fish: {
    name: 'fish',
    breaks: ['assignment', 'here-document', 'branch', 'loop', 'function', 'double-brackets'],
    runs: 'none',
  },
  tcsh: {
    name: 'tcsh',
    breaks: [
      ...(['assignment', 'export', 'substitution', 'stderr-redirect', 'branch'] as const),
      ...(['loop', 'function', 'double-brackets'] as const),
    ],
    runs: 'line',
  },
  dash: { name: 'dash', breaks: ['double-brackets', 'source'], runs: 'line' },
}

/** What is known of a login shell by its path; null for bash, zsh and ksh, and for `sh`, which may be
 * bash, unless it is known to be plain. */
export function otherShell(path: string, isPlain: boolean): OtherShell | null {
  if (isPlain) return shells['dash'] ?? null
  const name = path.slice(path.lastIndexOf('/') + 1)
  const known = name === 'csh' ? 'tcsh' : name
  return Object.hasOwn(shells, known) ? (shells[known] ?? null) : null
}
