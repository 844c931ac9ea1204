import { attempt, run } from './command'

/** Installs packages of Debian on this machine, and says so first. Rejects when apt-get fails. */
export async function installPackages(
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  say(`installing ${names.join(', ')} with apt-get`)
  // Another apt may hold the lock for a while: wait for it.
  const apt = ['-o', 'DPkg::Lock::Timeout=300', '-y', '-qq']
  await attempt('apt-get', [...apt, 'update'], { timeoutMs: 300_000 })
  await run('apt-get', [...apt, 'install', '--no-install-recommends', ...names], {
    timeoutMs: 600_000,
  })
}
