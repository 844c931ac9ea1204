import { openssh } from '../../scenario'
import { type More, rowOf, type SetUp } from '../set-up'
import {
  copies,
  forEachClient,
  keyAndHost,
  nodeSsh,
  place,
  run,
  scpAction,
  scripts,
  sftpAction,
  sshAction,
  sshScript,
} from './steps'

const row = rowOf('shell and programs')

/** The same script by each client that runs scripts. */
const byEach = (
  name: string,
  works: boolean,
  script: string,
  more: More = {},
  only?: (client: string) => boolean,
) => forEachClient(scripts, script, (client, later) => row(name, client, works, later, more), only)

const ssh = 'appleboy/ssh-action'
const shellOf = (shell: string) => `usermod -s ${shell} deploy`
/** A program that says that it ran. */
const stub = (...names: readonly string[]) =>
  names
    .map(
      (name) =>
        `printf '#!/bin/sh\\necho ${name} ran\\n' > /usr/local/bin/${name}; chmod 755 /usr/local/bin/${name}`,
    )
    .join('\n')
const sudoers = (line: string) =>
  `echo '${line}' > /etc/sudoers.d/deploy; chmod 440 /etc/sudoers.d/deploy`
const site = 'install -d -o deploy -g deploy /var/www/shop'
const restart = 'cd /var/www/shop\nsudo systemctl restart shop'
const isScriptAction = (client: string) => client !== 'ssh'

const faults: readonly SetUp[] = [
  ...['appleboy/scp-action', 'easingthemes/ssh-deploy', 'Burnett01/rsync-deployments', 'rsync'].map(
    (client) =>
      row(
        client === 'appleboy/scp-action' ? 'the server has no tar' : 'the server has no rsync',
        client,
        false,
        copies[client]?.('/tmp/site') ?? [],
        {
          inServer: 'rm -f /usr/bin/rsync /bin/tar /usr/bin/tar',
          cause: 'deploy/command-missing',
        },
      ),
  ),
  ...byEach(
    'the script runs composer and php, and neither is there',
    false,
    'set -e\ncomposer install --no-dev\nphp artisan migrate --force',
  ),
  ...byEach('sudo wants a password', false, `set -e\n${restart}`, {
    inServer: `${site}\n${stub('systemctl')}\n${sudoers('deploy ALL=(ALL) ALL')}`,
  }),
  row('sudo allows another command only', ssh, false, [sshAction('sudo systemctl restart shop')], {
    inServer: `${stub('systemctl')}\n${sudoers('deploy ALL=(root) NOPASSWD: /usr/local/bin/systemctl status shop')}`,
  }),
  row('sudo is not installed', ssh, false, [sshAction('sudo systemctl restart shop')], {
    inServer: `${stub('systemctl')}\nrm -f /usr/bin/sudo`,
  }),
  row(
    'sudo of another user wants a password',
    'ssh',
    false,
    [keyAndHost, run(`ssh ${place} 'sudo -u www-data php artisan cache:clear'`)],
    { inServer: stub('php') },
  ),
  row(
    'rsync with sudo on the server, which wants a password',
    'rsync',
    false,
    [keyAndHost, run(`rsync -az --rsync-path='sudo rsync' dist/ ${place}:/srv/site/`)],
    { inServer: 'mkdir -p /srv/site' },
  ),
  row(
    'tcsh, and the script has export and 2>',
    ssh,
    false,
    [sshAction('export APP_ENV=prod\nls /nothing 2>/dev/null\necho done > /tmp/done')],
    { inServer: shellOf('/usr/bin/tcsh'), deployed: 'test "$(grep -c prod /nothing)" = 1' },
  ),
  row(
    'fish, and the script assigns',
    ssh,
    false,
    [sshAction('REV=$(date +%s)\nmkdir -p /tmp/rel-$REV\ntouch /tmp/done')],
    { inServer: shellOf('/usr/bin/fish'), deployed: 'test -e /tmp/done' },
  ),
  row(
    'fish, and the script has if … then',
    'garygrossgarten/github-action-ssh',
    false,
    [nodeSsh('if [ -d /tmp ]; then\n  touch /tmp/done\nfi')],
    { inServer: shellOf('/usr/bin/fish'), deployed: 'test -e /tmp/done' },
  ),
  row(
    'dash, and the script has [[',
    ssh,
    false,
    [sshAction('set -e\n[[ -d /tmp ]]\ntouch /tmp/done')],
    { inServer: shellOf('/bin/sh'), deployed: 'test -e /tmp/done' },
  ),
  ...forEachClient(
    copies,
    '/tmp/site',
    (client, later) =>
      row('an account for SFTP only', client, false, later, {
        server: openssh('ForceCommand internal-sftp'),
      }),
    (client) =>
      [
        'appleboy/scp-action',
        'easingthemes/ssh-deploy',
        'rsync',
        'wlixcc/SFTP-Deploy-Action',
      ].includes(client),
  ),
  ...byEach('an account for SFTP only', false, 'id', {
    server: openssh('ForceCommand internal-sftp'),
  }),
  ...byEach(
    'an account whose shell is nologin',
    false,
    'id',
    { inServer: shellOf('/usr/sbin/nologin') },
    isScriptAction,
  ),
  ...forEachClient(
    copies,
    '/tmp/site',
    (client, later) =>
      row('no SFTP subsystem', client, false, later, {
        cause: 'session/sftp-missing',
        inServer: "sed -i '/^Subsystem/d' /etc/ssh/sshd_config",
      }),
    (client) => ['scp', 'sftp', 'garygrossgarten/github-action-scp'].includes(client),
  ),
  row(
    '.bashrc prints a warning on stderr',
    'appleboy/scp-action',
    false,
    [scpAction('/tmp/site')],
    { inServer: "sed -i '1i echo warning: old node >&2' /home/deploy/.bashrc" },
  ),
  row(
    '.bashrc prints on stdout',
    'rsync',
    false,
    [keyAndHost, run(`rsync -az dist/ ${place}:/tmp/site`)],
    { inServer: "sed -i '1i echo Welcome' /home/deploy/.bashrc" },
  ),
  row('the script sources a file that is not there', ssh, false, [
    sshAction('set -e\nsource ~/.nvm/nvm.sh\nnode --version'),
  ]),
  row(
    'npm comes from nvm, which only an interactive shell loads',
    ssh,
    false,
    [sshAction('set -e\ncd /tmp\nnpm ci')],
    {
      inServer: `install -d -o deploy /home/deploy/.nvm/bin; printf '#!/bin/sh\\necho npm ran\\n' > /home/deploy/.nvm/bin/npm; chmod 755 /home/deploy/.nvm/bin/npm; echo 'PATH=$HOME/.nvm/bin:$PATH' >> /home/deploy/.bashrc`,
    },
  ),
  row(
    'docker is there, and its socket is for a group',
    ssh,
    false,
    [sshAction('docker compose up -d')],
    {
      inServer: `printf '#!/bin/sh\\ntest -w /var/run/docker.sock || { echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1; }\\n' > /usr/bin/docker; chmod 755 /usr/bin/docker; groupadd docker; touch /run/docker.sock; ln -sfn /run /var/run; chgrp docker /run/docker.sock; chmod 660 /run/docker.sock`,
    },
  ),
  row(
    'rsync of a NAS that refuses to serve',
    'rsync',
    false,
    [keyAndHost, run(`rsync -az dist/ ${place}:/tmp/site`)],
    {
      inServer: `printf '#!/bin/sh\\ncase "$*" in *--server*) echo "Permission denied, please try again." >&2; exit 5;; esac\\nexec /usr/bin/rsync "$@"\\n' > /usr/local/bin/rsync; chmod 755 /usr/local/bin/rsync`,
    },
  ),
  row('the key has a command of its own', ssh, false, [sshAction('touch /tmp/done')], {
    inServer: `sed -i 's/^/command="uptime" /' /home/deploy/.ssh/authorized_keys`,
    deployed: 'test -e /tmp/done',
  }),
  row('git wants to ask for a password', ssh, false, [
    sshAction('git clone https://127.0.0.1:1/shop.git /tmp/shop'),
  ]),
]

const healthy: readonly SetUp[] = [
  ...byEach(
    'a script with functions and if … else',
    true,
    'set -e\nsay() { echo "$1"; }\nif [ -d /var/www/shop ]; then\n  cd /var/www/shop\nelse\n  exit 1\nfi\nsay done',
    { inServer: site },
  ),
  ...byEach('sudo without a password', true, restart, {
    inServer: `${site}\n${stub('systemctl')}\n${sudoers('deploy ALL=(root) NOPASSWD: /usr/local/bin/systemctl restart shop')}`,
  }),
  ...byEach(
    'composer, php and wp are there',
    true,
    'cd /var/www/shop && composer install --no-dev && php artisan migrate --force && wp cache flush',
    { inServer: `${site}\n${stub('composer', 'php', 'wp')}` },
  ),
  row(
    'bash reads the script, and the account has fish',
    'ssh',
    true,
    [keyAndHost, sshScript('REV=$(date +%s)\nmkdir -p "/tmp/rel-$REV"')],
    { inServer: shellOf('/usr/bin/fish'), deployed: 'ls -d /tmp/rel-*' },
  ),
  row(
    'zsh, and an ordinary script',
    ssh,
    true,
    [sshAction('set -e\nREV=$(date +%s)\nexport APP_ENV=prod\nmkdir -p "/tmp/rel-$REV"')],
    { inServer: shellOf('/usr/bin/zsh') },
  ),
  row(
    'an account for SFTP only',
    'sftp',
    true,
    [keyAndHost, run(`echo 'put dist/index.html' | sftp -b - ${place}`)],
    { server: openssh('ForceCommand internal-sftp') },
  ),
  row(
    'an account for SFTP only',
    'wlixcc/SFTP-Deploy-Action',
    true,
    [sftpAction('.', { sftp_only: 'true' })],
    { server: openssh('ForceCommand internal-sftp') },
  ),
  row('no SFTP subsystem, and no step uses it', ssh, true, [sshAction('id')], {
    inServer: "sed -i '/^Subsystem/d' /etc/ssh/sshd_config",
  }),
  row(
    'no SFTP subsystem, and rsync',
    'rsync',
    true,
    [keyAndHost, run(`rsync -az dist/ ${place}:/tmp/site`)],
    { inServer: "sed -i '/^Subsystem/d' /etc/ssh/sshd_config" },
  ),
  row(
    'the key may only run rsync into one directory',
    'rsync',
    true,
    [keyAndHost, run(`rsync -az dist/ ${place}:/tmp/site/`)],
    {
      inServer: `sed -i 's,^,command="rsync --server -logDtprze.iLsfxCIvu . /tmp/site/" ,' /home/deploy/.ssh/authorized_keys`,
    },
  ),
  row('a command that may fail', ssh, true, [sshAction('nginx -t || true\ntouch /tmp/done')], {
    deployed: 'test -e /tmp/done',
  }),
  row('a command that is looked for first', 'ssh', true, [
    keyAndHost,
    sshScript('if command -v pm2 >/dev/null; then\n  pm2 reload shop\nfi'),
  ]),
  row('nvm is loaded by the script', ssh, true, [sshAction('set -e\n. ~/.nvm/nvm.sh\nnpm ci')], {
    inServer: `install -d -o deploy /home/deploy/.nvm/bin; printf '#!/bin/sh\\necho npm ran\\n' > /home/deploy/.nvm/bin/npm; chmod 755 /home/deploy/.nvm/bin/npm; echo 'PATH=$HOME/.nvm/bin:$PATH' > /home/deploy/.nvm/nvm.sh`,
  }),
  row(
    'docker, and the user is in its group',
    ssh,
    true,
    [sshAction('set -e\ndocker compose up -d')],
    {
      inServer: `printf '#!/bin/sh\\nexec test -w /run/docker.sock\\n' > /usr/bin/docker; chmod 755 /usr/bin/docker; groupadd docker; usermod -aG docker deploy; touch /run/docker.sock; chgrp docker /run/docker.sock; chmod 660 /run/docker.sock`,
    },
  ),
  row(
    'a file is sourced only where it is',
    ssh,
    true,
    [
      sshAction(
        'set -e\nif [ -f ~/.nvm/nvm.sh ]; then . ~/.nvm/nvm.sh; fi\n[ ! -f ~/.env ] || . ~/.env\ntouch /tmp/done',
      ),
    ],
    { deployed: 'test -e /tmp/done' },
  ),
  row('a program that the script cannot do without', ssh, false, [
    sshAction('if ! command -v pm2 >/dev/null; then\n  echo no pm2\n  exit 1\nfi\npm2 reload shop'),
  ]),
  row('a here-document on the server', 'ssh', true, [
    keyAndHost,
    sshScript("cat > /tmp/app.env <<'ENV'\nAPP_ENV=prod\nENV\ngrep -q prod /tmp/app.env"),
  ]),
  row('.bashrc prints a warning on stderr', ssh, true, [sshAction('id')], {
    inServer: "sed -i '1i echo warning: old node >&2' /home/deploy/.bashrc",
  }),
  row('a script by script_stop and a missing program that is handled', ssh, true, [
    sshAction('which docker || echo none', { script_stop: 'true' }),
  ]),
]

export const shellSetUps: readonly SetUp[] = [...faults, ...healthy]
