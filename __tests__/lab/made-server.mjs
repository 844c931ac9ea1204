// SSH servers of another make than the packages of Debian: greetings and manners of devices, services and programs.
import ssh2 from 'ssh2'

/**
 * An SSH server by ssh2, for greetings and manners of devices and services. `ident`: software in its greeting; `greeting`:
 * lines before it; `banner`: before the login; `methods`: offered in this order, none for a login without proof; `accept`:
 * whether a key or password opens; `prompts`: of keyboard-interactive; `exec`: { stdout, stderr, code }, 'refuse' or 'hang',
 * or nothing for a shell that knows `echo`; `closes`: at 'auth', 'session' or 'exec'; `hangs`: at 'auth'; `breaksStrictKex`: it
 * announces strict key exchange and counts its packets on.
 */
export function madeServer(how) {
  const hostKeys = [ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private]
  const { ident = 'made', greeting, banner, methods = ['publickey'], accept = true } = how
  // The number of a packet is part of what this cipher does, and of what AES-GCM does not.
  const algorithms = how.breaksStrictKex && { cipher: ['chacha20-poly1305@openssh.com'] }
  const server = new ssh2.Server({ hostKeys, ident, greeting, banner, algorithms }, (client) => {
    client.on('error', () => undefined)
    if (how.breaksStrictKex)
      Object.defineProperty(client._protocol, '_strictMode', { get: () => false, set: () => {} })
    client.on('authentication', (context) => {
      if (how.closes === 'auth') return client.end()
      if (how.hangs === 'auth') return undefined
      if (methods.length === 0) return context.accept()
      if (!methods.includes(context.method)) return context.reject(methods)
      if (context.method === 'keyboard-interactive' && how.prompts) {
        return context.prompt(how.prompts, () =>
          accept ? context.accept() : context.reject(methods),
        )
      }
      return accept ? context.accept() : context.reject(methods)
    })
    client.on('session', (acceptSession) => {
      if (how.closes === 'session') return client.end()
      const session = acceptSession()
      session.on('exec', (acceptExec, rejectExec, { command }) => {
        if (how.closes === 'exec') return client.end()
        if (how.exec === 'refuse') return rejectExec()
        const stream = acceptExec()
        if (how.exec === 'hang') return undefined
        const { stdout = '', stderr = '', code = 0 } = how.exec ?? answer(command)
        stream.write(stdout)
        stream.stderr.write(stderr)
        stream.exit(code)
        return stream.end()
      })
    })
  })
  return server
}

/** What a shell that knows `echo` alone makes of a command. */
function answer(command) {
  const echoed = /^echo (\w+)$/.exec(command)?.[1]
  return echoed ? { stdout: `${echoed}\n` } : { stderr: 'unknown command\n', code: 127 }
}
