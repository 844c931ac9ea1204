/** A command, and what must hold for it to be the right one. */
export interface Alternative {
  /** A command whose exit status says whether this alternative is the one in use. */
  readonly when: string
  readonly command: string
}

/**
 * One block of POSIX shell out of which only the first alternative that holds is run, as people paste a block whole.
 *
 * @param alternatives the likely ones first; at least one
 */
export function firstOf(alternatives: readonly Alternative[]): string {
  const lines = alternatives.map(
    ({ when, command }, index) => `${index === 0 ? 'if' : 'elif'} ${when}; then\n  ${command}`,
  )
  return [...lines, 'fi'].join('\n')
}

/** The same for programs, of which a machine has one: the first that is found decides. */
export function byProgram(
  programs: readonly { readonly program: string; readonly command: string }[],
): string {
  return firstOf(
    programs.map(({ program, command }) => ({
      when: `command -v ${program} >/dev/null`,
      command,
    })),
  )
}
