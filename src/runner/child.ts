import { execFile } from 'node:child_process'

/** Milliseconds. A configuration may run programs (`Match exec`), which ssh waits for. */
const longestMs = 1000

/** What a program prints on both outputs, and its exit status; null when it did not start, or did not end in time. */
export function runChild(
  program: string,
  args: readonly string[],
): Promise<{ readonly text: string; readonly errors: string; readonly status: number } | null> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { maxBuffer: 256 * 1024 }, (error, text, errors) => {
      clearTimeout(timer)
      const code = error?.code ?? 0
      resolve(typeof code === 'number' && !child.killed ? { text, errors, status: code } : null)
    })
    child.stdin?.end()
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      // Children of it may keep the pipes open.
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve(null)
    }, longestMs)
  })
}
