import { passphrase } from '../../keys'
import { openssh } from '../../scenario'
import { rowOf, type SetUp } from '../set-up'
import { agent, host, key, keyAndHost, keyscan, place, run, sshAction, user } from './steps'

const row = rowOf('runner')

const ssh = run(`ssh ${place} id`)
const rsync = run(`rsync -az dist/ ${place}:/tmp/site`)
const writes = (text: string) => run(`mkdir -p ~/.ssh\n${text}\n`)
const known = `ssh-keyscan ${host} >> ~/.ssh/known_hosts`
const noAsking = '-o StrictHostKeyChecking=no'

const keyFile = { cause: 'deploy/key-file' } as const
const noKey = { cause: 'deploy/no-key' } as const
const unverified = { cause: 'deploy/host-unverified' } as const

const faults: readonly SetUp[] = [
  ...(
    [
      ['ssh', ssh],
      ['rsync', rsync],
      ['scp', run(`scp dist/index.html ${place}:/tmp/`)],
      ['sftp', run(`echo ls | sftp -b - ${place}`)],
    ] as const
  ).flatMap(([client, step]) => [
    row(
      'the key file is not protected by chmod',
      client,
      false,
      [writes(`echo "${key}" > ~/.ssh/id_rsa\n${known}`), step],
      keyFile,
    ),
    row(
      'neither known_hosts nor StrictHostKeyChecking',
      client,
      false,
      [writes(`echo "${key}" > ~/.ssh/id_rsa\nchmod 600 ~/.ssh/id_rsa`), step],
      unverified,
    ),
  ]),
  row('an agent and no known_hosts', 'ssh', false, [agent, ssh]),
  row('an agent and no known_hosts', 'rsync', false, [agent, rsync]),
  row(
    'ssh-keyscan only prints',
    'ssh',
    false,
    [agent, run(`ssh-keyscan ${host} | ssh-keygen -lf -`), ssh],
    unverified,
  ),
  row(
    'ssh-keyscan writes a file that ssh does not read',
    'ssh',
    false,
    [agent, run(`ssh-keyscan ${host} > hosts`), ssh],
    unverified,
  ),
  row(
    'ssh-add of a key file that others can read',
    'ssh',
    false,
    [
      keyscan,
      run(
        `echo "${key}" > deploy_key\neval "$(ssh-agent -s)"\nssh-add deploy_key\nssh ${place} id`,
      ),
    ],
    keyFile,
  ),
  row(
    'ssh-keygen -y before chmod',
    'ssh',
    false,
    [
      writes(
        `echo "${key}" > ~/.ssh/id_ed25519\nssh-keygen -y -f ~/.ssh/id_ed25519 > ~/.ssh/id_ed25519.pub\nchmod 600 ~/.ssh/id_ed25519\n${known}`,
      ),
      ssh,
    ],
    keyFile,
  ),
  row(
    'a key file of a step before ours, which everybody can read',
    'ssh',
    false,
    [run(`ssh -i deploy_key -o IdentitiesOnly=yes ${noAsking} ${place} id`)],
    { ...keyFile, before: [run(`echo "${key}" > deploy_key; chmod 777 deploy_key`)] },
  ),
  row(
    'the options of -e are not in quotes',
    'rsync',
    false,
    [
      keyscan,
      run(
        `echo "${key}" > deploy_key; chmod 600 deploy_key\nrsync -az -e ssh -i deploy_key dist/ ${place}:/tmp/site`,
      ),
    ],
    noKey,
  ),
  row('no key at all on the runner', 'ssh', false, [keyscan, ssh]),
  row('ssh-keyscan without the port', 'ssh', false, [keyAndHost, run(`ssh -p 22022 ${place} id`)], {
    server: openssh('Port 22022'),
    ours: { port: '22022' },
    ...unverified,
  }),
  row(
    'the key is written by printf without a last newline',
    'ssh',
    false,
    [
      writes(`printf '%s' "${key}" > ~/.ssh/id_ed25519\nchmod 600 ~/.ssh/id_ed25519\n${known}`),
      ssh,
    ],
    {
      secrets: (lab) => ({ SSH_KEY: lab.keys.ed25519.private.trimEnd() }),
    },
  ),
  row('the key is written without quotes', 'ssh', false, [
    writes(`echo ${key} > ~/.ssh/id_ed25519\nchmod 600 ~/.ssh/id_ed25519\n${known}`),
    ssh,
  ]),
  row('the key is in a file with a name that ssh does not look for', 'ssh', false, [
    writes(`echo "${key}" > ~/.ssh/deploy_key\nchmod 600 ~/.ssh/deploy_key\n${known}`),
    ssh,
  ]),
  row('-i names a file that is not there, and ssh takes its default one', 'ssh', true, [
    keyAndHost,
    run(`ssh -i ~/.ssh/deploy_key -o IdentitiesOnly=yes ${place} id`),
  ]),
  row('~/.ssh/config has another port', 'ssh', false, [ssh], {
    before: [keyAndHost, run(`printf 'Host *\\n  Port 2222\\n' > ~/.ssh/config`)],
  }),
  row(
    '~/.ssh/config has another user',
    'rsync',
    false,
    [run(`rsync -az dist/ ${host}:/tmp/site`)],
    { before: [keyAndHost, run(`printf 'Host *\\n  User nobody-here\\n' > ~/.ssh/config`)] },
  ),
  row('a container whose HOME is not that of the account', 'ssh', false, [keyAndHost, ssh], {
    job: { container: 'node:22' },
    env: { HOME: '/tmp' },
    ...unverified,
  }),
  row('an encrypted key for an agent that cannot ask', 'ssh', false, [agent, keyscan, ssh], {
    secrets: (lab) => ({ PASS: passphrase, SSH_KEY: lab.keys.encrypted.private }),
    ours: { passphrase: '${{ secrets.PASS }}' },
  }),
  row('the agent has another key', 'ssh', false, [keyscan, ssh], {
    before: [
      { uses: 'webfactory/ssh-agent@v0.9.0', with: { 'ssh-private-key': '${{ secrets.OTHER }}' } },
    ],
    secrets: (lab) => ({ OTHER: lab.keys.stranger.private }),
  }),
  row('known_hosts has an old host key', 'ssh', false, [ssh], {
    ...unverified,
    before: [
      keyAndHost,
      run(`echo "${host} ssh-ed25519 \${{ secrets.OLD }}" > ~/.ssh/known_hosts`),
    ],
    secrets: (lab) => ({ OLD: lab.keys.stranger.public.split(' ')[1] ?? '' }),
  }),
  row(
    'rsync is told of a key file that is not there, and ssh takes its default one',
    'rsync',
    true,
    [
      keyAndHost,
      run(`rsync -az -e 'ssh -i ~/.ssh/deploy -o IdentitiesOnly=yes' dist/ ${place}:/tmp/site`),
    ],
  ),
  row(
    'a host key file that nobody wrote',
    'ssh',
    false,
    [run(`ssh -o UserKnownHostsFile=.github/known_hosts ${place} id`)],
    { before: [agent] },
  ),
]

const healthy: readonly SetUp[] = [
  row('a key file and ssh-keyscan', 'ssh', true, [keyAndHost, ssh]),
  row('a key file and ssh-keyscan', 'rsync', true, [keyAndHost, rsync]),
  row('all steps of the key before ours', 'ssh', true, [ssh], { before: [keyAndHost] }),
  row('an agent and ssh-keyscan before ours', 'ssh', true, [ssh], { before: [agent, keyscan] }),
  row('an agent and ssh-keyscan after ours', 'rsync', true, [agent, keyscan, rsync]),
  row('an agent and StrictHostKeyChecking=no', 'ssh', true, [
    agent,
    run(`ssh ${noAsking} ${place} id`),
  ]),
  row('an agent and accept-new', 'rsync', true, [
    agent,
    run(`rsync -az -e 'ssh -o StrictHostKeyChecking=accept-new' dist/ ${place}:/tmp/site`),
  ]),
  row('a key file with -i', 'scp', true, [
    run(
      `echo "${key}" > key.pem\nchmod 400 key.pem\nscp -i key.pem ${noAsking} dist/index.html ${place}:/tmp/\n`,
    ),
  ]),
  row(
    'the key is in a file that the repository has',
    'ssh',
    true,
    [run(`ssh -i keys/deploy ${noAsking} -o IdentitiesOnly=yes ${place} id`)],
    { before: [run(`umask 077\nmkdir keys\necho "${key}" > keys/deploy`)] },
  ),
  row(
    'a script of the repository writes the key',
    'ssh',
    true,
    [run('sh ci/prepare', { env: { KEY: key, HOST: host } }), ssh],
    {
      files: {
        'ci/prepare':
          'umask 077\nmkdir -p ~/.ssh\necho "$KEY" > ~/.ssh/id_ed25519\nssh-keyscan $HOST > ~/.ssh/known_hosts\n',
      },
    },
  ),
  row(
    'its own file of host keys',
    'rsync',
    true,
    [
      run(
        `mkdir -p ~/.ssh\nssh-keyscan ${host} > hosts\nrsync -az -e 'ssh -o UserKnownHostsFile=hosts' dist/ ${place}:/tmp/site`,
      ),
    ],
    { before: [agent] },
  ),
  row('an agent with two other keys before', 'ssh', true, [ssh], {
    before: [
      run(
        `eval "$(ssh-agent -s)"\nfor n in 1 2; do ssh-keygen -q -t ed25519 -N '' -f extra$n; ssh-add extra$n; done\necho "${key}" | ssh-add -\necho "SSH_AUTH_SOCK=$SSH_AUTH_SOCK" >> "$GITHUB_ENV"`,
      ),
      keyscan,
    ],
  }),
  row('umask 077 in the place of chmod', 'ssh', true, [
    run(
      `umask 077\nmkdir -p ~/.ssh\necho "${key}" > ~/.ssh/id_ed25519\n${known}\nssh ${place} id\n`,
    ),
  ]),
  row('install -m 600 in the place of chmod', 'ssh', true, [
    writes(`install -m 600 /dev/stdin ~/.ssh/id_ed25519 <<< "${key}"\n${known}`),
    ssh,
  ]),
  row('the key comes from env:', 'ssh', true, [
    run(
      `mkdir -p ~/.ssh\nprintf '%s\\n' "$KEY" > ~/.ssh/id_ed25519\nchmod 600 ~/.ssh/id_ed25519\n${known}\nssh "$TARGET" id\n`,
      { env: { KEY: key, TARGET: place } },
    ),
  ]),
  row(
    'ssh-keyscan with the port',
    'ssh',
    true,
    [
      run(
        `mkdir -p ~/.ssh\necho "${key}" > ~/.ssh/id_ed25519\nchmod 600 ~/.ssh/id_ed25519\nssh-keyscan -p 22022 ${host} >> ~/.ssh/known_hosts\nssh -p 22022 ${place} id\n`,
      ),
    ],
    { server: openssh('Port 22022'), ours: { port: '22022' } },
  ),
  row('~/.ssh/config names host, user and port', 'ssh', true, [run('ssh shop id')], {
    before: [
      keyAndHost,
      run(`printf 'Host shop\\n  HostName ${host}\\n  User ${user}\\n' > ~/.ssh/config`),
    ],
  }),
  row('~/.ssh/config of a step after ours', 'rsync', true, [
    keyAndHost,
    run(
      `cat > ~/.ssh/config <<END\nHost shop\n  HostName ${host}\n  User ${user}\nEND\nrsync -az dist/ shop:/tmp/site\n`,
    ),
  ]),
  row('shimataro/ssh-key-action', 'ssh', true, [
    {
      uses: 'shimataro/ssh-key-action@v2',
      with: { key, name: 'id_ed25519', known_hosts: 'unnecessary' },
    },
    run(`ssh ${noAsking} ${place} id`),
  ]),
  row(
    'a container, and an action that does not use ssh',
    'appleboy/ssh-action',
    true,
    [sshAction('id')],
    { job: { container: 'node:22' }, env: { HOME: '/tmp' } },
  ),
  row(
    'known_hosts is a secret',
    'ssh',
    true,
    [
      run(
        `mkdir -p ~/.ssh\necho "${key}" > ~/.ssh/id_ed25519\nchmod 600 ~/.ssh/id_ed25519\necho "\${{ secrets.KNOWN }}" > ~/.ssh/known_hosts\nssh ${place} id\n`,
      ),
    ],
    {
      secrets: (lab) => ({
        KNOWN: lab.hostKeys['9.2']
          .map(({ type, blob }) => `server.example.net ${type} ${blob}`)
          .join('\n'),
      }),
      ours: { known_hosts: '${{ secrets.KNOWN }}' },
    },
  ),
]

export const runnerSetUps: readonly SetUp[] = [...faults, ...healthy]
