import { passphrase, password } from '../../keys'
import type { SetUp } from '../set-up'
import {
  burnett,
  host,
  key,
  keyAndHost,
  nodeSsh,
  place,
  port,
  run,
  scpAction,
  sshAction,
  user,
} from './steps'

import { hostKeyOf, keyIs, node, row, scp, secrets, ssh, withPort } from './value-rows'

const userIs = (text: string) => ({
  ...secrets({ SSH_USER: text }),
  cause: 'deploy/value-refused' as const,
})

/** One value that is not as the client wants it, in our step and in the deploy. */
export const valueFaults: readonly SetUp[] = [
  ...[
    ['a newline after the user', 'deploy\n'],
    ['a space after the user', 'deploy '],
  ].flatMap(([name = '', value = '']) => [
    row(name, ssh, false, sshAction('id'), userIs(value)),
    row(name, scp, false, scpAction('/tmp/site'), userIs(value)),
    row(name, node, true, nodeSsh('id'), secrets({ SSH_USER: value })),
  ]),
  row(
    'a newline after the user, in a command',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${place} id`)],
    secrets({ SSH_USER: 'deploy\n' }),
  ),
  row('a newline after the port', ssh, false, sshAction('id', withPort), {
    ...secrets({ SSH_PORT: '22\n' }),
    ours: withPort,
  }),
  row('a newline after the port', scp, false, scpAction('/tmp/site', withPort), {
    ...secrets({ SSH_PORT: '22\n' }),
    ours: withPort,
  }),
  row('a newline after the port', node, true, nodeSsh('id', withPort), {
    ...secrets({ SSH_PORT: '22\n' }),
    ours: withPort,
  }),
  row(
    'a newline after the port, in a command',
    'ssh',
    false,
    [keyAndHost, run(`ssh -p ${port} ${place} id`)],
    { ...secrets({ SSH_PORT: '22\n' }), ours: withPort },
  ),
  row(
    'a newline after the host',
    ssh,
    true,
    sshAction('id'),
    secrets({ SSH_HOST: 'server.example.net\n' }),
  ),
  row('a timeout without a unit', ssh, false, sshAction('id', { timeout: '30' }), {
    ours: { timeout: '30' },
  }),
  row(
    'a fingerprint without SHA256:',
    ssh,
    false,
    sshAction('id', { fingerprint: '${{ secrets.PIN }}' }),
    {
      secrets: (lab) => ({ PIN: hostKeyOf(lab, 'ecdsa-sha2-nistp256').replace('SHA256:', '') }),
      ours: { fingerprint: '${{ secrets.PIN }}' },
    },
  ),
  row(
    'a fingerprint with a newline',
    ssh,
    false,
    sshAction('id', { fingerprint: '${{ secrets.PIN }}' }),
    {
      secrets: (lab) => ({ PIN: `${hostKeyOf(lab, 'ecdsa-sha2-nistp256')}\n` }),
      ours: { fingerprint: '${{ secrets.PIN }}' },
    },
  ),
  row(
    'the fingerprint of the ED25519 key',
    ssh,
    false,
    sshAction('id', { fingerprint: '${{ secrets.PIN }}' }),
    {
      secrets: (lab) => ({ PIN: hostKeyOf(lab, 'ssh-ed25519') }),
      ours: { fingerprint: '${{ secrets.PIN }}' },
    },
  ),
  row(
    'user@host as the host',
    ssh,
    false,
    sshAction('id'),
    secrets({ SSH_HOST: 'deploy@server.example.net' }),
  ),
  row(
    'user@host as the host, for ssh-keyscan too',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${host} id`)],
    {
      ...secrets({ SSH_HOST: 'deploy@server.example.net' }),
      ours: { username: null },
      cause: 'deploy/host-unverified',
    },
  ),
  row('host:port as the host, in a command', 'ssh', false, [keyAndHost, run(`ssh ${place} id`)], {
    ...secrets({ SSH_HOST: 'server.example.net:22' }),
    cause: 'deploy/host-unverified',
  }),
  row('a space before the host, in quotes', 'ssh', false, [keyAndHost, run(`ssh "${place}" id`)], {
    ...secrets({ SSH_HOST: ' server.example.net' }),
    cause: 'input/whitespace',
  }),
  row(
    'two hosts on two lines',
    ssh,
    false,
    sshAction('id'),
    secrets({ SSH_HOST: 'server.example.net\nserver.example.net' }),
  ),
  row(
    'an IPv6 address with a port as the host',
    ssh,
    false,
    sshAction('id'),
    secrets({ SSH_HOST: '[2a0e:97c0:7::10]:22' }),
  ),
  row(
    'host:port as the host',
    ssh,
    true,
    sshAction('id'),
    secrets({ SSH_HOST: 'server.example.net:22' }),
  ),
  ...(
    [
      [ssh, false, sshAction('id', { passphrase: '${{ secrets.PASS }}' })],
      [scp, false, scpAction('/tmp/site', { passphrase: '${{ secrets.PASS }}' })],
      [node, true, nodeSsh('id', { passphrase: '${{ secrets.PASS }}' })],
    ] as const
  ).map(([client, works, step]) =>
    row('a passphrase that is left over from an older key', client, works, step, {
      ...secrets({ PASS: passphrase }),
      ours: { passphrase: '${{ secrets.PASS }}' },
    }),
  ),
  row(
    'an encrypted PKCS#8 key',
    ssh,
    false,
    sshAction('id', { passphrase: '${{ secrets.PASS }}' }),
    {
      secrets: (lab) => ({ PASS: passphrase, SSH_KEY: lab.keys.rsaPkcs8Encrypted.private }),
      ours: { passphrase: '${{ secrets.PASS }}' },
    },
  ),
  row(
    'a key with a passphrase, and ssh has nobody to ask',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${place} id`)],
    {
      secrets: (lab) => ({ PASS: passphrase, SSH_KEY: lab.keys.encrypted.private }),
      ours: { passphrase: '${{ secrets.PASS }}' },
    },
  ),
  row(
    'a key with a passphrase that the action does not take',
    'Burnett01/rsync-deployments',
    false,
    burnett('/tmp/site'),
    {
      secrets: (lab) => ({ PASS: passphrase, SSH_KEY: lab.keys.encrypted.private }),
      ours: { passphrase: '${{ secrets.PASS }}' },
    },
  ),
  row(
    'an ED25519 key in PKCS#8 for OpenSSH before 9.6',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${place} id`)],
    {
      secrets: (lab) => ({ SSH_KEY: lab.keys.ed25519Pkcs8.private }),
      job: { 'runs-on': 'ubuntu-22.04' },
    },
  ),
  row('a PuTTY key', ssh, false, sshAction('id'), {
    secrets: (lab) => ({ SSH_KEY: lab.keys.ppk.private }),
  }),
  row(
    'the line breaks of the key are lost',
    ssh,
    false,
    sshAction('id'),
    keyIs((text) => text.replaceAll('\n', ' ')),
  ),
  row('SSH_TIMEOUT in the environment is for another program', ssh, false, sshAction('id'), {
    job: { env: { SSH_TIMEOUT: '30' } },
  }),
  row('SSH_HOST in the environment is empty', ssh, false, sshAction('id'), {
    job: { env: { SSH_HOST: '' } },
  }),
  row('SSH_USERNAME in the environment is another one', ssh, false, sshAction('id'), {
    job: { env: { SSH_USERNAME: 'nobody-here' } },
  }),
  row('no username in the deploy', ssh, false, {
    uses: 'appleboy/ssh-action@v1',
    with: { host, key, script: 'id' },
  }),
  row('another user in the deploy', ssh, false, sshAction('id', { username: 'web' })),
  row('another port in the deploy', ssh, false, sshAction('id', { port: '2222' })),
  row(
    'proxy_host with a port',
    ssh,
    false,
    sshAction('id', {
      host: 'target.internal',
      proxy_host: '${{ secrets.SSH_HOST }}:22',
      proxy_username: user,
      proxy_key: key,
    }),
    {
      behind: {},
      ours: {
        host: 'target.internal',
        proxy_host: '${{ secrets.SSH_HOST }}:22',
        proxy_username: user,
        proxy_key: key,
      },
    },
  ),
  row(
    'a newline after the password',
    ssh,
    false,
    sshAction('id', { key: '', password: '${{ secrets.PASSWORD }}' }),
    {
      ...secrets({ PASSWORD: `${password}\n` }),
      ours: { key: null, password: '${{ secrets.PASSWORD }}' },
    },
  ),
]
