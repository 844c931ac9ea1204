/** Reserved words and built-in commands of POSIX shells and bash. Source: POSIX.1-2024, sections 2.4, 2.15 and 1.7; bash(1). */
const words = new Set(
  `! { } [[ ]] case do done elif else esac fi for function if in select then time until while
  . : break continue eval exec exit export readonly return set shift source times trap unset
  alias bg cd command echo false fc fg getopts hash jobs kill printf pwd read test [ true type ulimit umask unalias wait
  bind builtin caller compgen complete compopt declare dirs disown enable help history let local logout mapfile popd pushd
  readarray shopt suspend typeset`.split(/\s+/),
)

/** Whether every POSIX shell or bash knows a name itself, without a program. */
export function isShellWord(name: string): boolean {
  return words.has(name)
}
