import { stringify } from 'yaml'
import { rowOf, type SetUp, type Step } from '../set-up'
import { host, key, keyAndHost, place, run, user } from './steps'

const row = rowOf('shell and programs')
const ssh = 'appleboy/ssh-action'

const commit =
  'git init -q . && git add -A && git -c user.name=x -c user.email=x@example.net commit -qm first'
const push = run(`${commit}\ngit push ssh://${place}/srv/shop.git HEAD:main`)
const bare = (owner: string) => `git init -q --bare /srv/shop.git; chown -R ${owner}: /srv/shop.git`
const pushed = 'test -e /srv/shop.git/refs/heads/main'
const ping = run(`ansible all -i '${host},' -u ${user} -m ping`)
const upload = (path: string) =>
  run(`curl -sS -k --key ~/.ssh/id_ed25519 -u ${user}: -T dist/index.html sftp://${host}${path}`)

const keyOnly = run(
  `mkdir -p ~/.ssh; echo "${key}" > ~/.ssh/id_ed25519; chmod 600 ~/.ssh/id_ed25519`,
)

const composite = (script: string) => ({
  '.github/actions/deploy/action.yml': stringify({
    inputs: { host: { required: true }, key: { required: true } },
    runs: {
      using: 'composite',
      steps: [
        {
          uses: 'appleboy/ssh-action@v1',
          with: {
            ...{ host: '${{ inputs.host }}', username: 'deploy', key: '${{ inputs.key }}' },
            script,
          },
        },
      ],
    },
  }),
})
const byComposite: Step = { uses: './.github/actions/deploy', with: { host, key } }

/** Programs whose records describe their words. */
export const otherProgramSetUps: readonly SetUp[] = [
  row('git push', 'git', true, [keyAndHost, push], {
    inServer: bare('deploy'),
    deployed: pushed,
  }),
  row(
    'git push to a remote that the script adds, with GIT_SSH_COMMAND',
    'git',
    true,
    [
      run(`echo "${key}" > key; chmod 600 key`),
      run(
        `${commit}\ngit remote add live ${place}:/srv/shop.git\nGIT_SSH_COMMAND='ssh -i key -o StrictHostKeyChecking=no' git push live HEAD:main`,
      ),
    ],
    { inServer: bare('deploy'), deployed: pushed },
  ),
  row('git push: the repository is of root', 'git', false, [keyAndHost, push], {
    inServer: bare('root'),
  }),
  row('git push: there is no repository', 'git', false, [keyAndHost, push]),
  row('git push: no Git on the server', 'git', false, [keyAndHost, push], {
    inServer: `${bare('deploy')}; rm -f /usr/bin/git /usr/bin/git-*`,
  }),
  row('git push: the host key is not known', 'git', false, [keyOnly, push], {
    inServer: bare('deploy'),
  }),
  row('ansible -m ping', 'ansible', true, [keyAndHost, ping]),
  row('ansible -m ping: no Python on the server', 'ansible', false, [keyAndHost, ping], {
    inServer: 'rm -f /usr/bin/python3*',
  }),
  row('curl sftp://', 'curl', true, [keyAndHost, upload('/tmp/index.html')], {
    deployed: 'test -e /tmp/index.html',
  }),
  row('curl sftp:// to a directory that is not there', 'curl', false, [
    keyAndHost,
    upload('/srv/in/index.html'),
  ]),
  row('a composite action of the repository', ssh, true, [byComposite], {
    files: composite('touch /tmp/done'),
    deployed: 'test -e /tmp/done',
  }),
  row(
    'a composite action of the repository: a directory that is not there',
    ssh,
    false,
    [byComposite],
    {
      files: composite('cd /srv/nowhere'),
    },
  ),
  row('docker -H ssh://: no Docker on the server', 'docker', false, [
    keyAndHost,
    run(`docker -H ssh://${place} ps`),
  ]),
]
