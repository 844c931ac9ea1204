import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addresses } from '../addresses'
import { attempt } from '../command'
import type { Lab } from '../prepare'

/** What one login with the lab's Ed25519 key gave. */
export interface Login {
  readonly worked: boolean
  readonly stdout: string
}

/** Logs in from the client's namespace with OpenSSH and runs a command there. */
export async function logIn(
  lab: Lab,
  client: string,
  user: string,
  command: string,
): Promise<Login> {
  const folder = await mkdtemp(join(tmpdir(), 'preflab-key-'))
  try {
    const key = join(folder, 'key')
    await writeFile(key, lab.keys.ed25519.private, { mode: 0o600 })
    const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'ConnectTimeout=2']
      .concat('StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null')
      .flatMap((option) => ['-o', option])
    const { code, stdout } = await attempt('ip', [
      ...['netns', 'exec', client, 'timeout', '15', 'ssh', '-F', 'none', '-i', key, ...options],
      ...[`${user}@${addresses.server4}`, command],
    ])
    return { worked: code === 0, stdout }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
