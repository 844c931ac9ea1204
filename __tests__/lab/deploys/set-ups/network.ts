import { addresses } from '../../addresses'
import { openssh } from '../../scenario'
import { type More, rowOf, type SetUp, type Step } from '../set-up'
import {
  easing,
  host,
  key,
  keyAndHost,
  keyscan,
  nodeSsh,
  place,
  run,
  scpAction,
  sftpAction,
  sshAction,
  user,
} from './steps'

const row = rowOf('network')

const ssh = 'appleboy/ssh-action'
const clients: readonly (readonly [string, readonly Step[]])[] = [
  [ssh, [sshAction('id', { timeout: '5s' })]],
  ['appleboy/scp-action', [scpAction('/tmp/site', { timeout: '5s' })]],
  ['garygrossgarten/github-action-ssh', [nodeSsh('id')]],
  [
    'easingthemes/ssh-deploy',
    [easing('/tmp/site', { ssh_cmd_args: '-o StrictHostKeyChecking=no -o ConnectTimeout=5' })],
  ],
  ['wlixcc/SFTP-Deploy-Action', [sftpAction('/tmp/site', { sftpargs: '-o ConnectTimeout=5' })]],
  [
    'ssh',
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nssh -o StrictHostKeyChecking=no -o ConnectTimeout=5 ${place} id`,
      ),
    ],
  ],
]
const forEach = (name: string, works: boolean, more: More, count = clients.length) =>
  clients.slice(0, count).map(([client, later]) => row(name, client, works, later, more))

/** A server whose banner comes late, as behind a look-up of the client's name. */
const lateBanner = (seconds: number) => ({
  inServer: 'true',
  server: { kind: 'stopped' } as const,
  onceUp: `mkdir -p /run/sshd; cat > /root/late.py <<'END'
import socket, threading, time
def pump(a, b):
    while data := a.recv(65536): b.sendall(data)
    b.shutdown(socket.SHUT_WR)
def serve(client):
    time.sleep(${seconds})
    server = socket.create_connection(('127.0.0.1', 2222))
    threading.Thread(target=pump, args=(client, server)).start()
    pump(server, client)
listener = socket.create_server(('', 22))
while True: threading.Thread(target=serve, args=(listener.accept()[0],)).start()
END
/usr/sbin/sshd -p 2222
python3 /root/late.py >/dev/null 2>&1 </dev/null &
sleep 0.5`,
})

const faults: readonly SetUp[] = [
  ...forEach('nothing listens', false, { server: { kind: 'stopped' } }),
  ...forEach('a firewall drops the port', false, { firewall: 'tcp dport 22 drop' }, 2),
  row('the name does not exist', ssh, false, [sshAction('id')], { dns: {} }),
  row('the name does not exist', 'ssh', false, [keyAndHost, run(`ssh ${place} id`)].slice(1), {
    dns: {},
  }),
  row(
    'ConnectTimeout=2, and the banner comes after 3 s',
    'ssh',
    false,
    [
      keyscan,
      run(`echo "${key}" > key; chmod 600 key; ssh -i key -o ConnectTimeout=2 ${place} id`),
    ],
    { ...lateBanner(3), cause: 'deploy/connect-timeout' },
  ),
  row(
    'ssh-keyscan waits five seconds, and the banner comes after 6 s',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${place} id`)],
    {
      ...lateBanner(6),
      ours: { timeout: '20s' },
      cause: 'deploy/host-unverified',
    },
  ),
  row(
    'the way drops packets with a DSCP mark',
    'ssh',
    false,
    [keyAndHost, run(`timeout 12 ssh ${place} id`)],
    { firewall: 'ip dscp != cs0 drop' },
  ),
  row(
    'full-size packets vanish on the way',
    'rsync',
    false,
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nhead -c 300000 /dev/urandom > dist/app.bin\ntimeout 12 rsync -az -e 'ssh -o StrictHostKeyChecking=no' dist/ ${place}:/tmp/site`,
      ),
    ],
    { firewall: 'meta length > 1400 tcp dport 22 drop' },
  ),
  row('the deploy goes to another host, where nothing listens', ssh, false, [
    sshAction('id', { host: addresses.nobody4, timeout: '3s' }),
  ]),
]

const healthy: readonly SetUp[] = [
  row(
    'ssh-keyscan waits longer than the banner takes',
    'ssh',
    true,
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nssh-keyscan -T 20 ${host} >> ~/.ssh/known_hosts\nssh ${place} id`,
      ),
    ],
    {
      ...lateBanner(3),
      ours: { timeout: '20s' },
    },
  ),
  ...forEach('an ordinary network', true, {}),
  row('a ProxyJump of a step before, and the server behind', 'ssh', true, [run('ssh shop id')], {
    behind: {},
    before: [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nprintf 'Host *\\n  StrictHostKeyChecking no\\n  User ${user}\\nHost shop\\n  HostName target.internal\\n  ProxyJump ${host}\\n' > ~/.ssh/config`,
      ),
    ],
    ours: { host: 'target.internal', proxy_host: host, proxy_username: user, proxy_key: key },
  }),
  row(
    'a jump host',
    ssh,
    true,
    [
      sshAction('id', {
        host: 'target.internal',
        proxy_host: host,
        proxy_username: user,
        proxy_key: key,
      }),
    ],
    {
      behind: {},
      ours: { host: 'target.internal', proxy_host: host, proxy_username: user, proxy_key: key },
    },
  ),
  row(
    'ssh -J',
    'ssh',
    true,
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nprintf 'Host *\\n  StrictHostKeyChecking no\\n' > ~/.ssh/config\nssh -J ${place} ${user}@target.internal id`,
      ),
    ],
    {
      behind: {},
      ours: { host: 'target.internal', proxy_host: host, proxy_username: user, proxy_key: key },
    },
  ),
  row(
    'the first address of two is dead',
    'ssh',
    true,
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nssh -o StrictHostKeyChecking=no -o ConnectTimeout=3 ${place} id`,
      ),
    ],
    { dns: { 'server.example.net': [addresses.server4, addresses.nobody4] } },
  ),
  row('a slow network', ssh, true, [sshAction('id')], { path: { delayMs: 120 } }),
  row('the banner comes after 3 s', ssh, true, [sshAction('id', { timeout: '2s' })], {
    ...lateBanner(3),
    ours: { timeout: '2s' },
  }),
  row(
    'an IPv6 name for a client that has IPv6',
    'ssh',
    true,
    [keyAndHost, run(`ssh ${place} id`)],
    { dns: { 'server.example.net': [addresses.server6, addresses.server4] } },
  ),
  row(
    'another port',
    'rsync',
    true,
    [
      run(
        `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519\nrsync -az -e 'ssh -p 2222 -o StrictHostKeyChecking=no' dist/ ${place}:/tmp/site`,
      ),
    ],
    { server: openssh('Port 2222'), ours: { port: '2222' } },
  ),
]

export const networkSetUps: readonly SetUp[] = [...faults, ...healthy]
