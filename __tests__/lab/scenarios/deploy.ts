import { type Scenario, openssh } from '../scenario'

/** A login that works, on a server that lacks something of what the deploy needs. */
const lacking = (scenario: Omit<Scenario, 'failedLogins'>): Scenario => ({
  failedLogins: 0,
  ...scenario,
})

/** What the step asks for. */
export const asks = (inputs: Readonly<Record<string, string>>) => ({ inputs: () => inputs })

/** For accounts that run no command. */
export const sftpOnly = openssh('Match User deploy', 'ForceCommand internal-sftp')

export const deployScenarios: readonly Scenario[] = [
  lacking({
    name: 'a program of the deploy is not installed',
    cause: 'deploy/command-missing',
    certainty: 'proved',
    says: ['sh found', 'composer not found', 'apt install composer'],
    ...asks({ programs: 'sh composer' }),
  }),
  lacking({
    name: 'a program is on the PATH of login shells only',
    cause: 'deploy/command-missing',
    certainty: 'proved',
    says: ['/opt/node/bin/npm exists', 'A login shell has it in its PATH', '.bashrc'],
    inServer: `install -D -m 755 /bin/true /opt/node/bin/npm
      echo 'PATH=/opt/node/bin:$PATH' >> /home/deploy/.profile`,
    ...asks({ programs: 'npm' }),
  }),
  lacking({
    name: 'a program of nvm, below the guard of .bashrc',
    cause: 'deploy/command-missing',
    certainty: 'proved',
    says: ['/home/deploy/.nvm/versions/node/v22.1.0/bin/node exists'],
    inServer: `install -D -m 755 /bin/true /home/deploy/.nvm/versions/node/v22.1.0/bin/node
      echo 'PATH=$HOME/.nvm/versions/node/v22.1.0/bin:$PATH' >> /home/deploy/.bashrc`,
    ...asks({ programs: 'node' }),
  }),
  ...['/usr/bin/fish', '/usr/bin/tcsh', '/bin/zsh', '/bin/dash'].map((shell) =>
    lacking({
      name: `a program is not installed, in the shell ${shell}`,
      cause: 'deploy/command-missing',
      inServer: `usermod --shell ${shell} deploy`,
      says: ['git not found'],
      ...asks({ programs: 'git' }),
    }),
  ),
  lacking({
    name: 'a path in commands is no program',
    cause: 'deploy/command-missing',
    certainty: 'proved',
    inServer: 'touch /home/deploy/composer.phar',
    ...asks({ programs: '~/composer.phar' }),
  }),
  lacking({
    name: 'the target is missing, and root’s directory is above it',
    cause: 'deploy/target-missing',
    certainty: 'proved',
    says: ['The existing part of the path is /srv'],
    ...asks({ target: '/srv/www/site/' }),
  }),
  lacking({
    name: 'the target is missing, and the user could make it',
    cause: 'deploy/target-missing',
    result: 'warn',
    ...asks({ target: 'www/site' }),
  }),
  lacking({
    name: 'the target is a file',
    cause: 'deploy/target-missing',
    inServer: 'touch /srv/site',
    says: ['is not a directory'],
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the target is a link to nothing',
    cause: 'deploy/target-missing',
    inServer: 'ln -s /srv/releases/7 /srv/site',
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the target is another user’s',
    cause: 'deploy/target-not-writable',
    certainty: 'proved',
    says: ['www-data', 'setfacl'],
    inServer: 'install -d -o www-data -g www-data /srv/site',
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the target is the user’s, without the right to write',
    cause: 'deploy/target-not-writable',
    inServer: 'install -d -o deploy -m 555 /srv/site',
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the target is for a group that the user is not in',
    cause: 'deploy/target-not-writable',
    says: ['usermod -aG www-data deploy'],
    inServer: 'install -d -o root -g www-data -m 2775 /srv/site',
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'a directory above the target cannot be entered',
    cause: 'deploy/target-not-writable',
    certainty: 'proved',
    says: ['cannot enter /root'],
    inServer: 'mkdir /root/site',
    ...asks({ target: '/root/site' }),
  }),
  lacking({
    name: 'the target is on a read-only mount',
    cause: 'deploy/target-not-writable',
    says: ['read-only'],
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=8m,mode=777 tmpfs /srv/site
      mount -o remount,ro /srv/site`,
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'root deploys to a read-only mount',
    cause: 'deploy/target-not-writable',
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=8m tmpfs /srv/site
      mount -o remount,ro /srv/site`,
    ...asks({ username: 'root', target: '/srv/site' }),
  }),
  lacking({
    name: 'the disk of the target is full',
    cause: 'deploy/disk-full',
    certainty: 'proved',
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=2m,mode=777 tmpfs /srv/site
      dd if=/dev/zero of=/srv/site/old 2>/dev/null || true`,
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the disk of the target has no inode left',
    cause: 'deploy/disk-full',
    says: ['inode'],
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=8m,nr_inodes=3,mode=777 tmpfs /srv/site
      touch /srv/site/1 /srv/site/2`,
    ...asks({ target: '/srv/site' }),
  }),
  lacking({
    name: 'the disk is full, and root deploys',
    cause: 'deploy/disk-full',
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=2m tmpfs /srv/site
      dd if=/dev/zero of=/srv/site/old 2>/dev/null || true`,
    ...asks({ username: 'root', target: '/srv/site' }),
  }),
  ...[
    { name: 'the clock is three hours ahead', fake: '+3h', says: '3 hours ahead' },
    { name: 'the clock is two minutes behind', fake: '-120s', says: 'minutes behind' },
  ].map(({ name, fake, says }) =>
    lacking({
      name,
      cause: 'deploy/clock-skew',
      result: 'warn',
      certainty: 'proved',
      says: [says],
      // Every program of a session gets it from PAM, sshd does not.
      inServer: `printf '%s\\n' LD_PRELOAD=$(ls /usr/lib/*/faketime/libfaketime.so.1) \\
        FAKETIME=${fake} > /etc/environment`,
    }),
  ),
  lacking({
    name: 'SFTP only, and the target is missing',
    cause: 'deploy/target-missing',
    server: sftpOnly,
    ...asks({ sftp: 'required', target: '/srv/site/releases' }),
  }),
  lacking({
    name: 'SFTP only, and the target is the root of the chroot',
    cause: 'deploy/target-not-writable',
    certainty: 'likely',
    server: openssh(
      'Match User deploy',
      'ChrootDirectory /srv/files',
      'ForceCommand internal-sftp',
    ),
    inServer: 'install -d -m 755 /srv/files && install -d -o deploy /srv/files/upload',
    ...asks({ sftp: 'required', target: '/' }),
  }),
  lacking({
    name: 'SFTP only, and the target is root’s',
    cause: 'deploy/target-not-writable',
    certainty: 'likely',
    server: sftpOnly,
    inServer: 'mkdir /srv/site',
    ...asks({ sftp: 'required', target: '/srv/site' }),
  }),
  lacking({
    name: 'SFTP only, and the disk is full',
    cause: 'deploy/disk-full',
    server: sftpOnly,
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=2m,mode=777 tmpfs /srv/site
      dd if=/dev/zero of=/srv/site/old 2>/dev/null || true`,
    ...asks({ sftp: 'required', target: '/srv/site' }),
  }),
  lacking({
    name: 'SFTP only, and a read-only mount',
    cause: 'deploy/target-not-writable',
    server: sftpOnly,
    inServer: `mkdir /srv/site; mount -t tmpfs -o size=8m,mode=777 tmpfs /srv/site
      mount -o remount,ro /srv/site`,
    ...asks({ sftp: 'required', target: '/srv/site' }),
  }),
]
