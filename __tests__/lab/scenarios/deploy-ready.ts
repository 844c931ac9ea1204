import { type Scenario, openssh } from '../scenario'
import { asks, sftpOnly } from './deploy'

const site = 'install -d -o deploy /srv/site'

const ready = (name: string, scenario: Omit<Scenario, 'name' | 'cause'>): Scenario => ({
  name: `the deploy has what it needs: ${name}`,
  cause: 'pass',
  ...scenario,
})

/** Nothing may be accused, and what was found must be said. */
export const readyScenarios: readonly Scenario[] = [
  ready('a directory and programs', {
    inServer: site,
    says: ['/srv/site/ is writable', 'tar, sed'],
    ...asks({ target: '/srv/site/', programs: 'tar, sed' }),
  }),
  ready('a name with spaces and quotes', {
    inServer: `install -d -o deploy "/srv/it's a \\"site\\" "`,
    says: [' is writable'],
    ...asks({ target: `/srv/it's a "site" /` }),
  }),
  ready('a directory in the home', {
    inServer: 'install -d -o deploy /home/deploy/www',
    says: ['~/www is writable'],
    ...asks({ target: '~/www' }),
  }),
  ready('the home of a named user, and $HOME', {
    inServer: 'install -d -o deploy /home/deploy/www',
    says: ['~deploy/www is writable'],
    ...asks({ target: '~deploy/www', programs: '/usr/bin/env' }),
  }),
  ready('a symbolic link to a directory', {
    inServer: 'install -d -o deploy /srv/releases/7 && ln -s releases/7 /srv/current',
    says: ['/srv/current is writable'],
    ...asks({ target: '/srv/current' }),
  }),
  ready('the right to write comes from a group', {
    inServer: `usermod -aG www-data deploy; install -d -g www-data -m 2775 /srv/site`,
    says: ['/srv/site is writable'],
    ...asks({ target: '/srv/site' }),
  }),
  ready('PATH from the top of .bashrc', {
    inServer: `install -D -m 755 /bin/true /opt/node/bin/npm
      sed -i '1i PATH=/opt/node/bin:$PATH' /home/deploy/.bashrc`,
    says: ['npm found'],
    ...asks({ programs: 'npm' }),
  }),
  ready('a function of .bashrc', {
    inServer: `sed -i '1i wp() { php /opt/wp-cli.phar "$@"; }' /home/deploy/.bashrc`,
    says: ['wp found'],
    ...asks({ programs: 'wp' }),
  }),
  ready('the shell fish, with a function', {
    inServer: `usermod --shell /usr/bin/fish deploy; ${site}
      install -d /home/deploy/.config/fish/functions
      echo 'function wp; true; end' > /home/deploy/.config/fish/functions/wp.fish
      chown -R deploy /home/deploy/.config`,
    says: ['/srv/site is writable', 'sed, wp found'],
    ...asks({ target: '/srv/site', programs: 'sed wp' }),
  }),
  ready('the shell tcsh', {
    inServer: `usermod --shell /usr/bin/tcsh deploy; ${site}`,
    says: ['/srv/site is writable', 'sed found'],
    ...asks({ target: '/srv/site', programs: 'sed' }),
  }),
  ready('the shell zsh, with a PATH in .zshenv', {
    inServer: `usermod --shell /bin/zsh deploy
      install -D -m 755 /bin/true /opt/node/bin/npm
      echo 'path=(/opt/node/bin $path)' > /home/deploy/.zshenv`,
    says: ['npm found'],
    ...asks({ programs: 'npm' }),
  }),
  ready('busybox for a shell', {
    inServer: `ln -sf busybox /bin/sh; ${site}`,
    says: ['/srv/site is writable', 'sed found'],
    ...asks({ target: '/srv/site', programs: 'sed' }),
  }),
  ready('one session at a time (MaxSessions 1)', {
    server: openssh('MaxSessions 1'),
    inServer: site,
    says: ['/srv/site is writable', 'sed found'],
    ...asks({ target: '/srv/site', programs: 'sed' }),
  }),
  ready('no SFTP subsystem', {
    inServer: `sed -i '/^Subsystem/d' /etc/ssh/sshd_config; ${site}`,
    says: ['/srv/site is writable'],
    ...asks({ sftp: 'off', target: '/srv/site' }),
  }),
  ready('SFTP only', {
    server: sftpOnly,
    inServer: site,
    says: ['/srv/site is writable'],
    ...asks({ sftp: 'required', target: '/srv/site' }),
  }),
  ready('SFTP only, below a chroot', {
    server: openssh(
      'Match User deploy',
      'ChrootDirectory /srv/files',
      'ForceCommand internal-sftp',
    ),
    inServer: 'install -d -m 755 /srv/files && install -d -o deploy -m 777 /srv/files/upload',
    says: ['/upload is writable'],
    ...asks({ sftp: 'required', target: '/upload' }),
  }),
  ready('Dropbear without SFTP', {
    server: { kind: 'dropbear' },
    inServer: `rm -f /usr/lib/openssh/sftp-server /usr/lib/sftp-server; ${site}`,
    says: ['/srv/site is writable', 'sed found'],
    ...asks({ sftp: 'off', target: '/srv/site', programs: 'sed' }),
  }),
  ready('root', {
    says: ['/srv is writable'],
    ...asks({ username: 'root', target: '/srv', programs: 'sed' }),
  }),
  ready('a path with a variable is left alone', {
    says: ['target not checked'],
    ...asks({ target: '/srv/$STAGE/site' }),
  }),
]
