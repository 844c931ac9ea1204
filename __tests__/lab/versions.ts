import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { inCheckout } from './checkout'
import { run } from './command'
import type { Lab } from './prepare'
import type { Version } from './scoreboard'

const packages = ['openssh-server', 'dropbear-bin', 'tinysshd', 'endlessh', 'fail2ban'] as const

/** What the lab runs, by the package lists of its systems, and this program. */
export async function versionsOf({ roots }: Lab): Promise<readonly Version[]> {
  const own = JSON.parse(await readFile(inCheckout('package.json'), 'utf8')) as { version: string }
  const installed = await Promise.all(
    Object.values(roots).map(async (root) => {
      const suite = basename(root).replace(/-.*/, '')
      const text = await run('chroot', [root, 'dpkg-query', '-W', '-f', '${Package} ${Version}\n'])
      return text.split('\n').flatMap((line) => {
        const [name = '', version = ''] = line.split(' ')
        return packages.some((each) => each === name)
          ? [{ name: `${name} (${suite})`, version }]
          : []
      })
    }),
  )
  return [
    { name: 'SSH Preflight', version: own.version },
    { name: 'Node', version: process.versions.node },
    ...installed.flat(),
  ]
}
