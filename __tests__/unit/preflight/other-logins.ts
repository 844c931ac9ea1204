/** Servers that are asked through another login, and that login. */
import net from 'node:net'
import type ssh2 from 'ssh2'
import type { OtherLogin } from '../../../src/inputs/other-login'
import { type CheckOptions, check } from './check'
import {
  keyPair,
  run,
  shellSession,
  startRawServer,
  startSshServer,
  type TestServer,
} from './servers'

const servers: TestServer[] = []

/** Ends every server that was started here. */
export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) await server.close()
}

export const adminPassword = 'the word of the admin'

/** The account `admin` with these credentials and no others. */
export function admin(credentials: Partial<OtherLogin['credentials']> = {}): OtherLogin {
  const username = credentials.username ?? 'admin'
  const none = { password: null, key: null, keyPath: null, passphrase: null }
  return { by: 'admin', user: username, credentials: { ...none, username, ...credentials } }
}

export const byKey = admin({ key: keyPair('admin').private })

/** The deploy's own account by its password. */
export const byPassword = (password: string): OtherLogin => ({
  by: 'password',
  user: 'deploy',
  credentials: { username: 'deploy', password, key: null, keyPath: null, passphrase: null },
})

/** What the check prints with `--json`. */
export const answer = JSON.stringify({
  serverCheck: 1,
  asked: { port: 22, user: 'deploy', from: '127.0.0.1', keyFingerprint: null },
  system: { name: 'Debian', init: 'systemd', server: 'OpenSSH_9.2p1', root: true },
  verdicts: [
    {
      id: 'server/key-not-listed',
      certainty: 'proved',
      title: 'The key is not in authorized_keys',
      why: 'The key is in none of the files.',
      fix: { what: 'Add it.', paste: '' },
    },
  ],
  evidence: [{ mark: '--', area: 'system', text: 'Debian' }],
  notSeen: [],
})

const isAdminsKey = (context: ssh2.AuthContext) =>
  context.method === 'publickey' &&
  context.key.data.equals(Buffer.from(keyPair('admin').public.split(' ')[1] ?? '', 'base64'))

/** Lets `admin` in by key or password, and `deploy` by nothing. */
function adminsLogin(context: ssh2.AuthContext): void {
  const hasPassword = context.method === 'password' && context.password === adminPassword
  if (context.username === 'admin' && (isAdminsKey(context) || hasPassword)) context.accept()
  else context.reject(['publickey', 'password'])
}

interface Started {
  readonly port: number
  readonly connections: () => number
  /** What was asked of it, in order: `user method`. */
  readonly asked: string[]
  /** The scripts that came on standard input of the check's command. */
  readonly scripts: string[]
}

/** A server whose shell runs the check, and lets only `admin` in unless `login` says otherwise. */
export async function start(
  options: {
    readonly login?: (context: ssh2.AuthContext, connection: ssh2.Connection) => void
    /** What the check prints; null for a check that never ends. */
    readonly says?: Parameters<typeof run>[1] | null
    /** What every command prints in place of its output. */
    readonly forced?: string
    readonly banner?: string
    readonly hostKeys?: Parameters<typeof startSshServer>[0]['hostKeys']
  } = {},
): Promise<Started> {
  const { login = adminsLogin, says = { stdout: `${answer}\n`, exitCode: 1 } } = options
  const asked: string[] = []
  const scripts: string[] = []
  const server = await startSshServer({
    ...(options.hostKeys ? { hostKeys: options.hostKeys } : {}),
    ...(options.banner === undefined ? {} : { config: { banner: options.banner } }),
    login: (context, connection) => {
      asked.push(`${context.username} ${context.method}`)
      login(context, connection)
    },
    session: (session) => {
      const { forced } = options
      if (forced !== undefined) {
        session.on('exec', (accept) => {
          run(accept(), { stdout: forced, exitCode: 1 })
        })
        return
      }
      shellSession(session, (channel) => {
        let script = ''
        channel.on('data', (chunk: Buffer) => (script += chunk.toString()))
        channel.on('end', () => {
          scripts.push(script)
          if (says !== null) run(channel, says)
        })
      })
    },
  })
  servers.push(server)
  return { port: server.port, connections: server.connections, asked, scripts }
}

/** A port whose connections go on to one server, and after the first to another. */
export async function startRelay(ports: readonly [number, number]) {
  let count = 0
  const relay = await startRawServer((socket) => {
    const onward = net.connect(ports[count === 0 ? 0 : 1], '127.0.0.1')
    count += 1
    socket.pipe(onward).pipe(socket)
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  servers.push(relay)
  return relay
}

/** A key that no server takes. */
export const stranger = { key: keyPair('stranger').private }

/** A preflight of the server as `deploy`, with that key. */
export const ask = (server: Started, options: Partial<CheckOptions>) =>
  check({ port: server.port, ...stranger, ...options })
