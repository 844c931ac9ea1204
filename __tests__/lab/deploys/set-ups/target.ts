import { openssh } from '../../scenario'
import { type More, rowOf, type SetUp, type Step } from '../set-up'
import {
  copies,
  easing,
  forEachClient,
  keyAndHost,
  nodeScp,
  place,
  run,
  scpAction,
  scripts,
  sftpAction,
  sshAction,
  sshScript,
} from './steps'

const row = rowOf('target')

const path = '/srv/site'
const arrived = `test -e ${path}/index.html`
const byEach = (
  name: string,
  worksFor: (client: string) => boolean,
  more: More,
  target = path,
  only?: (client: string) => boolean,
) =>
  forEachClient(
    copies,
    target,
    (client, later) => row(name, client, worksFor(client), later, more),
    only,
  )
const all = () => true
const none = () => false
const one =
  (...clients: readonly string[]) =>
  (client: string) =>
    clients.includes(client)
/** Those that create every missing directory. */
const makesAll = one(
  'appleboy/scp-action',
  'wlixcc/SFTP-Deploy-Action',
  'garygrossgarten/github-action-scp',
)
const usesRsync = one('rsync', 'easingthemes/ssh-deploy', 'Burnett01/rsync-deployments')
const ssh = 'appleboy/ssh-action'
const repository = (owner: string) =>
  `git init -q /var/www/shop; cd /var/www/shop; git -c user.name=x -c user.email=x@example.net commit -q --allow-empty -m first; git remote add origin /var/www/shop; chown -R ${owner} /var/www/shop; chmod -R go+w /var/www/shop`
const pull = 'cd /var/www/shop && git status'

/** The remote is on the server itself, over SSH, with the key and the known host of the account there. */
const ownRemote = (prepare: string) =>
  `install -d -o deploy -g deploy -m 700 /home/deploy/.ssh
git init -q --bare /srv/shop.git; git init -q /var/www/shop
git -C /var/www/shop remote add origin ssh://deploy@127.0.0.1/srv/shop.git; chown -R deploy: /var/www/shop /srv/shop.git
${prepare}; chown -R deploy: /home/deploy/.ssh`
const knownToItself =
  'for key in /etc/ssh/ssh_host_*_key.pub; do echo "127.0.0.1 $(cut -d" " -f1,2 "$key")"; done > /home/deploy/.ssh/known_hosts'
const itsKey = (phrase: string) =>
  `ssh-keygen -q -t ed25519 -N '${phrase}' -f /home/deploy/.ssh/id_ed25519; cat /home/deploy/.ssh/id_ed25519.pub >> /home/deploy/.ssh/authorized_keys`
const fetches: readonly Step[] = [sshAction('set -e\ncd /var/www/shop\ngit fetch origin')]
const full = { deploy_steps: 'full' }

const faults: readonly SetUp[] = [
  row('the key of the server for its Git host has a passphrase', ssh, false, fetches, {
    inServer: ownRemote(`${knownToItself}; ${itsKey('secret phrase')}`),
    ours: full,
    cause: 'deploy/git-remote',
  }),
  row('the server does not know the host key of its Git host', ssh, false, fetches, {
    inServer: ownRemote(itsKey('')),
    ours: full,
    cause: 'deploy/git-remote',
  }),
  ...byEach('root owns the directory', none, { inServer: `mkdir ${path}` }),
  ...byEach(
    'two levels are missing',
    none,
    { inServer: 'install -d -o deploy /srv/deploy' },
    '/srv/deploy/a/b',
    (client) => !makesAll(client),
  ),
  ...byEach(
    'the directory is missing, and root owns the one above',
    none,
    {},
    '/srv/a/b',
    makesAll,
  ),
  row(
    'the directory is writable by the group, and rsync -a sets its times',
    'rsync',
    false,
    copies['rsync']?.(path) ?? [],
    { cause: 'deploy/target-not-owned', inServer: `install -d -g deploy -m 2775 ${path}` },
  ),
  row(
    'the directory is writable by the group, and rsync -a sets its times',
    'Burnett01/rsync-deployments',
    false,
    copies['Burnett01/rsync-deployments']?.(path) ?? [],
    { cause: 'deploy/target-not-owned', inServer: `install -d -g deploy -m 2775 ${path}` },
  ),
  row('the target is a file', 'rsync', false, copies['rsync']?.(`${path}/`) ?? [], {
    inServer: `touch ${path}`,
  }),
  row('the target is a link to nothing', 'sftp', false, copies['sftp']?.(path) ?? [], {
    inServer: `ln -s /srv/gone ${path}`,
  }),
  row('the disk is full', 'rsync', false, copies['rsync']?.(path) ?? [], {
    inServer: `mkdir ${path}; mount -t tmpfs -o size=64k,mode=777 tmpfs ${path}; head -c 100000 /dev/zero > ${path}/old 2>/dev/null || true`,
  }),
  row('the disk is full', 'appleboy/scp-action', false, [scpAction(path)], {
    inServer: `mkdir ${path}; mount -t tmpfs -o size=64k,mode=777 tmpfs ${path}; head -c 100000 /dev/zero > ${path}/old 2>/dev/null || true`,
  }),
  row('the file system is read-only', 'rsync', false, copies['rsync']?.(path) ?? [], {
    inServer: `mkdir ${path}; mount -t tmpfs -o mode=777,ro tmpfs ${path}`,
  }),
  row('no inode is free', 'rsync', false, copies['rsync']?.(path) ?? [], {
    inServer: `mkdir ${path}; mount -t tmpfs -o size=1m,nr_inodes=1,mode=777 tmpfs ${path}`,
  }),
  ...forEachClient(scripts, `set -e\n${pull}`, (client, later) =>
    row('the repository belongs to another account', client, false, later, {
      inServer: repository('www-data'),
    }),
  ),
  ...forEachClient(scripts, 'set -e\ncd /var/www/shop\ngit pull', (client, later) =>
    row('cd to a directory that is not there', client, false, later),
  ),
  row(
    'the directory of git is not a repository',
    ssh,
    false,
    [sshAction('cd /var/www/shop && git pull')],
    { inServer: 'install -d -o deploy /var/www/shop' },
  ),
  row('the repository has no remote', ssh, false, [sshAction('cd /var/www/shop && git pull')], {
    inServer: 'git init -q /var/www/shop; chown -R deploy /var/www/shop',
  }),
  row(
    'the user may not enter the directory',
    'ssh',
    false,
    [keyAndHost, sshScript('cd /var/www/shop && ls')],
    { inServer: 'install -d -m 700 /var/www/shop' },
  ),
  row('~ for a library of SFTP', 'garygrossgarten/github-action-scp', false, [nodeScp('~/site')], {
    inServer: 'install -d -o deploy /home/deploy/site',
    deployed: 'test -e /home/deploy/site/index.html',
  }),
  row(
    '~ for SFTP',
    'wlixcc/SFTP-Deploy-Action',
    false,
    [sftpAction('~/site', { sftp_only: 'true' })],
    {
      inServer: 'install -d -o deploy /home/deploy/site',
      deployed: 'test -e /home/deploy/site/index.html',
    },
  ),
  row('an absolute path in a chroot', 'sftp', false, copies['sftp']?.('/srv/site') ?? [], {
    server: openssh('ChrootDirectory /srv', 'ForceCommand internal-sftp'),
    inServer: `install -d -o deploy ${path}`,
  }),
  row(
    'rsync --mkpath with an rsync that does not know it',
    'rsync',
    false,
    [keyAndHost, run(`rsync -az --mkpath dist/ ${place}:/tmp/a/b/c/`)],
    {
      inServer: `printf '#!/bin/sh\\ncase "$*" in *--version*) echo "rsync  version 3.1.3  protocol version 31";; *--mkpath*) echo "rsync: --mkpath: unknown option" >&2; exit 1;; *) exec /usr/bin/rsync "$@";; esac\\n' > /usr/local/bin/rsync; chmod 755 /usr/local/bin/rsync`,
    },
  ),
]

const healthy: readonly SetUp[] = [
  row('the server fetches from its Git host over SSH', ssh, true, fetches, {
    inServer: ownRemote(`${knownToItself}; ${itsKey('')}`),
    ours: full,
  }),
  ...byEach('the directory is the user’s own', all, {
    inServer: `install -d -o deploy ${path}`,
    deployed: arrived,
  }),
  ...byEach(
    'the last directory is missing',
    (client) => client !== 'sftp' && client !== 'scp',
    { inServer: 'install -d -o deploy /srv/deploy' },
    '/srv/deploy/site',
    (client) => client !== 'sftp' && client !== 'scp',
  ),
  ...byEach(
    'all directories are missing',
    all,
    { inServer: 'install -d -o deploy /srv/deploy' },
    '/srv/deploy/a/b',
    makesAll,
  ),
  ...byEach(
    'a directory below the home directory',
    all,
    { inServer: 'install -d -o deploy /home/deploy/site' },
    '/home/deploy/site',
    (client) => !usesRsync(client),
  ),
  row('~ for rsync', 'easingthemes/ssh-deploy', true, [easing('~/site/')], {
    inServer: 'install -d -o deploy /home/deploy/site',
    deployed: 'test -e /home/deploy/site/index.html',
  }),
  row(
    'rsync -rlz into a directory of the group',
    'rsync',
    true,
    [keyAndHost, run(`rsync -rlz dist/ ${place}:${path}/`)],
    { inServer: `install -d -g deploy -m 2775 ${path}` },
  ),
  row(
    'rsync -azO into a directory of the group',
    'rsync',
    true,
    [keyAndHost, run(`rsync -azO --no-perms dist/ ${place}:${path}/`)],
    { inServer: `install -d -g deploy -m 2775 ${path}` },
  ),
  row('rsync --mkpath', 'rsync', true, [
    keyAndHost,
    run(`rsync -az --mkpath dist/ ${place}:/tmp/a/b/c/`),
  ]),
  ...forEachClient(scripts, `set -e\n${pull}`, (client, later) =>
    row('the repository is the user’s own', client, true, later, {
      inServer: repository('deploy'),
    }),
  ),
  row(
    'the script pulls from its remote',
    ssh,
    true,
    [sshAction('set -e\ncd /var/www/shop\ngit pull origin HEAD')],
    {
      inServer: repository('deploy'),
    },
  ),
  row('the repository of another account is in safe.directory', ssh, true, [sshAction(pull)], {
    inServer: `${repository('www-data')}\nsu deploy -c 'git config --global --add safe.directory /var/www/shop'`,
  }),
  row('the script makes its directory', 'ssh', true, [
    keyAndHost,
    sshScript('set -e\nmkdir -p /tmp/releases/1\ncd /tmp/releases/1\ntouch index.html'),
  ]),
  row(
    'a path with the name of the branch',
    'rsync',
    true,
    [keyAndHost, run(`rsync -az dist/ ${place}:/tmp/\${{ matrix.name }}/`)],
    { job: { strategy: { matrix: { name: ['one'] } } }, contexts: { 'matrix.name': 'one' } },
  ),
  row('a step with another condition', ssh, true, [
    sshAction('touch /tmp/done'),
    { ...sshAction('cd /nowhere && git pull'), if: "github.ref == 'refs/heads/staging'" },
  ]),
  row('a step for this very branch', ssh, false, [
    { ...sshAction('cd /nowhere && git pull'), if: "github.ref == 'refs/heads/main'" },
    { ...sshAction('touch /tmp/done'), if: 'success()' },
  ]),
  row('a step that may fail', ssh, true, [
    { ...sshAction('cd /nowhere && git pull'), 'continue-on-error': true },
    sshAction('touch /tmp/done'),
  ]),
]

export const targetSetUps: readonly SetUp[] = [...faults, ...healthy]
