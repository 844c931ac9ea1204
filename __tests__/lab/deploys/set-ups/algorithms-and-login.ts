import { password } from '../../keys'
import { openssh } from '../../scenario'
import { type More, rowOf, type SetUp, type Step } from '../set-up'
import {
  burnett,
  easing,
  host,
  key,
  keyAndHost,
  nodeSsh,
  place,
  run,
  scpAction,
  sftpAction,
  sshAction,
  user,
} from './steps'

const row = rowOf('algorithms and login')

const ssh = 'appleboy/ssh-action'
const scp = 'appleboy/scp-action'
const byPassword = { key: '', password: '${{ secrets.PASSWORD }}' }
const ourPassword = { key: null, password: '${{ secrets.PASSWORD }}' }
const both = { password: '${{ secrets.PASSWORD }}' }
const secret = (text: string) => () => ({ PASSWORD: text })
const python = (...lines: readonly string[]) =>
  [
    'import os, paramiko',
    'ssh = paramiko.SSHClient()',
    'ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())',
    ...lines,
  ].join('\n')
const paramiko = python(
  'ssh.connect(os.environ["HOST"], username=os.environ["LOGIN"], key_filename="key", allow_agent=False, look_for_keys=False)',
  'code = ssh.exec_command("touch /tmp/done")[1].channel.recv_exit_status()',
  'raise SystemExit(code)',
)
const upload = `const Client = require('ssh2-sftp-client')
const sftp = new Client()
sftp.connect({ host: process.env.HOST, username: process.env.LOGIN, privateKey: process.env.KEY })
  .then(() => sftp.uploadDir('dist', '/tmp/site'))
  .then(() => sftp.end())
  .catch((error) => { console.error(error.message); process.exit(1) })
`
const keyInFile = `echo "${key}" > key && chmod 600 key`
const env = { HOST: host, LOGIN: user, KEY: key }

/** A client of a library, whose program is in the repository. */
const libraries: readonly (readonly [string, readonly Step[], Readonly<Record<string, string>>])[] =
  [
    [
      'ssh2-sftp-client',
      [run('node upload.js', { env })],
      { 'upload.js': upload, 'package.json': '{"dependencies":{"ssh2-sftp-client":"^12.0.0"}}' },
    ],
    [
      'paramiko',
      [run(`${keyInFile}\npython3 deploy.py`, { env })],
      { 'deploy.py': paramiko, 'requirements.txt': 'paramiko\n' },
    ],
    [
      'fabric',
      [run(`${keyInFile}\nfab -i key -H ${place} deploy`)],
      {
        'fabfile.py':
          'from fabric import task\n\n@task\ndef deploy(c):\n    c.run("touch /tmp/done")\n',
      },
    ],
    [
      'ansible',
      [keyAndHost, run(`ansible-playbook -i '${host},' -u ${user} site.yml`)],
      {
        'site.yml':
          '- hosts: all\n  gather_facts: false\n  tasks:\n    - ansible.builtin.raw: touch /tmp/done\n',
      },
    ],
  ]

const clients: readonly (readonly [string, readonly Step[]])[] = [
  [ssh, [sshAction('id')]],
  [scp, [scpAction('/tmp/site')]],
  ['garygrossgarten/github-action-ssh', [nodeSsh('id')]],
  ['ssh', [keyAndHost, run(`ssh ${place} id`)]],
]
const forClients = (name: string, works: (client: string) => boolean, more: More) =>
  clients.map(([client, later]) => row(name, client, works(client), later, more))
const isGo = (client: string) => client.startsWith('appleboy/')

const faults: readonly SetUp[] = [
  ...forClients('only diffie-hellman-group16-sha512', (client) => !isGo(client), {
    server: openssh('KexAlgorithms diffie-hellman-group16-sha512'),
  }),
  ...forClients('only diffie-hellman-group-exchange-sha256', (client) => !isGo(client), {
    server: openssh('KexAlgorithms diffie-hellman-group-exchange-sha256'),
  }).map((each) => (each.works ? each : { ...each, cause: 'deploy/client-algorithms' as const })),
  row('the host key is RSA with SHA-1 only', 'ssh', false, [keyAndHost, run(`ssh ${place} id`)], {
    server: openssh('HostKeyAlgorithms ssh-rsa'),
    cause: 'deploy/client-algorithms',
  }),
  ...forClients('only diffie-hellman-group1-sha1', () => false, {
    server: openssh('KexAlgorithms diffie-hellman-group1-sha1'),
  }).slice(0, 2),
  ...forClients('only aes256-cbc', () => false, { server: openssh('Ciphers aes256-cbc') }).slice(
    0,
    2,
  ),
  row(
    'only CBC, and use_insecure_cipher',
    ssh,
    false,
    [sshAction('id', { use_insecure_cipher: 'true' })],
    { server: openssh('Ciphers aes128-cbc') },
  ),
  ...libraries.map(([client, later, files]) =>
    row('only 3des-cbc', client, client === 'paramiko' || client === 'fabric', later, {
      files,
      server: openssh('Ciphers 3des-cbc'),
    }),
  ),
  ...libraries.map(([client, later, files]) =>
    row('the key is not listed', client, false, later, {
      files,
      inServer: ': > /home/deploy/.ssh/authorized_keys',
    }),
  ),
  ...[
    ...clients.map(([client, later]) => [client, later] as const),
    ['easingthemes/ssh-deploy', [easing('/tmp/site')]] as const,
    ['Burnett01/rsync-deployments', [burnett('/tmp/site')]] as const,
    ['wlixcc/SFTP-Deploy-Action', [sftpAction('/tmp/site')]] as const,
  ].map(([client, later]) =>
    row('the key is not listed', client, false, later, {
      inServer: ': > /home/deploy/.ssh/authorized_keys',
    }),
  ),
  row(
    'a password, and the server takes keyboard-interactive only',
    ssh,
    false,
    [sshAction('id', byPassword)],
    {
      server: openssh(
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication yes',
        'UsePAM yes',
      ),
      cause: 'deploy/login-method',
      secrets: secret(password),
      ours: ourPassword,
    },
  ),
  row(
    'the password is old, it is sent first, and sshd allows one try',
    ssh,
    false,
    [sshAction('id', both)],
    { server: openssh('MaxAuthTries 1'), secrets: secret('old-password-3'), ours: both },
  ),
  row('the server takes passwords only', 'ssh', false, [keyAndHost, run(`ssh ${place} id`)], {
    server: openssh('PubkeyAuthentication no'),
    secrets: secret(password),
    ours: both,
  }),
  row('key and password are both required', ssh, false, [sshAction('id')], {
    server: openssh('AuthenticationMethods publickey,password'),
    secrets: secret(password),
    ours: both,
  }),
  row('key and password are both required', 'ssh', false, [keyAndHost, run(`ssh ${place} id`)], {
    server: openssh('AuthenticationMethods publickey,password'),
    secrets: secret(password),
    ours: both,
  }),
  row('an RSA key, and the server takes no RSA', ssh, false, [sshAction('id')], {
    server: openssh('PubkeyAcceptedAlgorithms ssh-ed25519'),
    secrets: (lab) => ({ SSH_KEY: lab.keys.rsa.private }),
  }),
  row('the server takes only rsa-sha2 that Go can sign', ssh, true, [sshAction('id')], {
    server: openssh('PubkeyAcceptedAlgorithms rsa-sha2-256'),
    secrets: (lab) => ({ SSH_KEY: lab.keys.rsa.private }),
  }),
  row(
    'the agent offers too many keys',
    'ssh',
    false,
    [run(`mkdir -p ~/.ssh\nssh-keyscan ${host} >> ~/.ssh/known_hosts\nssh ${place} id`)],
    {
      cause: 'deploy/no-key',
      before: [
        { uses: 'webfactory/ssh-agent@v0.9.0', with: { 'ssh-private-key': '${{ secrets.MANY }}' } },
        run(
          `for n in 1 2 3; do ssh-keygen -q -t ed25519 -N '' -f extra$n; ssh-add extra$n; done\necho "${key}" | ssh-add -`,
        ),
      ],
      secrets: (lab) => ({ MANY: lab.keys.stranger.private }),
      server: openssh('MaxAuthTries 3'),
    },
  ),
]

const healthy: readonly SetUp[] = [
  row(
    'key and password are both required, and the deploy has both',
    ssh,
    true,
    [sshAction('id', both)],
    {
      server: openssh('AuthenticationMethods publickey,password'),
      secrets: secret(password),
      ours: both,
    },
  ),
  row(
    'only diffie-hellman-group-exchange-sha256, and use_insecure_cipher',
    ssh,
    true,
    [sshAction('id', { use_insecure_cipher: 'true' })],
    { server: openssh('KexAlgorithms diffie-hellman-group-exchange-sha256') },
  ),
  row(
    'only CBC without EtM, and use_insecure_cipher',
    ssh,
    true,
    [sshAction('id', { use_insecure_cipher: 'true' })],
    { server: openssh('Ciphers aes128-cbc', 'MACs hmac-sha2-256') },
  ),
  ...libraries.map(([client, later, files]) =>
    row('an ordinary server', client, true, later, { files }),
  ),
  ...clients.map(([client, later]) =>
    row('only the newest key exchange that all have', client, true, later, {
      server: openssh('KexAlgorithms curve25519-sha256'),
    }),
  ),
  row(
    'a password',
    'garygrossgarten/github-action-ssh',
    true,
    [
      {
        uses: 'garygrossgarten/github-action-ssh@v0.9',
        with: { host, username: user, password: '${{ secrets.PASSWORD }}', command: 'id' },
      },
    ],
    { secrets: secret(password), ours: ourPassword },
  ),
  row(
    'a password that is asked by keyboard-interactive too',
    ssh,
    true,
    [sshAction('id', byPassword)],
    {
      server: openssh('KbdInteractiveAuthentication yes', 'PasswordAuthentication yes'),
      secrets: secret(password),
      ours: ourPassword,
    },
  ),
  row('the key is right and the password is old', ssh, true, [sshAction('id', both)], {
    secrets: secret('old-password-3'),
    ours: both,
  }),
  row(
    'only CBC with the option for it',
    'ssh',
    true,
    [run(`${keyInFile}\nssh -i key -o StrictHostKeyChecking=no -c aes256-cbc ${place} id`)],
    { server: openssh('Ciphers aes256-cbc', 'MACs hmac-sha2-256') },
  ),
  row('an ECDSA key', ssh, true, [sshAction('id')], {
    secrets: (lab) => ({ SSH_KEY: lab.keys.ecdsa.private }),
  }),
  row('an RSA key in PKCS#8', 'ssh', true, [keyAndHost, run(`ssh ${place} id`)], {
    secrets: (lab) => ({ SSH_KEY: lab.keys.rsaPkcs8.private }),
  }),
  row('a banner before the login', ssh, true, [sshAction('id')], {
    inServer: "printf 'Authorized use only.\\n' > /etc/issue.net",
    server: openssh('Banner /etc/issue.net'),
  }),
]

export const loginSetUps: readonly SetUp[] = [...faults, ...healthy]
