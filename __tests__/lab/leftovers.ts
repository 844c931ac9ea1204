import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attempt } from './command'
import { removeNamespace } from './network'

/** Names of namespaces and folders of one scenario: `preflab-<pid>-<number>`, so that a dead run's are known. */
export const placeName = (number: number): string => `preflab-${process.pid}-${number}`

const ours = /^preflab-(\d+)-\d+/

/**
 * Removes what runs that crashed have left: namespaces with their processes, folders of mounts, half-made systems.
 * The lab's systems need no cleaning: they end with the process that started them.
 */
export async function removeLeftovers(cache: string): Promise<void> {
  const { stdout } = await attempt('ip', ['netns', 'list'])
  for (const line of stdout.split('\n')) {
    const name = line.split(' ')[0] ?? ''
    if (await hasEnded(ours.exec(name)?.[1])) await removeNamespace(name)
  }
  const run = join(cache, 'run')
  for (const name of await readdir(run).catch(() => [])) {
    if (await hasEnded(ours.exec(name)?.[1])) await removeFolder(join(run, name))
  }
  for (const name of await readdir(cache)) {
    if (await hasEnded(/^[a-z]+-\w+\.(\d+)$/.exec(name)?.[1])) {
      await removeFolder(join(cache, name))
    }
  }
}

/** Whether the process that made it is gone. A number that another program has by now counts as gone. */
async function hasEnded(pid: string | undefined): Promise<boolean> {
  if (pid === undefined) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
  return !command.includes('node') && !command.includes('jest')
}

/** Debootstrap mounts /proc in the system that it makes: never delete through a mount. */
async function removeFolder(folder: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  const inside = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point === folder || point.startsWith(`${folder}/`))
  for (const point of inside.reverse()) await attempt('umount', ['--lazy', point])
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
