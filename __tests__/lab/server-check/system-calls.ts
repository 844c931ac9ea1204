/** One system call that succeeded, and the words of the program that made it. */
export interface Call {
  readonly name: string
  readonly words: string
  readonly by: string
}

const writes = ['creat', 'unlink', 'unlinkat', 'rename', 'renameat', 'renameat2', 'mkdir']
  .concat(['mkdirat', 'chmod', 'fchmodat', 'chown', 'fchownat', 'truncate', 'utimensat'])
  .concat(['link', 'linkat', 'symlink', 'symlinkat', 'mknod', 'mknodat'])

/** What strace is asked for, by the names of its option `-e trace=`. */
export const tracedCalls = ['execve', ...writes, 'open', 'openat', 'socket'].join()

/** Lines such as `4711 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`; failed calls are left out. */
export function callsIn(trace: string): Call[] {
  const programs = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const [, pid = '', name = '', words = ''] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? []
    if (name === '' || words.includes(' = -1 ')) return []
    if (name === 'execve') {
      const list = /\[(.*?)\](?:, 0x|\.\.\.)/.exec(words)?.[1] ?? words
      programs.set(pid, list.replace(/", "/g, ' ').replaceAll('"', ''))
      return []
    }
    return [{ name, words, by: programs.get(pid) ?? 'the shell' }]
  })
}

/** Whether a call changes a file, or opens one to do so. */
export const isWrite = ({ name, words }: Call) =>
  writes.includes(name) ||
  (/O_(WRONLY|RDWR|CREAT|TRUNC)/.test(words) && !/"\/dev\/(null|tty)"/.test(words))

/** Whether a call opens such a path, which ends with a quote. */
export const opens = (path: RegExp) => (call: Call) =>
  call.name.startsWith('open') && path.test(call.words)
