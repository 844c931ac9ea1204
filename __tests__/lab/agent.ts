import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run, until } from './command'
import type { KeyName, Keys } from './keys'

/** A ssh-agent of this machine with these keys of the client, in this order. */
export interface RunningAgent {
  /** The value of SSH_AUTH_SOCK. */
  readonly socket: string
  stop(): Promise<void>
}

/** Starts it, its socket in `folder`. `dead` leaves a socket on which nobody listens. */
export async function startAgent(
  agent: readonly KeyName[] | 'dead',
  keys: Keys,
  folder: string,
): Promise<RunningAgent> {
  const socket = `${folder}/agent`
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve()
    }),
  )
  await until('the agent listens', () => existsSync(socket))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await ended
  }
  // Killed, it does not remove its socket.
  if (agent === 'dead') await stop('SIGKILL')
  else
    for (const name of agent)
      await run('env', [`SSH_AUTH_SOCK=${socket}`, 'ssh-add', '-q', '-'], {
        input: keys[name].private,
      })
  return { socket, stop }
}
