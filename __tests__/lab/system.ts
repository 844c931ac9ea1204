import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { type Ended, attempt, systemPath, until } from './command'

/** One running copy of a Debian system, alone with its processes and mounts, in a network namespace. */
export interface System {
  /** Runs lines of shell as root in it; rejects when a line fails. */
  run(script: string): Promise<string>
  /** The text of one of its files; empty when there is none. */
  read(path: string): Promise<string>
  /** Ends every process in it; its mounts and changed files go with them. */
  stop(): Promise<void>
}

/**
 * Starts a fresh copy of the system in the folder `root`. What it changes lives in memory (an overlay on tmpfs, in
 * a mount namespace of its own) and is gone with it. Its first process reads our pipe: should this process die in
 * any way, the pipe ends, that process ends, and the kernel ends the rest of the PID namespace.
 *
 * @param mountPoint an empty folder to mount on
 */
export async function startSystem(
  root: string,
  mountPoint: string,
  netns: string,
): Promise<System> {
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', netns],
      ...['unshare', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child=KILL'],
      ...['sh', '-euc', boot, 'sh', root, mountPoint],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: systemPath, HOME: '/root', LC_ALL: 'C' } },
  )
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  let said = ''
  child.stdin.on('error', () => undefined)
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  }
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await until(`the system in ${root} starts`, () => {
      if (child.exitCode !== null) throw new Error(`the system in ${root} did not start: ${said}`)
      return said.includes('the system is ready')
    })
  } catch (error) {
    await stop()
    throw error
  }
  const init = await onlyChild(child.pid ?? 0)
  // The mark is looked for each time: nothing of a scenario may ever run in the machine's own root.
  const enter = (script: string): Promise<Ended> =>
    attempt('nsenter', [
      ...[`--target=${init}`, '--all', '--root', '--wd'],
      ...['sh', '-euc', `test -e /.lab-system\n${script}`],
    ])
  return {
    run: async (script) => {
      const result = await enter(script)
      if (result.code === 0) return result.stdout
      throw new Error(`in the system: ${script}\nended with ${result.code}: ${result.stderr}`)
    },
    read: async (path) => {
      try {
        return await readFile(`/proc/${init}/root${path}`, 'latin1')
      } catch {
        return ''
      }
    },
    stop,
  }
}

/** The process that `unshare --fork` made: the first one of the new PID namespace. */
async function onlyChild(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return Number(children.trim())
}

const boot = `
mount -t tmpfs -o mode=755 tmpfs "$2"
mkdir "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
cd "$2/root"
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mknod -m 666 dev/null c 1 3; mknod -m 666 dev/zero c 1 5; mknod -m 666 dev/tty c 5 0
mknod -m 666 dev/random c 1 8; mknod -m 666 dev/urandom c 1 9
mount -t tmpfs -o mode=755 tmpfs run
mkdir run/sshd
hostname server
touch .lab-system
exec chroot . sh -euc 'test -e /.lab-system; echo the system is ready; exec cat >/dev/null'
`
