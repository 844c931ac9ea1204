import { connect } from 'node:net'
import ssh2 from 'ssh2'
import type { Signer } from './session'
import { hashOf } from './ssh2-keys'

/** Milliseconds that the agent has for one answer, its connection included. */
const longestMs = 2000
/** Bytes of one answer, as in OpenSSH (MAX_AGENT_REPLY_LEN of authfd.c). */
const largestAnswer = 256 * 1024

/**
 * The keys of the SSH agent behind a socket, in its order: those that our SSH library can sign with. Empty when no agent answers there
 * in time, or when its answer is not one of the protocol (draft-miller-ssh-agent section 4.4).
 */
export function agentSigners(socketPath: string): Promise<readonly Signer[]> {
  const agent = new LimitedAgent(socketPath)
  return new Promise((resolve) => {
    agent.getIdentities((error, keys = []) => {
      resolve(error ? [] : keys.flatMap((key) => signerOf(agent, key) ?? []))
    })
  })
}

/** Null for a key that ssh2 does not read as a line, in which it takes it for an authentication. */
function signerOf(agent: LimitedAgent, key: ssh2.ParsedKey | ssh2.PublicKeyEntry): Signer | null {
  if (!('getPublicSSH' in key)) return null
  const line = `${key.type} ${key.getPublicSSH().toString('base64')}`
  if (ssh2.utils.parseKey(line) instanceof Error) return null
  return {
    type: key.type,
    publicKey: key.getPublicSSH(),
    sign: (data, algorithm) =>
      new Promise((resolve, reject) => {
        const hash = hashOf(algorithm)
        agent.sign(key, data, hash ? { hash } : {}, (error, signature) => {
          if (signature) resolve(signature)
          else reject(new Error('the SSH agent did not sign', { cause: error }))
        })
      }),
  }
}

/** Opens a connection for each request, as the one of ssh2 does, with limits. */
class LimitedAgent extends ssh2.OpenSSHAgent {
  readonly #socketPath: string

  constructor(socketPath: string) {
    super(socketPath)
    this.#socketPath = socketPath
  }

  override getStream(done: ssh2.GetStreamCallback): void {
    const socket = connect(this.#socketPath)
    const end = () => socket.destroy(new Error('the agent did not answer'))
    const timer = setTimeout(end, longestMs)
    socket
      .once('error', done)
      .once('connect', () => {
        socket.off('error', done)
        done(undefined, socket)
        socket.on('data', () => {
          if (socket.bytesRead > largestAnswer) end()
        })
      })
      .once('close', () => {
        clearTimeout(timer)
      })
  }
}
