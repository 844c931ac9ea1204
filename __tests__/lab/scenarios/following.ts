import type { Lab } from '../prepare'
import { passphrase } from '../keys'
import { type Scenario, openssh } from '../scenario'
import { firstInBashrc } from './session'

/** A deploy step with the inputs of ours, and with these lines beside them. */
const deploy = (...lines: readonly string[]) =>
  [
    '      - uses: appleboy/ssh-action@v1',
    '        with:',
    ...[
      'host: ${{ secrets.SSH_HOST }}',
      'username: deploy',
      'key: ${{ secrets.SSH_KEY }}',
      ...lines,
    ].map((line) => `          ${line}`),
  ].join('\n')

/** A later script. */
const run = (...lines: readonly string[]) =>
  ['      - run: |', ...lines.map((line) => `          ${line}`)].join('\n')

const source = { host: '${{ secrets.SSH_HOST }}', key: '${{ secrets.SSH_KEY }}' }

const ed25519Of = (lab: Lab) =>
  lab.hostKeys['9.2'].find(({ type }) => type === 'ssh-ed25519')?.fingerprint ?? ''

/** A login that works, before a deploy step that will trip over something. */
const before = (later: string, scenario: Omit<Scenario, 'failedLogins' | 'later'>): Scenario => ({
  failedLogins: 0,
  later,
  workflow: source,
  ...scenario,
})

export const followingScenarios: readonly Scenario[] = [
  before(deploy(), {
    name: 'a deploy step that does as the check does',
    cause: 'pass',
  }),
  before(`${deploy()}\n      - run: rsync -az dist/ deploy@$HOST:/srv`, {
    name: 'a deploy of two steps, the second by a variable',
    cause: 'pass',
  }),
  before(deploy(), {
    name: 'the client of the deploy has none of the server’s key exchange methods',
    cause: 'deploy/client-algorithms',
    certainty: 'likely',
    server: openssh('KexAlgorithms diffie-hellman-group16-sha512'),
    says: ['diffie-hellman-group16-sha512', 'appleboy/ssh-action'],
  }),
  before(deploy('fingerprint: ${{ secrets.PIN }}'), {
    name: 'the fingerprint of the deploy is of a key that its client does not compare',
    cause: 'deploy/pin-type',
    result: 'warn',
    inputs: (lab) => ({ fingerprint: ed25519Of(lab) }),
    workflow: { ...source, fingerprint: '${{ secrets.PIN }}' },
    says: ['ECDSA', 'fingerprint: SHA256:'],
  }),
  before(
    deploy().replace('        with:', '        env: { SSH_HOST: old.example.net }\n        with:'),
    {
      name: 'a variable beats the host of the deploy',
      cause: 'deploy/env-shadowing',
      result: 'warn',
      says: ['SSH_HOST'],
    },
  ),
  before(deploy('cipher: aes128-cbc'), {
    name: 'the deploy sets an input that does nothing',
    cause: 'deploy/dead-input',
    result: 'warn',
    says: ['cipher'],
  }),
  before(deploy(), {
    name: 'the deploy sets no port, and the check used 2222',
    cause: 'deploy/inputs-differ',
    result: 'warn',
    certainty: 'proved',
    server: openssh('Port 2222'),
    inputs: () => ({ port: '2222' }),
  }),
  before(deploy('timeout: ${{ secrets.TIMEOUT }}'), {
    name: 'the timeout of the deploy has no unit',
    cause: 'deploy/value-refused',
    result: 'fail',
    inputs: () => ({ timeout: '30' }),
    workflow: { ...source, timeout: '${{ secrets.TIMEOUT }}' },
    says: ['missing unit in duration'],
  }),
  before(deploy('passphrase: ${{ secrets.PASSPHRASE }}'), {
    name: 'the client of the deploy does not read encrypted PKCS#8',
    cause: 'deploy/key-unread',
    result: 'fail',
    inputs: (lab) => ({ key: lab.keys.rsaPkcs8Encrypted.private, passphrase }),
    workflow: { ...source, passphrase: '${{ secrets.PASSPHRASE }}' },
    says: ['appleboy/ssh-action'],
  }),
  before(deploy().replace('ssh-action', 'scp-action'), {
    name: '.bashrc prints on standard error, which scp-action treats as a failure',
    cause: 'deploy/stderr-output',
    result: 'fail',
    inServer: firstInBashrc('echo old mail >&2'),
    says: ['old mail'],
  }),
  before(deploy('password: ${{ secrets.PW }}').replace(/\n *key: [^\n]*/, ''), {
    name: 'the deploy has only a password, and the server offers no password login',
    cause: 'deploy/login-method',
    result: 'fail',
    server: openssh('PasswordAuthentication no'),
  }),
  before(run('ssh deploy@${{ secrets.SSH_HOST }} ls'), {
    name: 'the ssh of the runner does not know the host key',
    cause: 'deploy/host-unverified',
    says: ['known_hosts'],
  }),
  before(
    run(
      'echo "${{ secrets.SSH_KEY }}" > deploy_key',
      'ssh -o StrictHostKeyChecking=accept-new -i deploy_key deploy@${{ secrets.SSH_HOST }} ls',
    ),
    {
      name: 'others can read the key file of the deploy',
      cause: 'deploy/key-file',
      says: ['deploy_key', 'chmod 600 deploy_key'],
    },
  ),
  before(run('ssh -o StrictHostKeyChecking=accept-new deploy@${{ secrets.SSH_HOST }} ls'), {
    name: 'the ssh of the runner has no key',
    cause: 'deploy/no-key',
    says: ['deploy_key'],
  }),
  before(
    run(
      'install -m 600 /dev/stdin deploy_key <<< "${{ secrets.SSH_KEY }}"',
      'ssh-keyscan ${{ secrets.SSH_HOST }} >> ssh_known',
      'ssh -o UserKnownHostsFile=ssh_known -i deploy_key deploy@${{ secrets.SSH_HOST }} ls',
    ),
    { name: 'a deploy by ssh with its own key file and known_hosts', cause: 'pass' },
  ),
  {
    name: 'SSH is on 2222, and the deploy sets no port either',
    cause: 'tcp/wrong-port',
    server: openssh('Port 2222'),
    workflow: source,
    later: deploy(),
    says: ['sets no port and would use 22 too'],
  },
  ...(
    [
      ['ALL', 'fail'],
      ['NOPASSWD: ALL', 'pass'],
    ] as const
  ).map(([rights, result]) =>
    before(deploy('script: sudo systemctl restart nginx'), {
      name: `the script uses sudo, and the user has ${rights}`,
      cause: result === 'fail' ? 'deploy/sudo-password' : 'pass',
      inServer: `ln -sf /bin/true /usr/bin/systemctl; echo 'deploy ALL=(ALL) ${rights}' > /etc/sudoers.d/deploy`,
      ...(result === 'fail' && {
        says: ['sudo systemctl restart nginx', 'a password is required'],
      }),
    }),
  ),
  ...(
    [
      ['/usr/bin/fish', 'REV=$(date +%s)', 'NAME=value'],
      ['/usr/bin/tcsh', 'ls / 2>/dev/null', '2>'],
    ] as const
  ).map(([shell, script, construct]) =>
    before(deploy(`script: ${script}`), {
      name: `the script is for bash, and the shell is ${shell}`,
      cause: 'deploy/shell-syntax',
      result: shell.endsWith('fish') ? 'warn' : 'fail',
      inServer: `usermod --shell ${shell} deploy`,
      says: [construct],
    }),
  ),
  ...(
    [
      [
        'docker is for a group',
        'docker compose up -d',
        "printf '#!/bin/sh\\necho permission denied >&2; exit 1\\n' > /usr/bin/docker; chmod 755 /usr/bin/docker",
        'command-fails',
        'group',
      ],
      [
        'the file that the script sources is missing',
        'set -e; . ~/.nvm/nvm.sh',
        'true',
        'target-missing',
        'nvm.sh',
      ],
    ] as const
  ).map(([name, script, inServer, cause, word]) =>
    before(deploy(`script: ${script}`), {
      name,
      cause: `deploy/${cause}`,
      result: 'fail',
      inServer,
      says: [word],
    }),
  ),
  before(deploy('script: |', '  if true; then', '    export A=b', '  fi'), {
    name: 'the script is for bash, and so is the shell',
    cause: 'pass',
  }),
]
