import { passphrase, password } from '../../keys'
import type { SetUp } from '../set-up'
import { key, keyAndHost, nodeSsh, place, run, scpAction, sshAction } from './steps'

import { hostKeyOf, keyIs, node, row, scp, secrets, ssh, withPort } from './value-rows'

/** Values that look odd and work with this client, and ordinary ones. */
export const valuesThatWork: readonly SetUp[] = [
  row('ordinary values', ssh, true, sshAction('id', withPort), { ours: withPort }),
  row('ordinary values', scp, true, scpAction('/tmp/site', withPort), { ours: withPort }),
  row('ordinary values', node, true, nodeSsh('id', withPort), { ours: withPort }),
  row(
    'hosts with a comma',
    ssh,
    true,
    sshAction('id'),
    secrets({ SSH_HOST: 'server.example.net,45.137.10.10' }),
  ),
  row(
    'the fingerprint of the ECDSA key',
    ssh,
    true,
    sshAction('id', { fingerprint: '${{ secrets.PIN }}' }),
    {
      secrets: (lab) => ({ PIN: hostKeyOf(lab, 'ecdsa-sha2-nistp256') }),
      ours: { fingerprint: '${{ secrets.PIN }}' },
    },
  ),
  row(
    'a key with CRLF',
    ssh,
    true,
    sshAction('id'),
    keyIs((text) => text.replaceAll('\n', '\r\n')),
  ),
  row(
    'a key without its last newline',
    ssh,
    true,
    sshAction('id'),
    keyIs((text) => text.trimEnd()),
  ),
  row(
    'a key without its last newline, by echo',
    'ssh',
    true,
    [keyAndHost, run(`ssh ${place} id`)],
    keyIs((text) => text.trimEnd()),
  ),
  row(
    'an OpenSSH key with its passphrase',
    ssh,
    true,
    sshAction('id', { passphrase: '${{ secrets.PASS }}' }),
    {
      secrets: (lab) => ({ PASS: passphrase, SSH_KEY: lab.keys.encrypted.private }),
      ours: { passphrase: '${{ secrets.PASS }}' },
    },
  ),
  row('PORT and HOST in the environment of a Node project', scp, true, scpAction('/tmp/site'), {
    job: { env: { PORT: '3000', HOST: '0.0.0.0' } },
  }),
  row(
    'the key in base64, which the step decodes',
    'ssh',
    true,
    run(`mkdir -p ~/.ssh
echo "${key}" | base64 -d > ~/.ssh/id_ed25519
chmod 600 ~/.ssh/id_ed25519
ssh -o StrictHostKeyChecking=no ${place} id
`),
    keyIs((text) => Buffer.from(text).toString('base64')),
  ),
  row(
    'a password and no key',
    ssh,
    true,
    sshAction('id', { key: '', password: '${{ secrets.PASSWORD }}' }),
    {
      ...secrets({ PASSWORD: password }),
      ours: { key: null, password: '${{ secrets.PASSWORD }}' },
    },
  ),
  row('an RSA key in PKCS#1', ssh, true, sshAction('id'), {
    secrets: (lab) => ({ SSH_KEY: lab.keys.rsaPkcs1.private }),
  }),
  row(
    'host and user are written out',
    'ssh',
    true,
    [keyAndHost, run('ssh deploy@server.example.net id')],
    { ours: { host: 'server.example.net', username: 'deploy' } },
  ),
]
